package io.framecast.bench.crowd;

import com.google.gson.JsonObject;

/** What became of all members' requests. Owned by the crowd's event loop. */
final class Requests {
    private final Latencies times = new Latencies();
    private long asked;
    private long overtaken;
    private long refused;
    private long sessionsLost;
    private long troubles;

    void onAsked() {
        asked++;
    }

    void onAnswered(long nanos) {
        times.add(nanos);
    }

    /** Somebody asked for the opposite before the answer came: no answer is waited for any more. */
    void onOvertaken() {
        overtaken++;
    }

    void onRefused() {
        refused++;
    }

    void onSessionLost() {
        sessionsLost++;
    }

    void onTrouble() {
        troubles++;
    }

    void clear() {
        times.clear();
        asked = 0;
        overtaken = 0;
    }

    void addTo(JsonObject line) {
        line.addProperty("requests", asked);
        line.addProperty("answered", times.count());
        line.addProperty("overtaken", overtaken);
        line.addProperty("refused", refused);
        line.addProperty("sessions_lost", sessionsLost);
        line.addProperty("troubles", troubles);
        line.addProperty("answer_p50_us", times.quantileMicros(0.5));
        line.addProperty("answer_p99_us", times.quantileMicros(0.99));
    }
}
