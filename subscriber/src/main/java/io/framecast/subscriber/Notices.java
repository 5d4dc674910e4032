package io.framecast.subscriber;

/** Where a person is told what happens: the shell where there is one, the log otherwise. Any thread, never blocking for long. */
@FunctionalInterface
interface Notices {
    void say(String line);
}
