package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The TLVs of a packet or of a nested value. Reading never throws: a field that is absent, stands twice or is out of range gives
 * a placeholder and sets {@link #problem()}, which is shared with everything nested and keeps the first one.
 */
final class Fields {

    private static final byte[] NO_BYTES = {};

    private static final class Problem {
        @Nullable
        Malformed first;
    }

    private final ByteBuf in;
    private final int from;
    private final int end;
    private final Problem problem;
    private final int[] at = new int[TlvType.END >> 1];
    private final int[] length = new int[TlvType.END >> 1];
    private final int[] times = new int[TlvType.END >> 1];

    private Fields(ByteBuf in, int from, int end, Problem problem) {
        this.in = in;
        this.from = from;
        this.end = end;
        this.problem = problem;
    }

    /** {@code from} and {@code end} are absolute indices: of the first TLV, and after the last one. */
    static Fields scan(ByteBuf in, int from, int end) {
        return new Fields(in, from, end, new Problem()).scan();
    }

    private Fields scan() {
        Cursor tlvs = cursor(from, end);
        while (tlvs.more()) {
            long type = tlvs.varint(0, Varint.MAX);
            int bytes = (int) tlvs.varint(0, Integer.MAX_VALUE);
            int value = tlvs.skip(bytes);
            if (value < 0) {
                break;
            }
            if ((type & 1) != 0) {
                report(Malformed.UNKNOWN_MANDATORY);
            } else if (type < TlvType.END) {
                int slot = (int) type >> 1;
                at[slot] = value;
                length[slot] = bytes;
                times[slot]++;
            }
        }
        return this;
    }

    /** The first thing that was wrong so far. */
    @Nullable
    Malformed problem() {
        return problem.first;
    }

    void report(Malformed reason) {
        if (problem.first == null) {
            problem.first = reason;
        }
    }

    boolean has(int type) {
        return times[type >> 1] > 0;
    }

    /** Absolute index of the value; only after {@link #has}. */
    int at(int type) {
        return at[type >> 1];
    }

    int length(int type) {
        return length[type >> 1];
    }

    private boolean require(int type) {
        if (!has(type)) {
            report(Malformed.MISSING_FIELD);
            return false;
        }
        return single(type);
    }

    private boolean single(int type) {
        if (times[type >> 1] > 1) {
            report(Malformed.OUT_OF_RANGE);
        }
        return times[type >> 1] == 1;
    }

    long varint(int type, long min, long max) {
        return require(type) ? number(type, min, max) : min;
    }

    long varintOr(int type, long absent, long min, long max) {
        return single(type) ? number(type, min, max) : absent;
    }

    int integer(int type, int min, int max) {
        return (int) varint(type, min, max);
    }

    int integerOrZero(int type, int max) {
        return (int) varintOr(type, 0, 0, max);
    }

    private long number(int type, long min, long max) {
        Cursor value = cursor(at(type), at(type) + length(type));
        long number = value.varint(min, max);
        if (value.more()) {
            report(Malformed.OUT_OF_RANGE);
        }
        return number;
    }

    long u64(int type) {
        return require(type) ? eightBytes(type) : 0;
    }

    long u64OrZero(int type) {
        return single(type) ? eightBytes(type) : 0;
    }

    private long eightBytes(int type) {
        if (length(type) != Long.BYTES) {
            report(Malformed.OUT_OF_RANGE);
            return 0;
        }
        return in.getLong(at(type));
    }

    /** Exactly {@code bytes} bytes. */
    byte[] bytes(int type, int bytes) {
        return require(type) ? exactly(type, bytes) : NO_BYTES;
    }

    /** Exactly {@code bytes} bytes, or none when absent. */
    byte[] bytesOrNone(int type, int bytes) {
        return single(type) ? exactly(type, bytes) : NO_BYTES;
    }

    private byte[] exactly(int type, int bytes) {
        if (length(type) != bytes) {
            report(Malformed.OUT_OF_RANGE);
            return NO_BYTES;
        }
        return ByteBufUtil.getBytes(in, at(type), bytes);
    }

    /** 1 to {@code maxBytes} bytes, or none when absent. */
    byte[] someBytesOrNone(int type, int maxBytes) {
        if (!single(type)) {
            return NO_BYTES;
        }
        if (length(type) < 1 || length(type) > maxBytes) {
            report(Malformed.OUT_OF_RANGE);
            return NO_BYTES;
        }
        return ByteBufUtil.getBytes(in, at(type), length(type));
    }

    byte[] someBytes(int type, int maxBytes) {
        return require(type) ? someBytesOrNone(type, maxBytes) : NO_BYTES;
    }

    /** At most {@code maxBytes} of UTF-8; empty when absent. */
    String textOrNone(int type, int maxBytes) {
        return single(type) ? utf8(at(type), length(type), maxBytes) : "";
    }

    String producerId() {
        if (!require(TlvType.PRODUCER_ID)) {
            return "";
        }
        return id(at(TlvType.PRODUCER_ID), length(TlvType.PRODUCER_ID));
    }

    /** Start of a producer id; empty when absent. */
    String prefixOrNone(int type) {
        String prefix = textOrNone(type, ProducerId.MAX_CHARS);
        if (!ProducerId.isPrefix(prefix)) {
            report(Malformed.OUT_OF_RANGE);
        }
        return prefix;
    }

    private String id(int index, int bytes) {
        String id = utf8(index, bytes, ProducerId.MAX_CHARS);
        if (!ProducerId.isValid(id)) {
            report(Malformed.OUT_OF_RANGE);
        }
        return id;
    }

    private String utf8(int index, int bytes, int maxBytes) {
        if (bytes > maxBytes || !ByteBufUtil.isText(in, index, bytes, StandardCharsets.UTF_8)) {
            report(Malformed.OUT_OF_RANGE);
            return "";
        }
        return in.toString(index, bytes, StandardCharsets.UTF_8);
    }

    <E> E code(int type, Codes<E> codes) {
        return codes.constant(integer(type, 1, Codes.MAX));
    }

    /** Every TLV of {@code type}, in order. */
    List<String> texts(int type, int maxItems, int maxBytes) {
        return repeated(type, maxItems, (index, bytes) -> utf8(index, bytes, maxBytes));
    }

    List<String> producerIds(int type, int maxItems) {
        return repeated(type, maxItems, this::id);
    }

    <T> List<T> nestedList(int type, int maxItems, Function<Fields, T> item) {
        return repeated(
                type, maxItems, (index, bytes) -> item.apply(new Fields(in, index, index + bytes, problem).scan()));
    }

    private interface Value<T> {
        T read(int index, int bytes);
    }

    private <T> List<T> repeated(int type, int maxItems, Value<T> value) {
        if (!has(type)) {
            return List.of();
        }
        if (times[type >> 1] > maxItems) {
            report(Malformed.OUT_OF_RANGE);
            return List.of();
        }
        List<T> items = new ArrayList<>(times[type >> 1]);
        Cursor tlvs = cursor(from, end);
        while (tlvs.more()) {
            long each = tlvs.varint(0, Varint.MAX);
            int bytes = (int) tlvs.varint(0, Integer.MAX_VALUE);
            int index = tlvs.skip(bytes);
            if (index >= 0 && each == type) {
                items.add(value.read(index, bytes));
            }
        }
        return items;
    }

    /** The TLVs inside a required TLV; none of them when it is absent. */
    Fields nested(int type) {
        return require(type)
                ? new Fields(in, at(type), at(type) + length(type), problem).scan()
                : new Fields(in, 0, 0, problem);
    }

    /** One value: items back to back, at most {@code maxItems}; absent means none. */
    <T> List<T> packed(int type, int maxItems, Function<Cursor, T> item) {
        if (!single(type)) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        Cursor packed = cursor(at(type), at(type) + length(type));
        while (packed.more()) {
            if (items.size() == maxItems) {
                report(Malformed.OUT_OF_RANGE);
                break;
            }
            items.add(item.apply(packed));
        }
        return items;
    }

    private Cursor cursor(int index, int limit) {
        return new Cursor(index, limit);
    }

    /** Reads fixed fields and varints one after the other; stands at its end after a problem. */
    final class Cursor {

        private int next;
        private final int limit;

        private Cursor(int next, int limit) {
            this.next = next;
            this.limit = limit;
        }

        boolean more() {
            return next < limit;
        }

        /** @return the index of the bytes passed over, or -1 when there are not as many */
        int skip(int bytes) {
            if (bytes > limit - next) {
                report(Malformed.TRUNCATED);
                next = limit + 1;
                return -1;
            }
            int index = next;
            next += bytes;
            return index;
        }

        int u16(int min, int max) {
            int index = skip(Short.BYTES);
            return index < 0 ? min : (int) within(in.getUnsignedShort(index), min, max);
        }

        int u32() {
            int index = skip(Integer.BYTES);
            return index < 0 ? 0 : in.getInt(index);
        }

        long u64() {
            int index = skip(Long.BYTES);
            return index < 0 ? 0 : in.getLong(index);
        }

        long varint(long min, long max) {
            long value = Varint.read(in, next, limit);
            if (value < 0) {
                skip(limit - next + 1);
                return min;
            }
            next += Varint.bytesOf(in.getByte(next));
            return within(value, min, max);
        }

        private long within(long value, long min, long max) {
            if (value < min || value > max) {
                report(Malformed.OUT_OF_RANGE);
                return min;
            }
            return value;
        }
    }
}
