package io.framecast.launcher;

import io.framecast.client.HostPort;
import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A command that has options to log and a state folder to use. */
abstract class ConfiguredCommand implements Callable<Integer> {

    static final String OFF = "off";

    private @Nullable EffectiveOptions given;
    private @Nullable StateFolder state;

    /** Before it is called. */
    final void configure(EffectiveOptions options, StateFolder folder) {
        given = options;
        state = folder;
    }

    final EffectiveOptions given() {
        return Objects.requireNonNull(given);
    }

    final StateFolder state() {
        return Objects.requireNonNull(state);
    }

    final int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException(given().place(option) + " is 1 or more, not " + value);
        }
        return value;
    }

    /** As {@code --admin} says it; null: off. */
    final @Nullable HostPort adminAddress(String admin, int defaultPort) {
        return admin.equals(OFF) ? null : HostPort.parse(given().place("--admin"), admin, defaultPort);
    }
}
