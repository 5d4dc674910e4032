package io.framecast.gateway;

import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.Printable;
import io.framecast.client.UsageException;
import io.framecast.protocol.crypto.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is started with.
 *
 * @param client where the broker is, and how the gateway itself is let in
 * @param bind where it listens for HTTP; port 0: a free one
 * @param admin where metrics and health are served; null: nowhere
 * @param latency within which lost datagrams are asked for again
 * @param access who may watch
 * @param tls null: plain HTTP
 * @param version that it says it has
 */
public record GatewayOptions(
        ClientOptions client,
        HostPort bind,
        @Nullable HostPort admin,
        Duration latency,
        Access access,
        @Nullable Tls tls,
        GatewayLimits limits,
        String version) {

    public static final int DEFAULT_PORT = 8080;
    public static final HostPort DEFAULT_BIND = new HostPort("127.0.0.1", DEFAULT_PORT);
    public static final Duration DEFAULT_LATENCY = Duration.ofMillis(200);

    private static final Set<String> THIS_MACHINE = Set.of("", "127.0.0.1", "::1", "[::1]", "localhost");

    /**
     * Who may watch: the broker's rules, for peers that speak HTTP.
     *
     * @param secret tokens made with it are accepted; null: none
     * @param jwks file with the keys that tokens are signed with; null: none
     * @param openInternet without secret and keys, whether peers on public addresses are let in too
     * @param publishAddress where a proxy in front (Docker) publishes the port; empty: there is none
     * @param trustedProxies ranges whose {@code X-Forwarded-For} is believed
     * @param publicHosts names that it goes by besides those of this machine
     */
    public record Access(
            @Nullable Secret secret,
            @Nullable Path jwks,
            boolean openInternet,
            String publishAddress,
            List<String> trustedProxies,
            List<String> publicHosts) {

        public static final Access DEFAULT = new Access(null, null, false, "", List.of(), List.of());

        /**
         * @throws UsageException if the port is published beyond this machine and nothing is asked of those who come, or a host is
         *     none
         */
        public Access {
            publishAddress = publishAddress.strip();
            trustedProxies = List.copyOf(trustedProxies);
            publicHosts = publicHosts.stream()
                    .map(name -> HostPort.parse("--public-host", name, 0).host())
                    .toList();
            if (secret == null && jwks == null && !THIS_MACHINE.contains(publishAddress)) {
                throw new UsageException("--publish-address " + Printable.line(publishAddress, 80)
                        + " publishes the gateway beyond this machine, through a proxy that makes outside peers look"
                        + " private: set FRAMECAST_SECRET ('framecast secret' prints one), or publish on 127.0.0.1");
            }
        }

        /** For the line that a gateway starts with. */
        String described() {
            if (secret != null || jwks != null) {
                return "for holders of a token";
            }
            return openInternet ? "open to everybody" : "open to private addresses, no secret";
        }
    }

    /**
     * What HTTPS needs: two PEM files, or neither for a certificate made here.
     *
     * @param state folder for a certificate that is made here
     */
    public record Tls(@Nullable Path certificate, @Nullable Path key, Path state) {}

    /** On the usual address, for loopback and private peers, without an admin port. */
    public static GatewayOptions of(ClientOptions client, String version) {
        return new GatewayOptions(
                client, DEFAULT_BIND, null, DEFAULT_LATENCY, Access.DEFAULT, null, GatewayLimits.DEFAULTS, version);
    }

    public GatewayOptions withBind(HostPort address) {
        return new GatewayOptions(client, address, admin, latency, access, tls, limits, version);
    }

    public GatewayOptions withAdmin(@Nullable HostPort address) {
        return new GatewayOptions(client, bind, address, latency, access, tls, limits, version);
    }

    public GatewayOptions withLatency(Duration value) {
        return new GatewayOptions(client, bind, admin, value, access, tls, limits, version);
    }

    public GatewayOptions withAccess(Access value) {
        return new GatewayOptions(client, bind, admin, latency, value, tls, limits, version);
    }

    public GatewayOptions withTls(@Nullable Tls value) {
        return new GatewayOptions(client, bind, admin, latency, access, value, limits, version);
    }

    public GatewayOptions withLimits(GatewayLimits most) {
        return new GatewayOptions(client, bind, admin, latency, access, tls, most, version);
    }
}
