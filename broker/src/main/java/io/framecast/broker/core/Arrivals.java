package io.framecast.broker.core;

/** What arrived at one subscriber, by its own reports, of the lanes that they were about; datagrams since the last {@link #clear}. */
final class Arrivals {

    private long sent;
    private long received;
    private long lost;
    private long repaired;

    /** {@code received} contains {@code repaired}; {@code sent}: by how much the highest sequence rose. */
    void add(long moreSent, long moreReceived, long moreLost, long moreRepaired) {
        sent += moreSent;
        received += moreReceived;
        lost += moreLost;
        repaired += moreRepaired;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** Received or given up. */
    long settled() {
        return Math.max(0, received + lost);
    }

    /** Lost on the way the first time, whether or not they were repaired since. */
    long missed() {
        return Math.max(0, lost + repaired);
    }

    /** Lost for good. */
    long lost() {
        return Math.max(0, lost);
    }

    void clear() {
        sent = 0;
        received = 0;
        lost = 0;
        repaired = 0;
    }
}
