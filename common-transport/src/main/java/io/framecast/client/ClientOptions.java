package io.framecast.client;

import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.session.EndToEndMode;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.TransportKind;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is, and how to be let in.
 *
 * @param secret the shared secret, which also recognises the broker; null: none
 * @param token a JWT, sent only to a broker that a ticket or the secret vouches for; empty: none
 * @param brokerKey the broker's static key from a ticket, 32 bytes; null: by trust on first use
 * @param ticketFile is read again, so that a newer ticket in it renews the token; null: there is none
 * @param passphrase encrypts what is published, and opens what is subscribed to, which no broker then can; null: none
 * @param takesSealed takes streams that are encrypted end to end as they are, to pass them on; not with a passphrase
 * @param state folder for the keys of known brokers and the owner secret; null: nothing is kept, everything ends with the client
 * @param receiveBufferBytes socket receive buffer to ask the OS for
 * @param transport how datagrams are read and written
 */
public record ClientOptions(
        HostPort broker,
        @Nullable Secret secret,
        String token,
        byte @Nullable [] brokerKey,
        @Nullable Path ticketFile,
        @Nullable Passphrase passphrase,
        boolean takesSealed,
        @Nullable Path state,
        int receiveBufferBytes,
        TransportKind transport) {

    /**
     * A broker by name or address, port 5000 unless given, no secret, nothing kept.
     *
     * @throws UsageException if it is not HOST:PORT
     */
    public static ClientOptions to(String broker) {
        return new ClientOptions(
                HostPort.parse("broker", broker, HostPort.DEFAULT_PORT),
                null,
                "",
                null,
                null,
                null,
                false,
                null,
                SocketBuffers.DEFAULT.receiveBytes(),
                TransportKind.best());
    }

    /**
     * What a ticket says.
     *
     * @throws UsageException if it is not one
     */
    public static ClientOptions byTicket(String ticket) {
        return to("localhost").withTicket(Ticket.parse("ticket", ticket));
    }

    public ClientOptions withTicket(Ticket ticket) {
        return new ClientOptions(
                ticket.broker(),
                secret,
                ticket.token(),
                ticket.brokerKey(),
                null,
                passphrase,
                takesSealed,
                state,
                receiveBufferBytes,
                transport);
    }

    /**
     * What the ticket in a file says, and every later one that is put in its place.
     *
     * @param option named in the error
     * @throws UsageException if the file cannot be read or is no ticket
     */
    public ClientOptions withTicketFile(String option, Path file) {
        String text;
        try {
            text = WatchedFile.read(file);
        } catch (IOException e) {
            throw new UsageException(option + " " + file + ": cannot be read (" + WatchedFile.reason(e) + ")");
        }
        ClientOptions now = withTicket(Ticket.parse(option + " " + file, text));
        return new ClientOptions(
                now.broker,
                secret,
                now.token,
                now.brokerKey,
                file,
                passphrase,
                takesSealed,
                state,
                receiveBufferBytes,
                transport);
    }

    public ClientOptions withSecret(Secret value) {
        return new ClientOptions(
                broker,
                value,
                token,
                brokerKey,
                ticketFile,
                passphrase,
                takesSealed,
                state,
                receiveBufferBytes,
                transport);
    }

    public ClientOptions withToken(String value) {
        return new ClientOptions(
                broker,
                secret,
                value,
                brokerKey,
                ticketFile,
                passphrase,
                takesSealed,
                state,
                receiveBufferBytes,
                transport);
    }

    public ClientOptions withPassphrase(Passphrase value) {
        return new ClientOptions(
                broker, secret, token, brokerKey, ticketFile, value, false, state, receiveBufferBytes, transport);
    }

    /** Without a passphrase: takes sealed streams as they are, see {@link StreamListener#onFrame}. */
    public ClientOptions takingSealed() {
        return new ClientOptions(
                broker, secret, token, brokerKey, ticketFile, null, true, state, receiveBufferBytes, transport);
    }

    EndToEndMode endToEnd() {
        if (passphrase != null) {
            return EndToEndMode.PASSPHRASE;
        }
        return takesSealed ? EndToEndMode.SEALED : EndToEndMode.NONE;
    }

    public ClientOptions withState(Path folder) {
        return new ClientOptions(
                broker,
                secret,
                token,
                brokerKey,
                ticketFile,
                passphrase,
                takesSealed,
                folder,
                receiveBufferBytes,
                transport);
    }

    public ClientOptions withReceiveBufferBytes(int bytes) {
        return new ClientOptions(
                broker, secret, token, brokerKey, ticketFile, passphrase, takesSealed, state, bytes, transport);
    }

    public ClientOptions withTransport(TransportKind kind) {
        return new ClientOptions(
                broker, secret, token, brokerKey, ticketFile, passphrase, takesSealed, state, receiveBufferBytes, kind);
    }

    /** Without secret, token and passphrase. */
    @Override
    public String toString() {
        return "ClientOptions[" + broker + (secret == null ? "" : ", secret") + (token.isEmpty() ? "" : ", token")
                + (brokerKey == null ? "" : ", key") + (passphrase == null ? "" : ", passphrase") + ", state " + state
                + ", " + transport + "]";
    }
}
