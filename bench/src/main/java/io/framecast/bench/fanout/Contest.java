package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Child;
import io.framecast.bench.measure.UdpFigures;
import io.framecast.client.RunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that send the same load by different techniques and take turns: A B C A B C. Each is started and warmed up once. Those that
 * wait use no CPU.
 */
final class Contest implements AutoCloseable {

    /** Asks the kernel how much was sent so far. */
    @FunctionalInterface
    interface Kernel {
        UdpFigures udp() throws RunException;
    }

    private record Contestant(Technique technique, Load load, Child child) {}

    private final String variant;
    private final List<String> within;
    private final Kernel kernel;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<JsonObject> rows = new ArrayList<>();

    /** {@code within}: in front of each command, empty for none. */
    Contest(String variant, List<String> within, Kernel kernel) {
        this.variant = variant;
        this.within = within;
        this.kernel = kernel;
    }

    void enterLimit(Path program, Load load) throws RunException {
        List<String> command = new ArrayList<>(within);
        command.add(program.toString());
        command.addAll(load.arguments());
        contestants.add(new Contestant(Technique.C, load, new Child(Technique.LIMIT, command)));
    }

    void enter(Technique technique, Load load) throws RunException {
        List<String> arguments = new ArrayList<>(List.of(technique.name()));
        arguments.addAll(load.arguments());
        List<String> command = new ArrayList<>(within);
        command.addAll(Child.java(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xms256m",
                        "-Xmx256m",
                        "-Xss512k",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
                SenderProcess.class.getName(),
                arguments));
        Child child = new Child(technique.name(), command);
        contestants.add(new Contestant(technique, load, child));
        child.await("ready");
    }

    /** The first round only warms up what runs for the first time, the kernel among it. */
    List<JsonObject> run(int rounds, int millis) throws RunException {
        for (int round = 0; round <= rounds; round++) {
            for (Contestant contestant : contestants) {
                UdpFigures before = kernel.udp();
                JsonObject answer = contestant.child().ask(String.valueOf(millis));
                UdpFigures during = kernel.udp().since(before);
                if (round > 0) {
                    rows.add(row(contestant, round, answer, during));
                }
            }
        }
        return rows;
    }

    private JsonObject row(Contestant contestant, int round, JsonObject answer, UdpFigures during) {
        JsonObject row = new JsonObject();
        row.addProperty("variant", variant);
        row.addProperty("segments", contestant.load().segments());
        row.addProperty("subscribers", contestant.load().subscribers());
        row.addProperty("technique", contestant.technique().name());
        row.addProperty("round", round);
        row.addProperty("datagrams", answer.get("datagrams").getAsLong());
        row.addProperty("cpu_s", cpuSeconds(answer));
        row.addProperty(
                "process_cpu_s",
                answer.has("process_cpu") ? answer.get("process_cpu").getAsDouble() : cpuSeconds(answer));
        row.addProperty("wall_s", answer.get("seconds").getAsDouble());
        row.addProperty(
                "allocated_bytes",
                answer.has("allocated_bytes") ? answer.get("allocated_bytes").getAsLong() : 0);
        row.addProperty("kernel_out", during.out());
        row.addProperty("kernel_in", during.in());
        row.addProperty("kernel_send_overflows", during.sendOverflows());
        row.addProperty("kernel_receive_overflows", during.receiveOverflows());
        return row;
    }

    private static double cpuSeconds(JsonObject answer) {
        return answer.has("cpu")
                ? answer.get("cpu").getAsDouble()
                : answer.get("user").getAsDouble() + answer.get("system").getAsDouble();
    }

    @Override
    public void close() {
        contestants.forEach(contestant -> contestant.child().close());
    }
}
