package io.framecast.subscriber.media;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the frames of an audio track apart into plain packets: a frame may be one packet, ADTS, or a self-contained piece of a file
 * (.mp3, .wav, .aac, .opus) as a folder of audio pieces gives them. Owned by one thread.
 */
public final class AudioUnits {
    private final Codec codec;
    private int sampleRate;
    private int channels;
    private byte[] headerBytes;
    private long damaged;

    public AudioUnits(Codec codec, Track track) {
        this.codec = codec;
        this.sampleRate = track.sampleRate() > 0 ? track.sampleRate() : 48_000;
        this.channels = track.channels() > 0 ? track.channels() : 2;
        byte[] init = InitData.bytes(track);
        this.headerBytes = switch (codec) {
            case AAC -> init.length > 0 ? init : InitData.aacLowComplexity(sampleRate, channels);
            case OPUS -> InitData.opusHead(init, channels);
            case MP3, PCM, H264, H265, VP8, VP9, AV1, MJPEG, PNG -> new byte[0];
        };
    }

    /** The packets of one frame, in order; none where it is damaged. */
    public List<AudioUnit> of(Frame frame) {
        byte[] payload = frame.payload();
        if (payload.length == 0) {
            return List.of();
        }
        if (isPiece(payload)) {
            AudioPiece piece = AudioPiece.read(payload, frame.captureMicros());
            if (piece == null || piece.codec() != codec) {
                damaged++;
                return List.of();
            }
            sampleRate = piece.sampleRate();
            channels = piece.channels();
            headerBytes = codec == Codec.OPUS ? InitData.opusHead(piece.headerBytes(), channels) : piece.headerBytes();
            return piece.units();
        }
        if (codec == Codec.AAC && isAdts(payload, 0)) {
            return adts(payload, frame.captureMicros());
        }
        return List.of(new AudioUnit(payload, frame.captureMicros(), durationMicros(payload)));
    }

    public Codec codec() {
        return codec;
    }

    /** Samples a second of what came last, or of the catalog. */
    public int sampleRate() {
        return sampleRate;
    }

    public int channels() {
        return channels;
    }

    /** libav's extradata for these packets. */
    public byte[] headerBytes() {
        return headerBytes;
    }

    /** Frames of which nothing could be made. */
    public long damaged() {
        return damaged;
    }

    private boolean isPiece(byte[] payload) {
        if (payload.length < 4) {
            return false;
        }
        int mark =
                (payload[0] & 0xff) << 24 | (payload[1] & 0xff) << 16 | (payload[2] & 0xff) << 8 | (payload[3] & 0xff);
        return switch (codec) {
            case OPUS -> mark == 0x4f676753; // OggS
            case PCM -> mark == 0x52494646; // RIFF
            case MP3 -> mark >>> 8 == 0x494433 || payload.length > mp3Bytes(payload); // ID3, or several frames
            case AAC, H264, H265, VP8, VP9, AV1, MJPEG, PNG -> false;
        };
    }

    private static boolean isAdts(byte[] payload, int at) {
        return payload.length >= at + 7 && payload[at] == (byte) 0xff && (payload[at + 1] & 0xf6) == 0xf0;
    }

    /** ISO/IEC 13818-7 6.2: a header of 7 or 9 bytes before each raw frame. */
    private List<AudioUnit> adts(byte[] payload, long captureMicros) {
        List<AudioUnit> units = new ArrayList<>();
        int at = 0;
        long samples = 0;
        while (isAdts(payload, at)) {
            int header = (payload[at + 1] & 1) == 1 ? 7 : 9;
            int length = (payload[at + 3] & 3) << 11 | (payload[at + 4] & 0xff) << 3 | (payload[at + 5] & 0xe0) >> 5;
            if (length <= header || at + length > payload.length) {
                damaged++;
                break;
            }
            int profile = (payload[at + 2] & 0xc0) >> 6;
            int rateIndex = (payload[at + 2] & 0x3c) >> 2;
            int channelConfig = (payload[at + 2] & 1) << 2 | (payload[at + 3] & 0xc0) >> 6;
            int bits = (profile + 1) << 11 | rateIndex << 7 | channelConfig << 3;
            headerBytes = new byte[] {(byte) (bits >> 8), (byte) bits};
            units.add(new AudioUnit(
                    Arrays.copyOfRange(payload, at + header, at + length),
                    captureMicros + samples * 1_000_000 / sampleRate,
                    1024L * 1_000_000 / sampleRate));
            samples += 1024;
            at += length;
        }
        return units;
    }

    private long durationMicros(byte[] payload) {
        return switch (codec) {
            case AAC -> 1024L * 1_000_000 / sampleRate;
            case MP3 -> (sampleRate >= 32_000 ? 1152L : 576L) * 1_000_000 / sampleRate;
            case OPUS -> opusMicros(payload);
            case PCM -> payload.length / (2L * channels) * 1_000_000 / sampleRate;
            case H264, H265, VP8, VP9, AV1, MJPEG, PNG -> 0;
        };
    }

    /** RFC 6716 3.1: configuration and frame count of a packet. */
    static long opusMicros(byte[] packet) {
        int toc = packet[0] & 0xff;
        int config = toc >> 3;
        long frameMicros;
        if (config < 12) {
            frameMicros = new long[] {10_000, 20_000, 40_000, 60_000}[config & 3];
        } else if (config < 16) {
            frameMicros = (config & 1) == 0 ? 10_000 : 20_000;
        } else {
            frameMicros = 2_500L << (config & 3);
        }
        int frames = (toc & 3) == 0 ? 1 : (toc & 3) < 3 ? 2 : packet.length > 1 ? packet[1] & 0x3f : 1;
        return frameMicros * frames;
    }

    /** ISO/IEC 11172-3 2.4.2.3: the length of the first frame; the maximum where its header is none. */
    private static int mp3Bytes(byte[] payload) {
        int version = payload[1] >> 3 & 3;
        int bitrateIndex = payload[2] >> 4 & 15;
        int rateIndex = payload[2] >> 2 & 3;
        boolean layer3 = payload[0] == (byte) 0xff && (payload[1] & 0xe6) == 0xe2;
        if (!layer3 || bitrateIndex == 0 || bitrateIndex == 15 || rateIndex == 3 || version == 1) {
            return Integer.MAX_VALUE;
        }
        int[] kilobits = version == 3
                ? new int[] {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
                : new int[] {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
        int rate = new int[] {44_100, 48_000, 32_000}[rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        int samples = version == 3 ? 144 : 72;
        return samples * kilobits[bitrateIndex] * 1000 / rate + (payload[2] >> 1 & 1);
    }
}
