package io.framecast.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Section;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncryptionCostTest {

    private static Section section(String name, JsonObject... rows) {
        return new Section(name, name, new Machine("cpu", 2, "Linux 6", "VM 25", "abc"), "", List.of(), List.of(rows));
    }

    private static JsonObject step(String name, double nanos) {
        JsonObject row = new JsonObject();
        row.addProperty("step", "io.framecast.bench.micro.WireBenchmark." + name);
        row.addProperty("ns", nanos);
        return row;
    }

    private static final Section STEPS = section(
            "micro",
            step("sealADatagram", 600),
            step("signATrailer", 400),
            step("signAndVerifyATrailer", 1000),
            step("openADatagram", 500));

    @Test
    void theCheckIsWhatIsLeftOfSigningAndChecking() {
        EncryptionCost cost = EncryptionCost.of(List.of(STEPS)).orElseThrow();
        assertEquals(600, cost.verifyNanos());
        assertTrue(cost.text().contains("checks the trailer in 0.600"), cost.text());
    }

    @Test
    void sharesAreOfAStreamsRateAndOfTheBrokersOwnTime() {
        JsonObject row = new JsonObject();
        row.addProperty("open", "sample");
        row.addProperty("members", 1000);
        row.addProperty("wall_s", 10);
        row.addProperty("media_datagrams_sent_total", 3_000_000);
        row.addProperty("broker_cpu_s", 5);
        String text = EncryptionCost.of(List.of(STEPS, section("subscribers", row)))
                .orElseThrow()
                .text();
        // 300 datagrams a second: 300 times 1 us, 0.5 us, and 0.6 us of half a core.
        assertTrue(text.contains("At the 300 datagrams"), text);
        assertTrue(text.contains("0.0300 % of a core at the producer, 0.0150 % at each subscriber"), text);
        assertTrue(text.contains("0.0360 % of the 0.500 cores"), text);
    }

    @Test
    void nothingIsSaidOfStepsThatWereNotMeasured() {
        assertEquals(Optional.empty(), EncryptionCost.of(List.of(section("micro", step("sealADatagram", 1)))));
    }
}
