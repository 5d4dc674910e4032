package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a certificate of our own and with the operator's. */
@Timeout(120)
final class TlsTest {

    @TempDir
    Path state;

    private Path store() {
        return state.resolve("tls").resolve("gateway.p12");
    }

    private Stage stage(GatewayOptions.Tls tls) throws Exception {
        return new Stage(state, options -> options.withTls(tls));
    }

    private Stage selfSigned() throws Exception {
        return stage(new GatewayOptions.Tls(null, null, state.resolve("tls")));
    }

    private KeyStore read() throws Exception {
        return KeyStore.getInstance(store().toFile(), "framecast".toCharArray());
    }

    /** The head of the answer to a client that trusts only this certificate and checks the name. */
    private static String ask(Stage stage, Certificate trusted) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("gateway", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", stage.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream()
                    .write("GET /api/v1/health HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void makesACertificateForThisMachineOnceAndKeepsIt() throws Exception {
        Certificate first;
        try (Stage stage = selfSigned()) {
            first = read().getCertificate("gateway");
            String answer = ask(stage, first);
            assertTrue(answer.startsWith("HTTP/1.1 "), answer);
            assertTrue(stage.gateway.url().startsWith("https://localhost:"));
        }
        try (Stage stage = selfSigned()) {
            assertEquals(first, read().getCertificate("gateway"));
            assertTrue(ask(stage, first).startsWith("HTTP/1.1 "));
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void keepsItsKeyToItsOwner() throws Exception {
        selfSigned().close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store())));
        try (var files = Files.list(store().getParent())) {
            assertArrayEquals(new Object[] {store()}, files.toArray());
        }
    }

    @Test
    void servesTheOperatorsCertificate() throws Exception {
        selfSigned().close();
        KeyStore made = read();
        Path certificate =
                pem("cert.pem", "CERTIFICATE", made.getCertificate("gateway").getEncoded());
        Path key = pem(
                "key.pem",
                "PRIVATE KEY",
                made.getKey("gateway", "framecast".toCharArray()).getEncoded());
        try (Stage stage = stage(new GatewayOptions.Tls(certificate, key, state))) {
            assertTrue(ask(stage, made.getCertificate("gateway")).startsWith("HTTP/1.1 "));
        }
    }

    @Test
    void saysWhichFileIsNotWhatItShouldBe() throws Exception {
        Path none = state.resolve("none.pem");
        Path junk = Files.writeString(state.resolve("junk.pem"), "junk");
        for (Path file : new Path[] {none, junk}) {
            UsageException said = assertThrows(
                    UsageException.class,
                    () -> stage(new GatewayOptions.Tls(file, file, state)).close());
            assertTrue(String.valueOf(said.getMessage()).contains(file.toString()), said::getMessage);
        }
    }

    private Path pem(String name, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                state.resolve(name), "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
