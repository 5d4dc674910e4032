package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.client.StateFiles;
import io.framecast.client.Ticket;
import io.framecast.client.UsageException;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what stops a broker from starting. */
class AccessTest {
    private static final Secret SECRET = Secret.parse(Secret.generate(new byte[32]));

    private static final Secret OTHER = Secret.parse(Secret.generate(bytes(1)));

    @TempDir
    Path state;

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) value;
        return bytes;
    }

    @Test
    void aWrongSecretIsSaidAtOnceAndTheRightOneLetsIn() throws Exception {
        try (Rig rig = new Rig(state, options -> options.withSecret(SECRET))) {
            FramecastClient wrong = rig.client(rig.toBroker().withSecret(OTHER));
            List<ClientEvent> said = Rig.events(wrong);
            Viewer out = new Viewer(wrong, "x");
            Await.until(
                    "refused", () -> !Rig.of(said, ClientEvent.Refused.class).isEmpty());
            assertEquals(
                    ErrorCode.WRONG_SECRET,
                    Rig.of(said, ClientEvent.Refused.class).getFirst().code());
            assertEquals(List.of(), out.states);

            Viewer in = new Viewer(rig.client(rig.toBroker().withSecret(SECRET)), "x");
            Await.until("let in", () -> in.is("waiting"));
        }
    }

    @Test
    void withoutTheSecretOneIsRefused() throws Exception {
        try (Rig rig = new Rig(state, options -> options.withSecret(SECRET))) {
            FramecastClient client = rig.client();
            List<ClientEvent> said = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until(
                    "refused", () -> !Rig.of(said, ClientEvent.Refused.class).isEmpty());
            assertEquals(
                    ErrorCode.SECRET_REQUIRED,
                    Rig.of(said, ClientEvent.Refused.class).getFirst().code());
            assertTrue(viewer.states.isEmpty());
        }
    }

    @Test
    void aTicketForAnotherBrokerIsRefusedByTheClient() throws Exception {
        try (Rig rig = new Rig(state)) {
            HostPort broker = rig.toBroker().broker();
            Ticket right = new Ticket(broker, rig.broker().publicKey(), "");
            Viewer in = new Viewer(rig.client(ClientOptions.byTicket(right.text())), "x");
            Await.until("let in", () -> in.is("waiting"));

            Ticket wrong = new Ticket(broker, bytes(7), "");
            FramecastClient client = rig.client(ClientOptions.byTicket(wrong.text()));
            List<ClientEvent> said = Rig.events(client);
            Viewer out = new Viewer(client, "x");
            Await.until(
                    "refused", () -> !Rig.of(said, ClientEvent.Refused.class).isEmpty());
            assertTrue(out.states.isEmpty());
        }
    }

    @Test
    void theKeyIsKeptOnFirstUseAndAnotherOneIsWarnedAboutOnLoopback() throws Exception {
        Path mine = state.resolve("client");
        HostPort broker;
        try (Rig rig = new Rig(state.resolve("broker"))) {
            broker = rig.toBroker().broker();
            FramecastClient client = rig.client(rig.toBroker().withState(mine));
            List<ClientEvent> said = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until("let in", () -> viewer.is("waiting"));
            Await.until("kept", () -> known(mine, broker));
            assertFalse(Rig.of(said, ClientEvent.BrokerKey.class).getFirst().changed());
        }
        new StateFiles(mine).knownBrokers().remember(broker, bytes(9));
        try (Broker other =
                        Broker.start(BrokerOptions.at(state.resolve("broker")).withBind(broker));
                FramecastClient client = FramecastClient.connect(
                        ClientOptions.to(broker.toString()).withState(mine))) {
            List<ClientEvent> said = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until("let in", () -> viewer.is("waiting"));
            ClientEvent.BrokerKey key =
                    Rig.of(said, ClientEvent.BrokerKey.class).getFirst();
            assertTrue(key.changed());
            assertEquals(other.fingerprint(), key.fingerprint());
            assertTrue(key.line().contains("known_brokers"), key.line());
        }
    }

    private static boolean known(Path state, HostPort broker) {
        try {
            return new StateFiles(state).knownBrokers().key(broker) != null;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void theStaticKeyOutlivesTheBroker() throws Exception {
        try (Rig rig = new Rig(state)) {
            String fingerprint = rig.broker().fingerprint();
            rig.stop();
            rig.start();
            assertEquals(fingerprint, rig.broker().fingerprint());
        }
    }

    @Test
    void aPortInUseIsOneLineThatSaysWhatToDo() throws Exception {
        try (Rig rig = new Rig(state)) {
            HostPort taken = rig.toBroker().broker();
            RunException said = assertThrows(
                    RunException.class,
                    () -> Broker.start(BrokerOptions.at(state).withBind(taken)));
            assertTrue(
                    said.getMessage().contains("--bind") && said.getMessage().contains(taken.toString()),
                    said::getMessage);
            assertFalse(said.getMessage().contains("\n"));
        }
    }

    @Test
    void anAddressThatIsNotOursAndANameThatDoesNotResolveAreRunErrors() {
        for (String bind : new String[] {"192.0.2.1:0", "nowhere.invalid:5000"}) {
            BrokerOptions options = BrokerOptions.at(state).withBind(HostPort.parse("--bind", bind, 5000));
            assertThrows(RunException.class, () -> Broker.start(options));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.7", "::", "broker.example.org"})
    void aPortPublishedByAProxyWantsASecretOrKeys(String address) {
        BrokerOptions open = BrokerOptions.at(state);
        UsageException said = assertThrows(UsageException.class, () -> open.withPublishAddress(address));
        assertTrue(said.getMessage().contains("FRAMECAST_PUBLISH_ADDRESS"), said::getMessage);
        assertEquals(
                address, open.withSecret(SECRET).withPublishAddress(address).publishAddress());
        assertEquals(address, open.withJwks(state).withPublishAddress(address).publishAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "127.0.0.1", "::1", "localhost"})
    void aPortPublishedOnThisMachineOnlyWantsNone(String address) {
        assertEquals(
                address.strip(),
                BrokerOptions.at(state).withPublishAddress(address).publishAddress());
    }

    @Test
    void aKeyFileThatIsNoneIsAUsageError() throws Exception {
        BrokerOptions options = BrokerOptions.at(state).withBind(new HostPort("127.0.0.1", 0));
        UsageException missing =
                assertThrows(UsageException.class, () -> Broker.start(options.withJwks(state.resolve("missing.json"))));
        assertTrue(missing.getMessage().contains("missing.json"), missing::getMessage);
        Path file = Files.writeString(state.resolve("keys.json"), "{}");
        assertThrows(UsageException.class, () -> Broker.start(options.withJwks(file)));
    }
}
