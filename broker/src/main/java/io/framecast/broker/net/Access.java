package io.framecast.broker.net;

import io.framecast.broker.core.Authorizer;
import io.framecast.broker.rights.Rights;
import io.framecast.client.UsageException;
import io.framecast.client.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is let in, as the options say it, and as the key file says it from time to time. */
final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.broker");

    private final Rights rights;
    private final @Nullable Path file;
    private final String keys;
    private @Nullable WatchedFile watched;

    private Access(Rights rights, @Nullable Path file, String keys) {
        this.rights = rights;
        this.file = file;
        this.keys = keys;
    }

    /** @throws UsageException if the key file cannot be read or is none */
    static Access of(BrokerOptions options, long wallOffsetMicros) {
        Path file = options.jwks();
        try {
            String keys = file == null ? null : WatchedFile.read(file);
            Rights rights = new Rights(options.secret(), keys, options.openInternet(), wallOffsetMicros);
            return new Access(rights, file, keys == null ? "" : keys);
        } catch (IOException e) {
            throw new UsageException(
                    "--jwks: cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jwks: " + file + ": " + e.getMessage());
        }
    }

    Authorizer authorizer() {
        return rights;
    }

    /** Reads the key file again whenever it changes. {@code replaced} runs on the thread that reads it. */
    void watch(Runnable replaced) {
        if (file != null) {
            warnOfPrivateKeys(keys);
            watched = WatchedFile.watch(
                    file,
                    keys,
                    text -> {
                        rights.replaceKeys(text);
                        warnOfPrivateKeys(text);
                        LOG.info("the keys in {} were read again", file);
                        replaced.run();
                    },
                    why -> LOG.warn("{}: {}; the keys that were read before still hold", file, why));
        }
    }

    private void warnOfPrivateKeys(String text) {
        if (Rights.holdPrivateKey(text)) {
            LOG.warn(
                    "{} holds a private key: whoever reads it can sign tokens, and the broker needs the public part only",
                    file);
        }
    }

    @Override
    public void close() {
        if (watched != null) {
            watched.close();
        }
    }

    /** For the line that a broker starts with. */
    static String described(BrokerOptions options) {
        if (options.secret() != null) {
            return options.jwks() == null ? "for holders of the secret" : "for holders of the secret or a token";
        }
        if (options.jwks() != null) {
            return "for holders of a token";
        }
        return options.openInternet() ? "open to everybody" : "open to private addresses, no secret";
    }
}
