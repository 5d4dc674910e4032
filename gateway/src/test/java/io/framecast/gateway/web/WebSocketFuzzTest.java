package io.framecast.gateway.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;

/** What a page, or what pretends to be one, says on its WebSocket. */
class WebSocketFuzzTest {

    private static final FuzzedSite SITE = new FuzzedSite();

    @AfterAll
    static void close() {
        SITE.close();
    }

    /** The first byte says in which pieces the others arrive; 0: at once. */
    @FuzzTest
    void isUnderstoodOrClosedAndLeavesNothing(byte[] input) {
        if (input.length > 0) {
            SITE.webSocket(Arrays.copyOfRange(input, 1, input.length), input[0] == 0 ? input.length : input[0] & 0xff);
        }
    }
}
