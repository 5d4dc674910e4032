package io.framecast.subscriber.output;

import io.framecast.client.RunException;

/** What an output tells the program that runs it; called on any thread, never blocking for long. */
public interface OutputEvents {

    /** Something worth a line, said once: what, and what to do. */
    void say(String line);

    /** The output ended by itself and not by a fault: its window was closed, or nobody reads standard output any more. */
    void ended();

    /** The output failed; it takes nothing more, and what it had recorded is kept. */
    void failed(RunException why);
}
