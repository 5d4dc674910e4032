package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.framecast.protocol.crypto.SampleHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes in PROTOCOL.md are what the code writes, and are read as what the code wrote. */
class GoldenBytesTest {

    static Set<String> packets() {
        return Samples.control().keySet();
    }

    static Set<String> datagrams() {
        return SampleHandshake.run().keySet();
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyPacketIsWrittenAndReadAsPublished(String name) {
        ControlPacket packet = sample(Samples.control(), name);
        ByteBuf out = Unpooled.buffer();
        ControlCodec.encode(packet, out);
        byte[] golden = Specification.bytes(name);
        assertEquals(HexFormat.of().formatHex(golden), ByteBufUtil.hexDump(out));
        assertEquals(
                Shown.of(packet),
                Shown.of(ControlCodec.decode(ControlCodec.typeOf(packet), Unpooled.wrappedBuffer(golden))));
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void aWholeSessionIsWrittenAsPublished(String name) {
        assertEquals(
                HexFormat.of().formatHex(Specification.bytes(name)),
                HexFormat.of().formatHex(sample(SampleHandshake.run(), name)));
    }

    @Test
    void theHandshakesDatagramsAreReadAsPublished() {
        for (String name : new String[] {"HELLO first", "RETRY", "HELLO second", "WELCOME", "VERSIONS", "NO_SESSION"}) {
            byte[] golden = Specification.bytes(name);
            Decoded decoded = HandshakeCodec.decode(Unpooled.wrappedBuffer(golden));
            ByteBuf again = Unpooled.buffer();
            HandshakeCodec.encode((Handshake) decoded, again);
            assertEquals(HexFormat.of().formatHex(golden), ByteBufUtil.hexDump(again), name);
        }
    }

    @Test
    void theMediaHeadersAreWellFormed() {
        ByteBuf data = Unpooled.wrappedBuffer(Specification.bytes("DATA"));
        assertNull(MediaHeader.check(data, 0, data.readableBytes()));
        assertEquals(8, MediaHeader.lane(data, 0));
        ByteBuf repair = Unpooled.wrappedBuffer(Specification.bytes("REPAIR"));
        assertNull(MediaHeader.check(repair, 0, repair.readableBytes()));
        assertEquals(MediaHeader.TYPE_REPAIR, MediaHeader.type(repair, 0));
        ByteBuf padding = Unpooled.wrappedBuffer(Specification.bytes("PADDING"));
        assertNull(MediaHeader.check(padding, 0, padding.readableBytes()));
    }

    @Test
    void nothingIsPublishedThatNoTestReads() {
        Set<String> read = new LinkedHashSet<>(packets());
        read.addAll(datagrams());
        // PassphraseTest reads these.
        read.addAll(Set.of("passphrase check", "passphrase base_key"));
        assertEquals(read, Specification.names());
    }

    private static <T> T sample(Map<String, T> samples, String name) {
        T sample = samples.get(name);
        if (sample == null) {
            throw new AssertionError(name);
        }
        return sample;
    }
}
