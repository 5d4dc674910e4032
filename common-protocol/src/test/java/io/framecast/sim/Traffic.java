package io.framecast.sim;

/** What went one way between two addresses: UDP payload bytes, without headers. */
public final class Traffic {

    long datagramsSent;
    long bytesSent;
    long datagramsDelivered;
    long bytesDelivered;
    long datagramsLost;

    Traffic() {}

    public long datagramsSent() {
        return datagramsSent;
    }

    public long bytesSent() {
        return bytesSent;
    }

    /** Copies count. */
    public long datagramsDelivered() {
        return datagramsDelivered;
    }

    public long bytesDelivered() {
        return bytesDelivered;
    }

    /** By loss, blackhole, tail drop, a full receive buffer, or because nobody is there. */
    public long datagramsLost() {
        return datagramsLost;
    }

    void add(Traffic other) {
        datagramsSent += other.datagramsSent;
        bytesSent += other.bytesSent;
        datagramsDelivered += other.datagramsDelivered;
        bytesDelivered += other.bytesDelivered;
        datagramsLost += other.datagramsLost;
    }
}
