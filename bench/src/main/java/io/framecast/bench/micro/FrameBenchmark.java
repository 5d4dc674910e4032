package io.framecast.bench.micro;

import io.framecast.broker.core.Rows;
import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.fec.ReedSolomon;
import io.framecast.protocol.media.FrameAssembler;
import io.framecast.protocol.media.FrameMemory;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.repair.RetransmitRing;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A frame of 40 datagrams of 1200 bytes; figures are for one datagram of it, unless it is about a block or a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
    private static final int BYTES = 1200;
    private static final int DATAGRAMS = 40;
    private static final int ROWS = 8;
    private static final int SYMBOL = 1168;
    private static final byte[] KEY = new byte[32];

    private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final Packetizer packetizer = new Packetizer(1, BYTES, 0, new MediaSealer(KEY), allocator);
    private final FrameAssembler assembler =
            new FrameAssembler(1, 0, BYTES, 1_000_000_000L, 16 << 20, new FrameMemory());
    private final MediaOpener opener = new MediaOpener(KEY, 0);
    private final byte[] payload = new byte[DATAGRAMS * (BYTES - MediaHeader.BYTES - MediaHeader.TAG_BYTES)];
    private final RetransmitRing ring = new RetransmitRing(allocator, BYTES, 4 << 20, 1 << 20);
    private final ByteBuf datagram = Unpooled.directBuffer(BYTES);
    private final byte[][] sources = new byte[DATAGRAMS][SYMBOL];
    private final byte[][] symbols = new byte[ROWS][SYMBOL];
    private final int[] rows = IntStream.range(0, ROWS).toArray();
    private final Rows table = new Rows(IntStream.range(0, 10_000)
            .mapToObj(i -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_000 + i))
            .toList());
    private int frame;
    private int row;

    @Benchmark
    @OperationsPerInvocation(DATAGRAMS)
    public void packetizeAndSeal() {
        packetizer.packetize(1, 0, true, false, 0, payload).release();
    }

    @Benchmark
    @OperationsPerInvocation(DATAGRAMS)
    public void packetizeSealOpenAndAssemble(Blackhole sink) {
        PacketizedFrame made = packetizer.packetize(1, 0, true, false, 0, payload);
        for (int i = 0; i < made.count(); i++) {
            var _ = assembler.onFragment(made.memory(), made.offset(i), made.bytes(i), opener, 0, sink::consume);
        }
        made.release();
    }

    @Benchmark
    @OperationsPerInvocation(DATAGRAMS)
    public void putIntoTheRing() {
        for (int i = 0; i < DATAGRAMS; i++) {
            datagram.clear();
            MediaHeader.write(
                    datagram,
                    MediaHeader.TYPE_DATA,
                    MediaHeader.FLAG_KEY,
                    1,
                    1,
                    0,
                    1,
                    0,
                    frame * DATAGRAMS + i,
                    frame,
                    i,
                    DATAGRAMS,
                    0);
            var _ = ring.put(datagram, 0, BYTES);
        }
        frame++;
    }

    @Benchmark
    public void encodeEightRowsOverForty() {
        for (int r = 0; r < ROWS; r++) {
            for (int source = 0; source < DATAGRAMS; source++) {
                ReedSolomon.accumulate(r, source, sources[source], 0, symbols[r], 0, SYMBOL);
            }
        }
    }

    @Benchmark
    public void recoverEightOfForty() {
        for (int r = 0; r < ROWS; r++) {
            for (int source = ROWS; source < DATAGRAMS; source++) {
                ReedSolomon.accumulate(r, source, sources[source], 0, symbols[r], 0, SYMBOL);
            }
        }
        ReedSolomon.solve(rows, rows, ROWS, symbols, SYMBOL);
    }

    @Benchmark
    public void leaveAndJoinATableOfTenThousand() {
        table.leaveAndJoin(row);
        row = (row + 7919) % 10_000;
    }
}
