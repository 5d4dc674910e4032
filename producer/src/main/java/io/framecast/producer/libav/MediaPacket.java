package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISPOSABLE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A packet of a {@link Demuxer}, times in microseconds of the container's own clock. Valid until the next one is read. */
public final class MediaPacket {
    /** Where a container says no time. */
    public static final long NO_TIME = Libav.NO_TIME;

    private final AVPacket packet;
    private final AVRational timeBase;

    MediaPacket(AVPacket packet, AVRational timeBase) {
        this.packet = packet;
        this.timeBase = timeBase;
    }

    AVPacket nativePacket() {
        return packet;
    }

    public int stream() {
        return packet.stream_index();
    }

    public boolean key() {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    /** The container says that nothing refers to it. */
    public boolean disposable() {
        return (packet.flags() & AV_PKT_FLAG_DISPOSABLE) != 0;
    }

    /** Decoded, but never shown: an edit list begins behind it. */
    public boolean hidden() {
        return (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
    }

    public long presentationMicros() {
        return Libav.micros(packet.pts(), timeBase);
    }

    public long decodeMicros() {
        return Libav.micros(packet.dts(), timeBase);
    }

    /** 0 unknown. */
    public long durationMicros() {
        return Libav.micros(packet.duration(), timeBase);
    }

    public int sizeBytes() {
        return packet.size();
    }

    public byte[] payload() {
        return Libav.payload(packet);
    }

    /** A codec configuration that holds from this packet on, or empty. */
    public byte[] newConfiguration() {
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
            return data == null || data.isNull() ? new byte[0] : Libav.bytes(data, (int) size.get());
        }
    }
}
