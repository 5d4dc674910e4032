package io.framecast.client;

import io.framecast.protocol.crypto.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has to be looked up before a broker can be spoken to, on a thread that may block: its addresses and the key it had. */
final class Resolver {

    /**
     * @param addresses none: the name does not resolve
     * @param knownKey from {@code known_brokers}, or null
     * @param trouble why {@code known_brokers} was not read; empty: nothing
     */
    record Found(List<InetSocketAddress> addresses, byte @Nullable [] knownKey, String trouble) {}

    private Resolver() {}

    static Found find(HostPort broker, @Nullable KnownBrokers known) {
        byte[] key = null;
        String trouble = "";
        if (known != null) {
            try {
                key = known.key(broker);
            } catch (IOException e) {
                trouble = "the keys of known brokers cannot be read: " + WatchedFile.reason(e);
            }
        }
        return new Found(addresses(broker), key, trouble);
    }

    private static List<InetSocketAddress> addresses(HostPort broker) {
        try {
            return Stream.of(InetAddress.getAllByName(broker.host()))
                    .map(address -> new InetSocketAddress(address, broker.port()))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /**
     * Whether a broker there with another key than the one known is refused rather than warned about: the secret proves the
     * broker anyway, and on networks that the internet does not route a new key most often is a new installation.
     */
    static boolean refusesOtherKey(InetAddress address, @Nullable Secret secret) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        return secret == null
                && !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !uniqueLocal;
    }
}
