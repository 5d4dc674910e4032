package io.framecast.protocol.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.fuzz.FuzzInput;

/** A client that watches a stream. */
class SubscriberSessionFuzzTest {

    private static final int MOST_STEPS = 200;

    @FuzzTest
    void nothingThatArrivesThrowsKeepsMemoryOrEndsTheWatching(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        FuzzedClient scene = new FuzzedClient();
        scene.subscribe();
        if (!input.flag()) {
            scene.honestFor(100);
        }
        for (int i = 0; i < MOST_STEPS && input.more(); i++) {
            scene.step(input);
        }
        scene.assertStillWorks();
    }
}
