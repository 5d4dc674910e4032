package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {

    @ParameterizedTest
    @CsvSource({"c2197c5eff14e88c,151288809941952652", "9d7f3e7d,494878333", "7bbd,15293", "25,37"})
    void writesAndReadsTheExamplesOfRfc9000AppendixA1(String hex, long value) {
        ByteBuf out = Unpooled.buffer();
        Varint.write(out, value);
        assertEquals(hex, ByteBufUtil.hexDump(out));
        assertEquals(value, Varint.read(out, 0, out.writerIndex()));
    }

    @Test
    void readsAFormThatIsLongerThanNeeded() {
        assertEquals(37, Varint.read(Unpooled.wrappedBuffer(new byte[] {0x40, 0x25}), 0, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 64, 16_383, 16_384, (1 << 30) - 1, 1 << 30, Varint.MAX})
    void readsBackTheEndsOfEachLength(long value) {
        ByteBuf out = Unpooled.buffer();
        Varint.write(out, value);
        assertEquals(Varint.bytesFor(value), out.readableBytes());
        assertEquals(value, Varint.read(out, 0, out.writerIndex()));
        assertEquals(-1, Varint.read(out, 0, out.writerIndex() - 1), "cut short");
    }

    @Test
    void refusesToWriteWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> Varint.bytesFor(Varint.MAX + 1));
        assertThrows(IllegalArgumentException.class, () -> Varint.bytesFor(-1));
    }
}
