package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** What an output told its program. */
final class Heard implements OutputEvents {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<RunException> failures = new CopyOnWriteArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void say(String line) {
        lines.add(line);
    }

    @Override
    public void ended() {
        ended.countDown();
    }

    @Override
    public void failed(RunException why) {
        failures.add(why);
    }
}
