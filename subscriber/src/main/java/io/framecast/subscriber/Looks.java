package io.framecast.subscriber;

/** Looks at all subscribed streams four times a second: keeps their figures and clocks fresh, and once a second their rates. */
final class Looks implements Runnable {

    private static final long PAUSE_MILLIS = 250;
    private static final int LOOKS_PER_RATE = 4;

    private final Watches watches;
    private final Ending ending;

    Looks(Watches watches, Ending ending) {
        this.watches = watches;
        this.ending = ending;
    }

    @Override
    public void run() {
        for (int look = 0; !ending.decided(); look++) {
            boolean rates = look % LOOKS_PER_RATE == 0;
            for (Watches.Figures figures : watches.figures()) {
                if (rates) {
                    Watch watch = figures.watch();
                    watch.rates()
                            .onCounts(watch.meter().frames(), figures.stats().bytes(), System.nanoTime());
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
