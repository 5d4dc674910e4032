package io.framecast.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which datagrams wait in receive buffers of their own and are read after the others, so that a flood of them displaces and delays
 * nothing else: those that are no datagrams of the protocol by their first byte, and those of one type by their second. Of that type,
 * those that answer a challenge have a buffer before the rest, so that who was answered once is not lost among those who never were.
 *
 * @param firstMask which bits of the first byte tell the protocol, 0 to 255
 * @param firstBits what they are in its datagrams
 * @param type the second byte of those that wait, 0 to 255
 * @param answerAt where those of {@code type} that answer have {@code answer}, two bytes, network order
 * @param receiveBytes what each of the two buffers is asked to hold
 */
public record LowPriority(int firstMask, int firstBits, int type, int answerAt, int answer, int receiveBytes) {

    /** Buffers beside the one for all else: for answers, and for the rest. */
    static final int BUFFERS = 2;

    /** linux/filter.h: struct sock_filter is code (u16), where to jump if true and if not (u8 each), and an operand (u32). */
    private static final int INSTRUCTION_BYTES = 8;

    private static final int INSTRUCTIONS = 12;
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_TWO_BYTES = 0x28;
    private static final int LOAD_LENGTH = 0x80;
    private static final int AND = 0x54;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    /**
     * As a classic BPF program that is given a datagram's payload and returns 0, or 1 for answers and 2 for the rest of what waits. A
     * datagram of one byte is 0: a load beyond the end returns that (bpf(4)).
     */
    ByteBuffer program() {
        ByteBuffer program =
                ByteBuffer.allocateDirect(INSTRUCTIONS * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        add(program, LOAD_BYTE, 0, 0, 0);
        add(program, AND, 0, 0, firstMask);
        add(program, JUMP_IF_EQUAL, 0, 7, firstBits);
        add(program, LOAD_BYTE, 0, 0, 1);
        add(program, JUMP_IF_EQUAL, 0, 6, type);
        add(program, LOAD_LENGTH, 0, 0, 0);
        add(program, JUMP_IF_AT_LEAST, 0, 3, answerAt + Short.BYTES);
        add(program, LOAD_TWO_BYTES, 0, 0, answerAt);
        add(program, JUMP_IF_EQUAL, 0, 1, answer);
        add(program, RETURN, 0, 0, 1);
        add(program, RETURN, 0, 0, 2);
        add(program, RETURN, 0, 0, 0);
        return program.flip();
    }

    private static void add(ByteBuffer program, int code, int ifTrue, int ifFalse, int operand) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}
