package io.framecast.launcher.network;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.HashSet;
import java.util.Set;

/** Bytes of UDP payload from and to each address; in and out may be counted by two threads, and read when both are done. */
final class Ledger {

    private final LongObjectMap<long[]> in = new LongObjectHashMap<>();
    private final LongObjectMap<long[]> out = new LongObjectHashMap<>();
    private final Set<Long> exempt = new HashSet<>();
    private long replies;
    private long replyBytes;

    void in(long address, int bytes) {
        add(in, address, bytes);
    }

    void out(long address, int bytes) {
        add(out, address, bytes);
        replies++;
        replyBytes += bytes;
    }

    /** It has proved that it is there. */
    void exempt(long address) {
        exempt.add(address);
    }

    /** How many addresses have got more than came from them. */
    long exceeded() {
        long exceeded = 0;
        for (LongObjectMap.PrimitiveEntry<long[]> entry : out.entries()) {
            long[] came = in.get(entry.key());
            exceeded += !exempt.contains(entry.key()) && entry.value()[0] > (came == null ? 0 : came[0]) ? 1 : 0;
        }
        return exceeded;
    }

    long addresses() {
        return in.size();
    }

    long replies() {
        return replies;
    }

    long replyBytes() {
        return replyBytes;
    }

    private static void add(LongObjectMap<long[]> to, long address, int bytes) {
        long[] sum = to.get(address);
        if (sum == null) {
            sum = new long[1];
            to.put(address, sum);
        }
        sum[0] += bytes;
    }
}
