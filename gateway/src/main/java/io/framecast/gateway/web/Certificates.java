package io.framecast.gateway.web;

import io.framecast.client.RunException;
import io.framecast.client.StateFiles;
import io.framecast.client.UsageException;
import io.framecast.gateway.GatewayOptions;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What HTTPS is served with: the operator's certificate, or one of our own that the JDK's keytool makes. */
public final class Certificates {

    static final String FILE = "gateway.p12";

    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.gateway");
    private static final String ALIAS = "gateway";

    /** The key store's format wants one; what keeps the key is that only its owner may read the file. */
    private static final String PASSWORD = "framecast";

    /** Browsers take no longer ones (825 days for private ones). */
    private static final String DAYS = "820";

    private static final Duration RENEW = Duration.ofDays(7);
    private static final long KEYTOOL_SECONDS = 30;

    private Certificates() {}

    /**
     * @param names that a certificate made here is for, besides those of this machine
     * @throws UsageException if a file is not what it should be
     * @throws RunException if the certificate cannot be made or kept
     */
    public static SslContext context(GatewayOptions.Tls tls, Collection<String> names) throws RunException {
        if (tls.certificate() != null && tls.key() != null) {
            return ofFiles(tls.certificate(), tls.key());
        }
        Path file = tls.state().resolve(FILE);
        try {
            new StateFiles(tls.state()).secret(FILE);
            if (!usable(file)) {
                make(file, names);
            }
            KeyStore store = read(file);
            LOG.info(
                    "the gateway's certificate is its own, SHA-256 {}: compare it when the browser warns",
                    print(store));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            return build(SslContextBuilder.forServer(keys));
        } catch (IOException | GeneralSecurityException e) {
            throw new RunException(
                    "--tls-self-signed: no certificate in " + file + " (" + e.getMessage()
                            + "): delete it to have it made again, or choose another --state folder",
                    e);
        }
    }

    private static SslContext ofFiles(Path certificate, Path key) {
        for (Path file : new Path[] {certificate, key}) {
            if (!Files.isReadable(file)) {
                throw new UsageException("--tls-cert and --tls-key: cannot read " + file);
            }
        }
        try {
            return build(SslContextBuilder.forServer(certificate.toFile(), key.toFile()));
        } catch (IllegalArgumentException | SSLException e) {
            throw new UsageException("--tls-cert " + certificate + " and --tls-key " + key
                    + " are not a certificate chain and its unencrypted PKCS #8 key in PEM form");
        }
    }

    private static SslContext build(SslContextBuilder builder) throws SSLException {
        return builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private static boolean usable(Path file) throws IOException, GeneralSecurityException {
        return Files.exists(file)
                && certificate(read(file))
                        .getNotAfter()
                        .toInstant()
                        .isAfter(Instant.now().plus(RENEW));
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static X509Certificate certificate(KeyStore store) throws GeneralSecurityException {
        if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new GeneralSecurityException("it holds none");
    }

    /** As browsers show it. */
    private static String print(KeyStore store) throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(certificate(store).getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    private static void make(Path file, Collection<String> names) throws IOException {
        // Nobody else may read what keytool writes while it writes it.
        Path work = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".new");
        Path fresh = work.resolve(FILE);
        try {
            String binary = System.getProperty("os.name", "").startsWith("Windows") ? "keytool.exe" : "keytool";
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", binary)
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-validity",
                            DAYS,
                            "-dname",
                            "CN=Framecast gateway",
                            "-ext",
                            "SAN=" + String.join(",", alternatives(names)),
                            "-ext",
                            "EKU=serverAuth",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            fresh.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool did not make one");
            }
            if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(work);
        }
    }

    private static Set<String> alternatives(Collection<String> names) {
        Set<String> all = new LinkedHashSet<>();
        all.add("dns:localhost");
        all.add("ip:127.0.0.1");
        all.add("ip:0:0:0:0:0:0:0:1");
        for (String name : names) {
            InetAddress literal = NetUtil.createInetAddressFromIpAddressString(name);
            if (literal == null) {
                all.add("dns:" + name);
            } else if (!literal.isAnyLocalAddress()) {
                all.add("ip:" + NetUtil.toAddressString(literal));
            }
        }
        Addresses.ofThisMachine().forEach(address -> all.add("ip:" + NetUtil.toAddressString(address)));
        return all;
    }
}
