package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the client's package documentation, with a list in place of standard output. */
class ViewerExampleTest {

    @TempDir
    Path state;

    @Test
    void aDozenLinesMakeAViewer() throws Exception {
        List<String> printed = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(state)) {
            String broker = "localhost:" + rig.address().getPort();

            FramecastClient client = FramecastClient.connect(ClientOptions.to(broker));
            client.onEvent(event -> printed.add(event.line()));
            client.subscribe("1AAA99", Duration.ofMillis(200), new StreamListener() {
                @Override
                public void onCatalog(Catalog catalog) {
                    printed.add(catalog.tracks().size() + " track");
                }

                @Override
                public void onFrame(Frame frame) {
                    printed.add(frame.number() + ": " + frame.payload().length + " bytes");
                }
            });

            Source source = new Source(rig.client(), "1AAA99");
            Await.until("live", source::live);
            source.send(7000);
            Await.until("shown", () -> printed.size() == 4);
            client.close();
            assertEquals(
                    List.of(
                            "the key of " + broker + " is " + rig.broker().fingerprint(),
                            "connected to " + broker,
                            "1 track",
                            "0: 7000 bytes"),
                    printed);
        }
    }
}
