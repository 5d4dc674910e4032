package io.framecast.broker.net;

import io.framecast.broker.core.Authorizer;
import io.framecast.broker.rights.Rights;
import io.framecast.client.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who is let in, as the options say it. */
final class Access {
    private Access() {}

    /** @throws UsageException if the key file cannot be read or is none */
    static Authorizer authorizer(BrokerOptions options, long wallOffsetMicros) {
        Path file = options.jwks();
        String keys = null;
        try {
            if (file != null) {
                keys = Files.readString(file);
            }
            return new Rights(options.secret(), keys, options.openInternet(), wallOffsetMicros);
        } catch (IOException e) {
            throw new UsageException(
                    "--jwks: cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jwks: " + file + ": " + e.getMessage());
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
