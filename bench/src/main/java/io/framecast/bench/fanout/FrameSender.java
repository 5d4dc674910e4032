package io.framecast.bench.fanout;

import java.io.IOException;
import java.util.concurrent.Executor;

/** One way to send a frame to many. Made, used and closed on any one thread, except that frames are sent on {@link #thread}. */
interface FrameSender extends AutoCloseable {

    /** Sends the next frame to everybody, and has given all of it to the OS when it returns. Returns the datagrams it meant to send. */
    int sendFrame() throws IOException;

    /** Where frames are sent, and whose CPU time counts. */
    default Executor thread() {
        return Runnable::run;
    }

    @Override
    void close();
}
