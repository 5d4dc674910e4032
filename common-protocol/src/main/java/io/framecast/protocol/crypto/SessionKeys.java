package io.framecast.protocol.crypto;

/** What Noise Split() gives: two keys of 32 bytes, one for each direction. */
public record SessionKeys(byte[] clientToBroker, byte[] brokerToClient) {

    /** Keys are not for logs. */
    @Override
    public String toString() {
        return "SessionKeys";
    }
}
