package io.framecast.broker.scenario;

import java.util.Arrays;
import java.util.Random;

/**
 * What an ideal receiver cannot mend: the share of frames that still miss a fragment when they are displayed. Of 60 frames one has 130
 * fragments and 59 have 13. Fragments are lost independently or in bursts (Gilbert–Elliott, the bad state loses everything). A round is
 * one question for all that a frame misses, and the missing fragments sent again; question and answers are lost as often as any packet,
 * independently of each other. Nothing is sent again more than four times. With at most one round there is redundancy: to a block of at
 * most 64 fragments {@code clamp(2 p + 5 %, 10..50 %)} of rows, and a block is whole once as many of its fragments and rows are there as
 * it has fragments.
 *
 * <p>Written from these sentences and nothing else: it shares no code with what it is compared to.
 */
public final class ExpectedDamage {

    private static final int SMALL = 13;
    private static final int LARGE = 130;
    private static final int GROUP = 60;
    private static final int MOST_SENDS = 4;
    private static final int MOST_IN_BLOCK = 64;
    private static final int SMALL_DRAWS = 600_000;
    private static final int LARGE_DRAWS = 60_000;

    private ExpectedDamage() {}

    /** Share of broken frames, in [0, 1]. */
    public static double ratio(Conditions conditions) {
        double loss = conditions.lossRatio();
        if (loss == 0) {
            return 0;
        }
        return conditions.rounds() > 1
                ? afterQuestions(loss, conditions.burst(), conditions.rounds())
                : afterRedundancy(loss, conditions.burst(), redundancy(loss), conditions.rounds());
    }

    /** Rows over fragments. */
    static double redundancy(double loss) {
        return Math.clamp(2 * loss + 0.05, 0.1, 0.5);
    }

    /** Questions and answers only; computed, not drawn. */
    static double afterQuestions(double loss, double burst, int rounds) {
        return mixed(broken(SMALL, loss, burst, rounds), broken(LARGE, loss, burst, rounds));
    }

    private static double mixed(double small, double large) {
        return ((GROUP - 1) * small + large) / GROUP;
    }

    private static double broken(int fragments, double loss, double burst, int rounds) {
        double[][] lostAgain = new double[fragments + 1][];
        Arrays.setAll(lostAgain, i -> lost(i, loss, 1));
        double[] whole = new double[MOST_SENDS + 1];
        double[] missing = lost(fragments, loss, burst);
        for (int sends = 0; sends <= MOST_SENDS; sends++) {
            whole[sends] = missing[0];
            double[] next = new double[fragments + 1];
            for (int i = 0; i <= fragments; i++) {
                for (int j = 0; j <= i && missing[i] > 0; j++) {
                    next[j] += missing[i] * lostAgain[i][j];
                }
            }
            missing = next;
        }
        double broken = 0;
        double arrive = Math.pow(loss, rounds);
        for (int questions = 0; questions <= rounds; questions++) {
            broken += arrive * (1 - whole[Math.min(questions, MOST_SENDS)]);
            arrive *= (double) (rounds - questions) / (questions + 1) * (1 - loss) / loss;
        }
        return broken;
    }

    /** Of {@code count} packets behind each other, with which probability 0, 1, … are lost. */
    private static double[] lost(int count, double loss, double burst) {
        double leave = burst <= 1 ? 1 - loss : 1 / burst;
        double enter = burst <= 1 ? loss : loss / (burst * (1 - loss));
        double[] good = new double[count + 1];
        double[] bad = new double[count + 1];
        good[0] = 1 - loss;
        bad[0] = loss;
        for (int packet = 0; packet < count; packet++) {
            for (int i = packet + 1; i >= 0; i--) {
                double nowGood = good[i] * (1 - enter) + bad[i] * leave;
                double lastBad = i == 0 ? 0 : good[i - 1] * enter + bad[i - 1] * (1 - leave);
                good[i] = nowGood;
                bad[i] = lastBad;
            }
        }
        double[] sum = new double[count + 1];
        Arrays.setAll(sum, i -> good[i] + bad[i]);
        return sum;
    }

    /** Rows beside the fragments, and none or one question; drawn, always the same way. */
    static double afterRedundancy(double loss, double burst, double redundancy, int rounds) {
        Random random = new Random(20_000);
        Channel channel = new Channel(loss, burst, random);
        return mixed(
                drawn(SMALL, SMALL_DRAWS, channel, redundancy, rounds, loss, random),
                drawn(LARGE, LARGE_DRAWS, channel, redundancy, rounds, loss, random));
    }

    private static double drawn(
            int fragments, int frames, Channel channel, double redundancy, int rounds, double loss, Random random) {
        int blocks = (fragments + MOST_IN_BLOCK - 1) / MOST_IN_BLOCK;
        int[] rows = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            int size = (fragments - block + blocks - 1) / blocks;
            rows[block] = (int) Math.ceil(size * redundancy - 1e-9);
        }
        int broken = 0;
        for (int frame = 0; frame < frames; frame++) {
            int[] lostFragments = new int[blocks];
            int[] rowsHere = new int[blocks];
            channel.rest();
            for (int i = 0; i < fragments; i++) {
                lostFragments[i % blocks] += channel.loses() ? 1 : 0;
            }
            for (int row = 0; row < rows[0]; row++) {
                for (int block = 0; block < blocks; block++) {
                    rowsHere[block] += row < rows[block] && !channel.loses() ? 1 : 0;
                }
            }
            for (int round = 0; round < rounds && isBroken(lostFragments, rowsHere); round++) {
                if (random.nextDouble() < loss) {
                    continue;
                }
                for (int block = 0; block < blocks; block++) {
                    for (int i = lostFragments[block]; i > 0; i--) {
                        lostFragments[block] -= random.nextDouble() < loss ? 0 : 1;
                    }
                }
            }
            broken += isBroken(lostFragments, rowsHere) ? 1 : 0;
        }
        return (double) broken / frames;
    }

    private static boolean isBroken(int[] lostFragments, int[] rowsHere) {
        for (int block = 0; block < lostFragments.length; block++) {
            if (lostFragments[block] > rowsHere[block]) {
                return true;
            }
        }
        return false;
    }

    /** Where packets are lost; after a while it has forgotten whether it was bad. */
    private static final class Channel {
        private final double loss;
        private final double leave;
        private final double enter;
        private final Random random;
        private boolean bad;

        Channel(double loss, double burst, Random random) {
            this.loss = loss;
            this.random = random;
            leave = burst <= 1 ? 1 - loss : 1 / burst;
            enter = burst <= 1 ? loss : loss / (burst * (1 - loss));
        }

        void rest() {
            bad = random.nextDouble() < loss;
        }

        boolean loses() {
            bad = bad ? random.nextDouble() >= leave : random.nextDouble() < enter;
            return bad;
        }
    }
}
