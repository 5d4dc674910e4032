package io.framecast.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which datagrams wait in a receive buffer of their own and are read after the others, so that a flood of them displaces and delays
 * nothing else: those that are no datagrams of the protocol by their first byte, and those of one type by their second.
 *
 * @param firstMask which bits of the first byte tell the protocol, 0 to 255
 * @param firstBits what they are in its datagrams
 * @param type the second byte of those that wait, 0 to 255
 * @param receiveBytes what their buffer is asked to hold
 */
public record LowPriority(int firstMask, int firstBits, int type, int receiveBytes) {

    /** linux/filter.h: struct sock_filter is code (u16), where to jump if true and if not (u8 each), and an operand (u32). */
    private static final int INSTRUCTION_BYTES = 8;

    private static final int LOAD_BYTE_AT = 0x30;
    private static final int AND = 0x54;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    /**
     * As a classic BPF program that is given a datagram's payload and returns 0, or 1 for what waits. What is shorter than two bytes
     * is 0: a load beyond the end returns that (bpf(4)).
     */
    ByteBuffer program() {
        ByteBuffer program = ByteBuffer.allocateDirect(7 * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        add(program, LOAD_BYTE_AT, 0, 0, 0);
        add(program, AND, 0, 0, firstMask);
        add(program, JUMP_IF_EQUAL, 0, 3, firstBits);
        add(program, LOAD_BYTE_AT, 0, 0, 1);
        add(program, JUMP_IF_EQUAL, 1, 0, type);
        add(program, RETURN, 0, 0, 0);
        add(program, RETURN, 0, 0, 1);
        return program.flip();
    }

    private static void add(ByteBuffer program, int code, int ifTrue, int ifFalse, int operand) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}
