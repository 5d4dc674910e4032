package io.framecast.subscriber;

/**
 * Looks at all subscribed streams: keeps their figures and clocks fresh, four times a second and more often while a clock is not
 * known, since pictures are played by it; and once a second their rates.
 */
final class Looks implements Runnable {

    private static final long PAUSE_MILLIS = 250;
    private static final long SHORT_PAUSE_MILLIS = 50;
    private static final long RATE_NANOS = 1_000_000_000L;

    private final Watches watches;
    private final Ending ending;

    Looks(Watches watches, Ending ending) {
        this.watches = watches;
        this.ending = ending;
    }

    @Override
    public void run() {
        long rateNanos = System.nanoTime();
        while (!ending.decided()) {
            long now = System.nanoTime();
            boolean rates = now - rateNanos >= 0;
            rateNanos += rates ? RATE_NANOS : 0;
            boolean clocksKnown = true;
            for (Watches.Figures figures : watches.figures()) {
                Watch watch = figures.watch();
                clocksKnown &= !watch.live() || watch.clock().absolute();
                if (rates) {
                    watch.rates()
                            .onCounts(watch.meter().frames(), figures.stats().bytes(), now);
                }
            }
            try {
                Thread.sleep(clocksKnown ? PAUSE_MILLIS : SHORT_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
