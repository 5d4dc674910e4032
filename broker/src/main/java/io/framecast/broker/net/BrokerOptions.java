package io.framecast.broker.net;

import io.framecast.broker.core.BrokerLimits;
import io.framecast.client.HostPort;
import io.framecast.client.Printable;
import io.framecast.client.UsageException;
import io.framecast.protocol.crypto.Secret;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.TransportKind;
import io.framecast.transport.TransportLoop;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a broker is started with.
 *
 * @param bind where it listens; port 0: a free one
 * @param admin where metrics and health are served over HTTP; null: nowhere
 * @param state folder that keeps the static key
 * @param secret holders may publish and subscribe; null: none
 * @param jwks file with the keys (RFC 7517) that tokens are signed with; null: none
 * @param openInternet without a secret and keys, whether peers on public addresses are let in too
 * @param publishAddress where a proxy in front publishes the port ({@value #PUBLISH_ADDRESS}); empty: there is none
 * @param sendThreads that send what goes to many, 1 to {@link TransportLoop#MOST_SEND_THREADS}
 */
public record BrokerOptions(
        HostPort bind,
        @Nullable HostPort admin,
        Path state,
        @Nullable Secret secret,
        @Nullable Path jwks,
        boolean openInternet,
        String publishAddress,
        BrokerLimits limits,
        SocketBuffers buffers,
        TransportKind transport,
        int sendThreads) {

    public static final String PUBLISH_ADDRESS = "FRAMECAST_PUBLISH_ADDRESS";
    public static final HostPort DEFAULT_BIND = new HostPort("0.0.0.0", HostPort.DEFAULT_PORT);
    public static final HostPort DEFAULT_ADMIN = new HostPort("127.0.0.1", 9100);

    private static final Set<String> THIS_MACHINE = Set.of("", "127.0.0.1", "::1", "[::1]", "localhost");

    /** @throws UsageException if the port is published beyond this machine and nothing is asked of those who come */
    public BrokerOptions {
        publishAddress = publishAddress.strip();
        if (secret == null && jwks == null && !THIS_MACHINE.contains(publishAddress)) {
            throw new UsageException(PUBLISH_ADDRESS + "=" + Printable.line(publishAddress, 80)
                    + " publishes the broker beyond this machine, through a proxy that makes outside peers look private:"
                    + " set FRAMECAST_SECRET ('framecast secret' prints one), or publish on 127.0.0.1");
        }
    }

    /** The default address and limits, no secret, no admin port. */
    public static BrokerOptions at(Path state) {
        return new BrokerOptions(
                DEFAULT_BIND,
                null,
                state,
                null,
                null,
                false,
                "",
                BrokerLimits.DEFAULTS,
                SocketBuffers.DEFAULT,
                TransportKind.best(),
                TransportLoop.bestSendThreads());
    }

    public BrokerOptions withBind(HostPort address) {
        return new BrokerOptions(
                address,
                admin,
                state,
                secret,
                jwks,
                openInternet,
                publishAddress,
                limits,
                buffers,
                transport,
                sendThreads);
    }

    public BrokerOptions withAdmin(@Nullable HostPort address) {
        return new BrokerOptions(
                bind,
                address,
                state,
                secret,
                jwks,
                openInternet,
                publishAddress,
                limits,
                buffers,
                transport,
                sendThreads);
    }

    public BrokerOptions withSecret(@Nullable Secret value) {
        return new BrokerOptions(
                bind, admin, state, value, jwks, openInternet, publishAddress, limits, buffers, transport, sendThreads);
    }

    public BrokerOptions withJwks(@Nullable Path file) {
        return new BrokerOptions(
                bind,
                admin,
                state,
                secret,
                file,
                openInternet,
                publishAddress,
                limits,
                buffers,
                transport,
                sendThreads);
    }

    public BrokerOptions withOpenInternet(boolean open) {
        return new BrokerOptions(
                bind, admin, state, secret, jwks, open, publishAddress, limits, buffers, transport, sendThreads);
    }

    public BrokerOptions withPublishAddress(String address) {
        return new BrokerOptions(
                bind, admin, state, secret, jwks, openInternet, address, limits, buffers, transport, sendThreads);
    }

    public BrokerOptions withLimits(BrokerLimits most) {
        return new BrokerOptions(
                bind, admin, state, secret, jwks, openInternet, publishAddress, most, buffers, transport, sendThreads);
    }

    public BrokerOptions withTransport(TransportKind kind) {
        return new BrokerOptions(
                bind, admin, state, secret, jwks, openInternet, publishAddress, limits, buffers, kind, sendThreads);
    }

    public BrokerOptions withSendThreads(int threads) {
        return new BrokerOptions(
                bind, admin, state, secret, jwks, openInternet, publishAddress, limits, buffers, transport, threads);
    }
}
