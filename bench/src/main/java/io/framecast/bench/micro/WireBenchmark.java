package io.framecast.bench.micro;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One datagram of 1200 bytes, one control packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
    private static final int BYTES = 1200;
    private static final int PAYLOAD = BYTES - MediaHeader.BYTES - MediaHeader.TAG_BYTES;
    private static final byte[] KEY = new byte[32];

    private final MediaSealer sealer = new MediaSealer(KEY);
    private final MediaOpener opener = new MediaOpener(KEY, 0);
    private final TrailerSigner signer = new TrailerSigner(KEY);
    private final TrailerVerifier verifier = new TrailerVerifier(KEY);
    private final ByteBuf plain = datagram();
    private final ByteBuf sealed = datagram();
    private final byte[] target = new byte[BYTES];
    private final ByteBuf body = Unpooled.buffer(BYTES);
    private final Report report = new Report(
            1,
            new byte[16],
            0,
            0,
            List.of(new LaneReport(1, 8, 1000, 900, 1, 2, 30)),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    private int sequence;
    private final int reportType = ControlCodec.typeOf(report);

    public WireBenchmark() {
        sealer.seal(sealed, 0, MediaHeader.BYTES, PAYLOAD, 0);
    }

    private static ByteBuf datagram() {
        ByteBuf datagram = Unpooled.directBuffer(BYTES + MediaHeader.TRAILER_BYTES);
        header(datagram, 5);
        return datagram.writeZero(BYTES - MediaHeader.BYTES + MediaHeader.TRAILER_BYTES);
    }

    private static void header(ByteBuf to, int sequence) {
        MediaHeader.write(to, MediaHeader.TYPE_DATA, 0, 1, 1, 0, 1, 0, sequence, 6, 0, 1, 7);
    }

    @Benchmark
    public int checkAndReadAHeader() {
        return MediaHeader.check(plain, 0, BYTES) == null
                ? MediaHeader.sequence(plain, 0) + MediaHeader.frame(plain, 0) + MediaHeader.lane(plain, 0)
                : -1;
    }

    /** Each under a sequence of its own: no nonce is used twice. */
    @Benchmark
    public void sealADatagram() {
        plain.clear();
        header(plain, sequence++);
        sealer.seal(plain, 0, MediaHeader.BYTES, PAYLOAD, 0);
    }

    @Benchmark
    public int openADatagram() {
        return opener.open(sealed, 0, BYTES, target, 0);
    }

    @Benchmark
    public void signATrailer() {
        signer.sign(plain, 0, BYTES);
    }

    @Benchmark
    public boolean signAndVerifyATrailer() {
        signer.sign(plain, 0, BYTES);
        return verifier.verify(plain, 0, BYTES + MediaHeader.TRAILER_BYTES);
    }

    @Benchmark
    public Decoded writeAndReadAReport() {
        body.clear();
        ControlCodec.encode(report, body);
        return ControlCodec.decode(reportType, body);
    }
}
