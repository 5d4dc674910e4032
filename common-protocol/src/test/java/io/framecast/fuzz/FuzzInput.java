package io.framecast.fuzz;

import java.util.Arrays;

/**
 * A fuzzer's bytes, read one after the other as choices; where they have ended, every choice is 0. A change of one byte changes one
 * choice and leaves the others, so that mutations of an input are mutations of a scene.
 */
public final class FuzzInput {

    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean more() {
        return at < bytes.length;
    }

    /** 0..255. */
    public int u8() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** 0..{@code bound} - 1; {@code bound} is 1..256. */
    public int below(int bound) {
        return u8() % bound;
    }

    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** One of at most 256. */
    public <T> T one(T[] values) {
        return values[below(values.length)];
    }

    /** 0..65535. */
    public int u16() {
        return (u8() << 8) | u8();
    }

    public int i32() {
        return (u16() << 16) | u16();
    }

    public long i64() {
        return ((long) i32() << 32) | (i32() & 0xffff_ffffL);
    }

    /** As many bytes as the next choice says, 0..255, or as there are. */
    public byte[] some() {
        return take(u8());
    }

    /** {@code count} bytes, or as many as there are. */
    public byte[] take(int count) {
        int end = Math.min(bytes.length, at + count);
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    /** A copy with up to three changes: bytes replaced, put in, taken out, or cut off. No choices: none. */
    public byte[] changed(byte[] original) {
        byte[] changed = original.clone();
        for (int times = below(4); times > 0; times--) {
            int kind = below(4);
            int where = changed.length == 0 ? 0 : u16() % changed.length;
            changed = switch (kind) {
                case 0 -> with(changed, where, some());
                case 1 -> spliced(changed, where, where, some());
                case 2 -> spliced(changed, where, Math.min(changed.length, where + 1 + below(16)), new byte[0]);
                default -> Arrays.copyOf(changed, where);
            };
        }
        return changed;
    }

    private static byte[] with(byte[] original, int where, byte[] put) {
        System.arraycopy(put, 0, original, where, Math.min(put.length, original.length - where));
        return original;
    }

    private static byte[] spliced(byte[] original, int from, int to, byte[] put) {
        byte[] spliced = Arrays.copyOf(original, original.length - (to - from) + put.length);
        System.arraycopy(put, 0, spliced, from, put.length);
        System.arraycopy(original, to, spliced, from + put.length, original.length - to);
        return spliced;
    }
}
