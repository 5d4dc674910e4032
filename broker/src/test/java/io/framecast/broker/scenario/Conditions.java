package io.framecast.broker.scenario;

/**
 * What lies between the broker and a viewer, and how long the viewer waits.
 *
 * @param lossRatio in [0, 1), both ways
 * @param burst packets to the viewer that are lost in a row on average; 1: independently of each other
 * @param burstBack the same of the viewer's own packets. A burst is some packets of media long, which is milliseconds: questions are
 *     further apart, so that as a rule they do not share one
 * @param roundTripMillis between viewer and broker
 * @param budgetMillis from when a frame would be there if nothing were lost to when it is displayed
 */
public record Conditions(double lossRatio, int burst, int burstBack, int roundTripMillis, int budgetMillis) {

    /** A round of question and answer takes a round trip and this. */
    private static final int ROUND_EXTRA_MILLIS = 10;

    public Conditions(double lossRatio, int burst, int roundTripMillis, int budgetMillis) {
        this(lossRatio, burst, 1, roundTripMillis, budgetMillis);
    }

    /** How often what is lost can be asked for and still be in time; nothing jitters here. */
    public int rounds() {
        return budgetMillis / (roundTripMillis + ROUND_EXTRA_MILLIS);
    }

    @Override
    public String toString() {
        return lossRatio * 100 + " % loss in bursts of " + burst + ", round trip " + roundTripMillis + " ms, budget "
                + budgetMillis + " ms";
    }
}
