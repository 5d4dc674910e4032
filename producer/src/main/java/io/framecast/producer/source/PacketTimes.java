package io.framecast.producer.source;

import io.framecast.producer.libav.MediaPacket;

/** The two times of each packet of a track, with the gaps filled that some containers leave. In the container's microseconds. */
final class PacketTimes {
    private final long usualMicros;
    private final int reorder;
    private long presentationMicros = MediaPacket.NO_TIME;
    private long decodeMicros = MediaPacket.NO_TIME;
    private long durationMicros;

    /** @param usualMicros how long a frame lasts unless the container says otherwise */
    PacketTimes(long usualMicros, int reorder) {
        this.usualMicros = usualMicros;
        this.reorder = reorder;
    }

    void take(MediaPacket packet) {
        take(packet.presentationMicros(), packet.decodeMicros(), packet.durationMicros());
    }

    void take(long presentation, long decode, long duration) {
        long previousDuration = durationMicros;
        durationMicros = duration > 0 ? duration : usualMicros;
        if (decode != MediaPacket.NO_TIME) {
            decodeMicros = decode;
        } else if (decodeMicros != MediaPacket.NO_TIME) {
            decodeMicros += previousDuration;
        } else {
            decodeMicros = presentation == MediaPacket.NO_TIME ? 0 : presentation - reorder * usualMicros;
        }
        presentationMicros = presentation == MediaPacket.NO_TIME ? decodeMicros : presentation;
    }

    /** Where a track starts again at its beginning. */
    void restart() {
        presentationMicros = MediaPacket.NO_TIME;
        decodeMicros = MediaPacket.NO_TIME;
        durationMicros = 0;
    }

    long presentationMicros() {
        return presentationMicros;
    }

    long decodeMicros() {
        return decodeMicros;
    }

    long durationMicros() {
        return durationMicros;
    }
}
