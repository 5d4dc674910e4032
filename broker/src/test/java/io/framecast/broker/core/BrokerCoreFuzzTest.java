package io.framecast.broker.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.fuzz.FuzzInput;

/** A broker with a producer, two viewers and strangers, some of whom do what a fuzzer's bytes say. */
class BrokerCoreFuzzTest {

    private static final int MOST_STEPS = 200;

    @FuzzTest
    void nothingThatArrivesThrowsAmplifiesOrTouchesAnHonestSession(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        try (FuzzedBroker scene = new FuzzedBroker()) {
            for (int i = 0; i < MOST_STEPS && input.more(); i++) {
                scene.step(input);
                scene.assertHolds();
            }
            scene.assertStillWorks();
        }
    }
}
