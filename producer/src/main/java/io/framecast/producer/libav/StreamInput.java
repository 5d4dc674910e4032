package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.InputStream;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Lets FFmpeg read from a Java stream. A read error ends the stream. */
final class StreamInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final AVIOContext context;

    // The native side holds no reference that the garbage collector sees.
    private final Reader reader;

    StreamInput(InputStream stream) {
        reader = new Reader(stream);
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, reader, null, null);
    }

    AVIOContext context() {
        return context;
    }

    @Override
    public void close() {
        av_free(context.buffer());
        avio_context_free(context);
        reader.close();
    }

    private static final class Reader extends Read_packet_Pointer_BytePointer_int {
        private final transient InputStream stream;
        private final byte[] bytes = new byte[BUFFER_BYTES];

        Reader(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int call(Pointer opaque, BytePointer target, int size) {
            try {
                int count = stream.read(bytes, 0, Math.min(size, bytes.length));
                if (count <= 0) {
                    return AVERROR_EOF();
                }
                target.put(bytes, 0, count);
                return count;
            } catch (IOException e) {
                return AVERROR_EOF();
            }
        }
    }
}
