package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * struct mmsghdr[] as the kernel has it, which musl's and glibc's are the same as where the gaps are zero.
 *
 * <pre>
 *  0 name        8 name bytes (u32)   16 iovecs        24 number of iovecs
 * 32 control    40 control bytes      48 flags (u32)   56 bytes that went over (u32)
 * </pre>
 */
final class MessageHeaders {
    static final int BYTES = 64;

    static final int IOVEC_BYTES = 16;

    /** struct cmsghdr: 0 length, 8 level (u32), 12 type (u32), 16 data. */
    static final int CONTROL_HEADER_BYTES = 16;

    /** Room for one control message of at most eight bytes. */
    static final int CONTROL_BYTES = 24;

    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    private MessageHeaders() {}

    static void write(MemorySegment headers, long at, long name, int nameBytes, long iovec, long control) {
        headers.set(JAVA_LONG, at, name);
        headers.set(JAVA_LONG, at + 8, nameBytes);
        headers.set(JAVA_LONG, at + 16, iovec);
        headers.set(JAVA_LONG, at + 24, 1);
        headers.set(JAVA_LONG, at + 32, control);
        headers.set(JAVA_LONG, at + 40, control == 0 ? 0 : CONTROL_BYTES);
        headers.set(JAVA_LONG, at + 48, 0);
        headers.set(JAVA_LONG, at + 56, 0);
    }

    /** What the kernel overwrote when it received, set for the next time. */
    static void reset(MemorySegment headers, long at) {
        headers.set(JAVA_INT, at + 8, Sockaddr.STRIDE);
        headers.set(JAVA_LONG, at + 40, CONTROL_BYTES);
    }

    static int controlBytes(MemorySegment headers, long at) {
        return (int) headers.get(JAVA_LONG, at + 40);
    }

    /** Bytes received. */
    static int bytes(MemorySegment headers, long at) {
        return headers.get(JAVA_INT, at + 56);
    }
}
