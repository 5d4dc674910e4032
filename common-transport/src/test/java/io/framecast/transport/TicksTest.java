package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicksTest {

    private static final class Bell implements Alarm {
        private final Runnable onRing;
        private int sets;
        private boolean set;

        Bell(Runnable onRing) {
            this.onRing = onRing;
        }

        @Override
        public void set(long nanos) {
            sets++;
            set = true;
        }

        @Override
        public void clear() {
            set = false;
        }

        void ring() {
            set = false;
            onRing.run();
        }
    }

    private final TransportLoop loop = TransportLoop.open("test", TransportKind.NIO);
    private final List<Bell> bells = new ArrayList<>();
    private final List<String> fired = new ArrayList<>();
    private final Ticks ticks = new Ticks(onRing -> {
        Bell bell = new Bell(onRing);
        bells.add(bell);
        return bell;
    });
    private final long now = System.nanoTime();

    @AfterEach
    void close() {
        loop.close();
    }

    private Tick tick(String name) {
        return new Tick(loop, _ -> fired.add(name));
    }

    @Test
    void manyTicksShareOneAlarmAndFireInTheOrderOfTheirDeadlines() {
        ticks.arm(tick("third"), now - 1);
        ticks.arm(tick("first"), now - 3);
        ticks.arm(tick("second"), now - 2);
        ticks.arm(tick("later"), now + 3_600_000_000_000L);
        bells.getFirst().ring();
        assertEquals(List.of("first", "second", "third"), fired);
        assertEquals(1, bells.size());
    }

    @Test
    void theAlarmIsSetAgainForAnEarlierDeadlineAndLeftAsItIsForALaterOne() {
        Tick tick = tick("moved");
        ticks.arm(tick, now + 2_000_000_000L);
        ticks.arm(tick, now + 3_000_000_000L);
        ticks.arm(tick("other"), now + 2_500_000_000L);
        assertEquals(1, bells.getFirst().sets);
        ticks.arm(tick, now + 1_000_000_000L);
        assertEquals(2, bells.getFirst().sets);
    }

    @Test
    void theAlarmIsClearedWithTheLastTickAndNotBefore() {
        Tick one = tick("one");
        Tick other = tick("other");
        ticks.arm(one, now + 1_000_000_000L);
        ticks.arm(other, now + 2_000_000_000L);
        ticks.stop(one);
        assertTrue(bells.getFirst().set);
        ticks.stop(other);
        assertFalse(bells.getFirst().set);
    }

    @Test
    void oneThatArmsItselfForWhatHasPassedWaitsForTheNextRing() {
        Tick[] again = new Tick[1];
        again[0] = new Tick(loop, _ -> {
            fired.add("again");
            ticks.arm(again[0], now);
        });
        ticks.arm(again[0], now);
        bells.getFirst().ring();
        assertEquals(List.of("again"), fired);
        assertTrue(bells.getFirst().set);
    }

    @Test
    void oneThatFailsCostsTheOthersNothingButATurn() {
        ticks.arm(
                new Tick(loop, _ -> {
                    throw new IllegalStateException("on purpose");
                }),
                now - 2);
        ticks.arm(tick("other"), now - 1);
        assertThrows(IllegalStateException.class, () -> bells.getFirst().ring());
        assertTrue(bells.getFirst().set);
        bells.getFirst().ring();
        assertEquals(List.of("other"), fired);
    }
}
