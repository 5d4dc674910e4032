package io.framecast.transport;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.util.Locale;

/** How datagrams are read and written, best first. Which one is chosen decides cost, never behaviour. */
public enum TransportKind {
    /** 64-bit Linux: as {@link #SEGMENTED}, with system calls of our own and nothing made per datagram or address. */
    NATIVE,
    /** Linux: one message carries up to 64 datagrams (UDP_SEGMENT, UDP_GRO), many messages a system call. */
    SEGMENTED,
    /** Linux: many messages of one datagram each a system call. */
    BATCHED,
    /** Every system: one datagram a system call. */
    NIO;

    /** Names a kind in place of what the probe finds: {@code native}, {@code segmented}, {@code batched} or {@code nio}. */
    public static final String PROPERTY = "framecast.transport";

    /** The best one that works here, or the one that {@value #PROPERTY} names if it works here. */
    public static TransportKind best() {
        String wanted = System.getProperty(PROPERTY, "").toUpperCase(Locale.ROOT);
        for (TransportKind kind : values()) {
            if ((wanted.isEmpty() || kind.name().equals(wanted)) && kind.supported()) {
                return kind;
            }
        }
        return NIO;
    }

    /** Whether this system and its kernel can do it. */
    public boolean supported() {
        return switch (this) {
            case NATIVE -> Epoll.isAvailable() && NativeProbe.mostSegments() > 0;
            case SEGMENTED -> Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
            case BATCHED -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    boolean epoll() {
        return this != NIO;
    }
}
