package io.framecast.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PathTest {

    private static final InetSocketAddress A = VirtualNetwork.address(10, 0, 0, 1, 1000);
    private static final InetSocketAddress B = VirtualNetwork.address(10, 0, 0, 2, 5000);

    @Test
    void losesTheRatioAskedForInBurstsOfTheMeanAskedFor() {
        for (double burst : new double[] {1, 4}) {
            for (double ratio : new double[] {0.01, 0.05, 0.2}) {
                Path path = new Path(3, A, B, Link.ofMillis(5).withLoss(ratio, burst));
                int sent = 1_000_000;
                int lost = 0;
                int bursts = 0;
                boolean losing = false;
                for (int i = 0; i < sent; i++) {
                    boolean isLost = path.arrival(i, 100) == Path.LOST;
                    lost += isLost ? 1 : 0;
                    bursts += isLost && !losing ? 1 : 0;
                    losing = isLost;
                }
                String what = "ratio " + ratio + ", burst " + burst + ", seed 3";
                assertEquals(ratio, (double) lost / sent, ratio * 0.06, what);
                double meanBurst = burst > 1 ? burst : 1 / (1 - ratio);
                assertEquals(meanBurst, (double) lost / bursts, meanBurst * 0.06, what);
            }
        }
    }
}
