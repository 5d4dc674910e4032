package io.framecast.broker.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a broker is told at its start.
 *
 * @param staticPrivateKey X25519, 32 bytes; its public half is what clients pin
 * @param pin 16 bytes that prove knowledge of the secret over the public key ({@code Secret.pin}), or empty without a secret
 * @param wallOffsetMicros wall clock in microseconds since the Unix epoch = {@code nowNanos / 1000} + this
 * @param ownAddresses where this broker itself receives: nothing is taken from there; may be empty
 * @param broadcastAddresses of the networks that this broker's machine is in: nobody is to be answered there; may be empty
 * @param firstPacketNumber of every session's control packets, 0 outside tests
 * @param random fills its argument with unpredictable bytes
 */
public record BrokerConfig(
        byte[] staticPrivateKey,
        byte[] pin,
        BrokerLimits limits,
        long wallOffsetMicros,
        Set<InetSocketAddress> ownAddresses,
        Set<InetAddress> broadcastAddresses,
        long firstPacketNumber,
        Consumer<byte[]> random) {

    public static final int KEY_BYTES = 32;
    public static final int PIN_BYTES = 16;

    public BrokerConfig {
        if (staticPrivateKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("a static key has 32 bytes, not " + staticPrivateKey.length);
        }
        if (pin.length != 0 && pin.length != PIN_BYTES) {
            throw new IllegalArgumentException("a pin has 16 bytes or none, not " + pin.length);
        }
        if (firstPacketNumber < 0) {
            throw new IllegalArgumentException("packet numbers are not negative: " + firstPacketNumber);
        }
        ownAddresses = Set.copyOf(ownAddresses);
        broadcastAddresses = Set.copyOf(broadcastAddresses);
    }
}
