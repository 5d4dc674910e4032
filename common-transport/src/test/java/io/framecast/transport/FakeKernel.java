package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads what a sendmmsg would, and answers as a test wants it: loopback never says EAGAIN or ENOBUFS. */
final class FakeKernel implements MessageSender.Call {

    /** One message that was taken; {@code segmentBytes} 0: it had no control message. */
    record Sent(InetSocketAddress to, byte[] bytes, int segmentBytes) {}

    final List<Sent> sent = new ArrayList<>();

    /** What is answered to the next calls, in order: messages to take, or an errno negated. None left: all are taken. */
    final Deque<Integer> answers = new ArrayDeque<>();

    int calls;

    @Override
    public int send(long headers, int count) {
        calls++;
        int answer = answers.isEmpty() ? count : Math.min(count, answers.remove());
        for (int i = 0; i < answer; i++) {
            sent.add(message(headers, i));
        }
        return answer;
    }

    List<Integer> ports() {
        return sent.stream().map(one -> one.to().getPort()).toList();
    }

    /** The message that one of the headers stands for. */
    static Sent message(long headers, int index) {
        return read(at(headers + (long) index * MessageHeaders.BYTES, MessageHeaders.BYTES));
    }

    private static Sent read(MemorySegment header) {
        MemorySegment name = at(header.get(JAVA_LONG, 0), header.get(JAVA_INT, 8));
        MemorySegment iovec = at(header.get(JAVA_LONG, 16), MessageHeaders.IOVEC_BYTES);
        byte[] bytes = at(iovec.get(JAVA_LONG, 0), iovec.get(JAVA_LONG, 8)).toArray(JAVA_BYTE);
        int segmentBytes = 0;
        if (header.get(JAVA_LONG, 40) > 0) {
            MemorySegment control = at(header.get(JAVA_LONG, 32), MessageHeaders.CONTROL_BYTES);
            if (control.get(JAVA_LONG, 0) != 18 || control.get(JAVA_INT, 8) != 17 || control.get(JAVA_INT, 12) != 103) {
                throw new AssertionError("not a UDP_SEGMENT message");
            }
            segmentBytes = Short.toUnsignedInt(control.get(JAVA_SHORT, 16));
        }
        return new Sent(Sockaddr.read(name, 0), bytes, segmentBytes);
    }

    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
