package io.framecast.bench.fanout;

import io.aeron.driver.FlowControl;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.ErrorFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.net.InetSocketAddress;
import org.agrona.concurrent.status.CountersManager;

/** Lets Aeron send as fast as it can to receivers that never say anything. */
final class OpenWindow implements FlowControl {
    private static final long BYTES = 1 << 20;

    @Override
    public long onStatusMessage(
            StatusMessageFlyweight flyweight,
            InetSocketAddress receiver,
            long senderLimit,
            int initialTermId,
            int positionBitsToShift,
            long timeNs) {
        return senderLimit;
    }

    @Override
    public void onTriggerSendSetup(StatusMessageFlyweight flyweight, InetSocketAddress receiver, long timeNs) {}

    @Override
    public long onSetup(
            SetupFlyweight flyweight, long senderLimit, long senderPosition, int positionBitsToShift, long timeNs) {
        return senderPosition + BYTES;
    }

    @Override
    public void onError(ErrorFlyweight error, InetSocketAddress receiver, long timeNs) {}

    @Override
    public void initialize(
            MediaDriver.Context context,
            CountersManager counters,
            UdpChannel channel,
            int streamId,
            int sessionId,
            long registrationId,
            int initialTermId,
            int termBufferLength) {}

    @Override
    public long onIdle(long timeNs, long senderLimit, long senderPosition, boolean isEndOfStream) {
        return senderPosition + BYTES;
    }

    @Override
    public boolean hasRequiredReceivers() {
        return true;
    }

    @Override
    public int maxRetransmissionLength(int termOffset, int resendLength, int termBufferLength, int mtuLength) {
        return resendLength;
    }

    @Override
    public void close() {}
}
