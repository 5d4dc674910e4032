package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopeTest {

    private static final String LETTERS = "ab./";

    @Test
    void aPrefixEndsAtASegment() {
        Scope cam = new Scope(List.of("cam"));
        assertTrue(cam.covers("cam") && cam.covers("cam/1") && cam.covers("cam/1/2"));
        assertFalse(cam.covers("camera") || cam.covers("ca") || cam.covers("cam1/1") || cam.covers("a/cam"));
        Scope below = new Scope(List.of("cam/"));
        assertTrue(below.covers("cam/1"));
        assertFalse(below.covers("cam") || below.covers("camera/1"));
        assertTrue(Scope.ALL.covers("anything") && Scope.ALL.covers("/"));
        assertFalse(Scope.NONE.covers("anything"));
    }

    @Test
    void whatIsCoveredIsWhatTheSegmentsSayForAnyPrefixesAndIds() {
        long seed = 20261120;
        Random random = new Random(seed);
        int covered = 0;
        for (int i = 0; i < 200_000; i++) {
            List<String> prefixes = List.of(text(random, 0), text(random, 0)).subList(0, random.nextInt(3));
            String id = text(random, 1);
            boolean expected = prefixes.stream().anyMatch(prefix -> bySegments(prefix, id));
            assertEquals(
                    expected, new Scope(prefixes).covers(id), () -> "seed " + seed + ": " + prefixes + " and " + id);
            covered += expected ? 1 : 0;
        }
        assertTrue(covered > 10_000, covered + " were covered");
    }

    /** The rule said in another way: the id's segments begin with the prefix's, and a slash at the end wants one more. */
    private static boolean bySegments(String prefix, String id) {
        if (prefix.isEmpty()) {
            return true;
        }
        List<String> have = List.of(id.split("/", -1));
        List<String> want = List.of(prefix.split("/", -1));
        boolean open = want.getLast().isEmpty();
        List<String> fixed = open ? want.subList(0, want.size() - 1) : want;
        boolean begins =
                have.size() >= fixed.size() && have.subList(0, fixed.size()).equals(fixed);
        return begins && (!open || id.length() > prefix.length());
    }

    private static String text(Random random, int least) {
        StringBuilder text = new StringBuilder();
        int length = least + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
