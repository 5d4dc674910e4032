package io.framecast.client;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A ticket in a file that may be replaced by a newer one: its token takes over before the old one expires. */
final class TicketRenewal {
    private final HostPort broker;
    private final byte[] brokerKey;
    private final Consumer<String> tokens;
    private String token;

    private TicketRenewal(Ticket ticket, Consumer<String> tokens) {
        this.broker = ticket.broker();
        this.brokerKey = ticket.brokerKey();
        this.tokens = tokens;
        this.token = ticket.token();
    }

    /**
     * Watches {@code file}.
     *
     * @param ticket what the client uses so far
     * @param tokens gets each newer token, {@code trouble} one line for what is none; both on the watching thread
     */
    static WatchedFile start(Path file, Ticket ticket, Consumer<String> tokens, Consumer<String> trouble) {
        TicketRenewal renewal = new TicketRenewal(ticket, tokens);
        return WatchedFile.watch(
                file, ticket.text(), renewal::onText, why -> trouble.accept("ticket file " + file + ": " + why));
    }

    private void onText(String text) {
        Ticket ticket;
        try {
            ticket = Ticket.parse("ticket", text);
        } catch (UsageException e) {
            throw new IllegalArgumentException("what is in it now is no ticket; the one from before stays", e);
        }
        if (!ticket.broker().equals(broker) || !Arrays.equals(ticket.brokerKey(), brokerKey)) {
            throw new IllegalArgumentException(
                    "the new ticket is for another broker: start the program again to go there");
        }
        if (!ticket.token().equals(token)) {
            token = ticket.token();
            tokens.accept(token);
        }
    }
}
