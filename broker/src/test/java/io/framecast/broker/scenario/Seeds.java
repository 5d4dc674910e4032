package io.framecast.broker.scenario;

import java.security.SecureRandom;
import java.util.stream.LongStream;

/** Eight fixed seeds and one that is new in each run; its number is in the test's name and in every message. */
final class Seeds {

    private Seeds() {}

    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 8), LongStream.of(new SecureRandom().nextInt(1 << 30)));
    }
}
