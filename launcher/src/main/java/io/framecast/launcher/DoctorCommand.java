package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.UsageException;
import io.framecast.launcher.doctor.Doctor;
import io.framecast.launcher.doctor.Report;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.DurationConverter;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what is in the way of streams, and says what mends it. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Look for what is in the way: this machine, the way to the broker, its streams.",
        footer = {
            "",
            "Exit code 1 if a check has failed; warnings are allowed. Without --broker and --ticket it is no failure if"
                    + " there is no broker on this machine. What does not exist on this system is left out."
        })
final class DoctorCommand extends ConfiguredCommand {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Surroundings around;

    @Mixin
    ClientConnection connection;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            order = 1,
            description = "How long the broker has to answer: 100ms to 60s.")
    Duration wait = Duration.ofSeconds(5);

    @Option(names = "--json", order = 2, description = "Print one JSON object instead of lines.")
    boolean json;

    DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        EffectiveOptions given = given();
        ClientOptions client = connection.options(given, state());
        if (wait.toMillis() < 100 || wait.compareTo(LONGEST) > 0) {
            throw new UsageException(given.place("--wait") + " is 100ms to 60s");
        }
        StartLog.exposed(LoggerFactory.getLogger(DoctorCommand.class), given);
        boolean named = given.oneOf("--broker", "--ticket", "--ticket-file") != null;
        Report report = new Doctor(client, named, around.environment(), wait, Doctor.WATCH).examine();
        if (json) {
            around.out().println(report.json());
        } else {
            around.out().print(report.text());
        }
        around.out().flush();
        return report.ok() ? Program.DONE : Program.FAILED;
    }
}
