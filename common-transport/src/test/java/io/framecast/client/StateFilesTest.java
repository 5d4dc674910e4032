package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private static final HostPort BROKER = new HostPort("example.org", 5000);

    @TempDir
    Path folder;

    @Test
    void keysAreMadeOnceAndKept() throws Exception {
        StateFiles state = new StateFiles(folder.resolve("a/b"));
        byte[] key = state.staticKey();
        assertEquals(32, key.length);
        assertArrayEquals(key, new StateFiles(folder.resolve("a/b")).staticKey());
        assertFalse(java.util.Arrays.equals(key, state.ownerSecret()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheirOwnerMayReadThem() throws Exception {
        StateFiles state = new StateFiles(folder.resolve("state"));
        state.staticKey();
        state.ownerSecret();
        state.knownBrokers().remember(BROKER, new byte[32]);
        try (Stream<Path> files = Files.list(state.folder())) {
            List<Path> all = files.toList();
            assertEquals(3, all.size(), "files left over: " + all);
            for (Path file : all) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatIsMadeIsItsOwnersAndOneThatIsThereStaysAsItIs() throws Exception {
        StateFiles made = new StateFiles(folder.resolve("above/state"));
        made.staticKey();
        assertEquals("rwx------", mode(made.folder()));
        assertEquals("rwx------", mode(folder.resolve("above")));

        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        new StateFiles(shared).staticKey();
        assertEquals("rwxr-xr-x", mode(shared));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatOthersMayUseIsTakenAwayFromThemAndKeepsItsContent() throws Exception {
        StateFiles state = new StateFiles(folder);
        byte[] key = state.staticKey();
        byte[] owner = state.ownerSecret();
        state.knownBrokers().remember(BROKER, key);
        Path other = Files.writeString(folder.resolve("gateway.p12"), "x");
        for (String name : List.of("broker.key", "owner.secret", "known_brokers", "gateway.p12")) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-rw-r--"));
        }
        assertArrayEquals(key, state.staticKey());
        assertArrayEquals(owner, state.ownerSecret());
        assertArrayEquals(key, state.knownBrokers().key(BROKER));
        assertEquals(other, state.secret("gateway.p12"));
        for (String name : List.of("broker.key", "owner.secret", "known_brokers", "gateway.p12")) {
            assertEquals("rw-------", mode(folder.resolve(name)), name);
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aDamagedKeyIsARunErrorThatNamesTheFile() throws Exception {
        Files.writeString(folder.resolve("broker.key"), "short\n");
        String said = assertThrows(RunException.class, () -> new StateFiles(folder).staticKey())
                .getMessage();
        assertTrue(said.contains("broker.key") && said.contains("damaged"), said);
    }

    @Test
    void aFolderThatCannotBeMadeIsARunError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(RunException.class, () -> new StateFiles(file.resolve("state")).ownerSecret());
    }

    @Test
    void processesThatStartTogetherAgreeOnTheKey() throws Exception {
        Callable<byte[]> read = () -> new StateFiles(folder).ownerSecret();
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> all = pool.invokeAll(java.util.Collections.nCopies(8, read));
            byte[] first = all.getFirst().get();
            for (Future<byte[]> one : all) {
                assertArrayEquals(first, one.get());
            }
        }
    }

    @Test
    void knownBrokersAreToldApartByHostAndPort() throws Exception {
        KnownBrokers known = new StateFiles(folder).knownBrokers();
        assertNull(known.key(BROKER));
        byte[] one = new byte[32];
        byte[] two = new byte[32];
        two[0] = 2;
        known.remember(BROKER, two);
        known.remember(new HostPort("example.org", 50), one);
        known.remember(BROKER, one);
        known.remember(BROKER, two);
        assertArrayEquals(two, known.key(BROKER));
        assertArrayEquals(one, known.key(new HostPort("example.org", 50)));
        assertEquals(2, Files.readAllLines(folder.resolve("known_brokers")).size());
        assertTrue(known.howToForget(BROKER).contains("example.org:5000"));
    }

    @Test
    void damagedLinesOfOtherBrokersArePassedOver() throws Exception {
        Files.writeString(folder.resolve("known_brokers"), "example.org:50\nexample.org:50001 %%%\n\nx y\n");
        assertNull(new StateFiles(folder).knownBrokers().key(BROKER));
    }

    @Test
    void aDamagedLineIsNoKeyThatWasNeverThere() throws Exception {
        KnownBrokers known = new StateFiles(folder).knownBrokers();
        for (String line : List.of("example.org:5000", "example.org:5000 %%%", "example.org:5000 AAAA")) {
            Files.writeString(folder.resolve("known_brokers"), line + "\n");
            IOException damaged = assertThrows(IOException.class, () -> known.key(BROKER), line);
            assertTrue(String.valueOf(damaged.getMessage()).contains("delete it"), damaged::getMessage);
        }
    }
}
