package io.framecast.launcher;

import io.framecast.launcher.option.EffectiveOptions;
import org.slf4j.Logger;

/** What a program says of its options once, before it begins. */
final class StartLog {

    private StartLog() {}

    /** How it is configured, secrets masked, and which of them others see. */
    static void configured(Logger log, String program, EffectiveOptions given) {
        log.info("{}: {}", program, given.line());
        exposed(log, given);
    }

    static void exposed(Logger log, EffectiveOptions given) {
        given.exposed()
                .forEach((option, variable) -> log.warn(
                        "{} on the command line is seen by everybody on this machine (ps): give it as {} or in a file",
                        option,
                        variable));
    }
}
