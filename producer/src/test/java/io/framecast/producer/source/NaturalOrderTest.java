package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    @Test
    void countsAsPeopleDo() {
        List<String> ordered = List.of(
                "a.jpg",
                "f01.jpg",
                "f1.jpg",
                "f2.jpg",
                "f10.jpg",
                "f10b.jpg",
                "f11.jpg",
                "f99999999999999999999.jpg",
                "f100000000000000000000.jpg",
                "g1-2.jpg",
                "g1-10.jpg",
                "g2-1.jpg");
        long seed = 5;
        List<String> names = new ArrayList<>(ordered);
        Collections.shuffle(names, new Random(seed));
        names.sort(NaturalOrder.NAMES);
        assertEquals(ordered, names, "seed " + seed);
    }
}
