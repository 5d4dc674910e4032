package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.Findings.Seen;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The eight invariants of the protocol under attack, each after every datagram and every timer of {@value #STEPS} steps from each of
 * nine seeds: eight that are the same every time and a new one. A seed is in every message; {@code -Dframecast.seed=N} runs one alone.
 */
class InvariantsTest {

    private static final int STEPS = 1_500;

    private static final Map<Long, Findings> FOUND = new ConcurrentSkipListMap<>();

    @BeforeAll
    static void attack() {
        Long only = Long.getLong("framecast.seed");
        LongStream seeds = only == null
                ? LongStream.concat(LongStream.rangeClosed(1, 8), LongStream.of(new SecureRandom().nextInt(1 << 30)))
                : LongStream.of(only);
        seeds.parallel().forEach(seed -> {
            try (HostileNetwork network = new HostileNetwork(seed)) {
                network.run(STEPS);
                FOUND.put(seed, network.broker.audit.findings);
            }
        });
        System.out.println("invariants under attack, seeds " + FOUND.keySet());
    }

    @AfterAll
    static void forget() {
        FOUND.clear();
    }

    /** ... and what it is about did happen. */
    private static void holds(int invariant, Seen... situations) {
        FOUND.forEach((seed, found) -> assertEquals(List.of(), found.violations(invariant), "seed " + seed));
        for (Seen situation : situations) {
            int times = FOUND.values().stream()
                    .mapToInt(found -> found.seen(situation))
                    .sum();
            assertTrue(times >= 2 * FOUND.size(), situation + " only " + times + " times, seeds " + FOUND.keySet());
        }
    }

    @Test
    void whatProvesNothingLeavesNoStateAndGetsAtMostOneSmallerReply() {
        holds(1, Seen.UNPROVEN, Seen.REPLIES, Seen.REPEATED_HELLOS);
    }

    @Test
    void bytesOutNeverExceedBytesInForAnUnvalidatedAddress() {
        holds(2, Seen.REPLIES, Seen.CHALLENGES);
    }

    @Test
    void mediaGoesOnlyToAnAddressThatEchoedACookieOrAChallenge() {
        holds(3, Seen.MEDIA, Seen.MOVES);
    }

    @Test
    void aSessionMovesOnlyByItsNewestPacketAndAnAnswerFromTheNewAddress() {
        holds(4, Seen.CHALLENGES, Seen.MOVES, Seen.CANCELLED_MOVES);
    }

    @Test
    void mediaStopsFiveSecondsAfterTheLastProofOfReceipt() {
        holds(5, Seen.MEDIA, Seen.STALE_REPORTS, Seen.LEASES_OVER);
    }

    @Test
    void repairsListsAndKeyRequestsStayWithinTheirBudgets() {
        holds(6, Seen.REPAIRS, Seen.LISTS, Seen.KEY_REQUESTS);
    }

    @Test
    void whatIsCachedIsNeverSentInABurst() {
        holds(7, Seen.JOINS, Seen.MEDIA);
    }

    @Test
    void everyDatagramIsCountedUnderExactlyOneReason() {
        holds(Findings.COUNTED, Seen.UNPROVEN, Seen.MEDIA);
    }

    @Test
    void nothingGoesToASourceThatCannotBeAPeerAndNoPrefixGetsMoreThanItsShareOfReplies() {
        holds(8, Seen.IMPLAUSIBLE, Seen.REPLIES);
    }
}
