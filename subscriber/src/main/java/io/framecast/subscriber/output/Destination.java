package io.framecast.subscriber.output;

import io.framecast.subscriber.mux.ByteSink;
import io.framecast.subscriber.mux.Container;
import io.framecast.subscriber.mux.DatagramSink;
import io.framecast.subscriber.mux.FileSink;
import io.framecast.subscriber.mux.StreamSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where recordings go, one part after the other. */
sealed interface Destination {

    Container container();

    /** How messages name it. */
    String name();

    /** Opens the sink for the part of that number, from 1. */
    ByteSink open(int part, OutputEvents events) throws IOException;

    /** A file for each part; a file that is already there is never written over. */
    record Recordings(Path path, Container container) implements Destination {
        @Override
        public String name() {
            return "file:" + path;
        }

        @Override
        public ByteSink open(int part, OutputEvents events) throws IOException {
            Path free = path;
            for (int n = 2; Files.exists(free) && Files.size(free) > 0; n++) {
                free = numbered(n);
            }
            if (!free.equals(path)) {
                events.say(
                        part == 1
                                ? name() + " exists already; recording to " + free
                                : name() + ": the stream has changed; going on in " + free);
            }
            return new FileSink(free);
        }

        private Path numbered(int n) {
            String file = String.valueOf(path.getFileName());
            int dot = file.lastIndexOf('.');
            return path.resolveSibling(file.substring(0, dot) + "-" + n + file.substring(dot));
        }
    }

    /** MPEG-TS on a stream that stays open, and whose reader may leave at any time. */
    record Piped(OutputStream stream) implements Destination {
        @Override
        public Container container() {
            return Container.MPEG_TS;
        }

        @Override
        public String name() {
            return "-";
        }

        @Override
        public ByteSink open(int part, OutputEvents events) {
            return new StreamSink(stream);
        }
    }

    /** MPEG-TS in datagrams. */
    record Datagrams(String host, int port) implements Destination {
        @Override
        public Container container() {
            return Container.MPEG_TS;
        }

        @Override
        public String name() {
            return "udp://" + host + ":" + port;
        }

        @Override
        public ByteSink open(int part, OutputEvents events) throws IOException {
            return new DatagramSink(host, port, events::say);
        }
    }
}
