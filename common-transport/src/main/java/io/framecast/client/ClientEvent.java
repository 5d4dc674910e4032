package io.framecast.client;

import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.util.Base64;

/** What happens between client and broker, told on the client's event loop, each once per change. */
public sealed interface ClientEvent {

    /** One line for people, without a full stop. */
    String line();

    /** {@code again}: there was a session before; everything that was subscribed and published is being restored. */
    record Connected(HostPort broker, long sessionId, boolean again) implements ClientEvent {
        @Override
        public String line() {
            return (again ? "connected again to " : "connected to ") + broker;
        }
    }

    /** Nothing has answered for some seconds since the start; it goes on being tried. */
    record BrokerAway(HostPort broker) implements ClientEvent {
        @Override
        public String line() {
            return "waiting for the broker at " + broker;
        }
    }

    /** The name does not resolve; it goes on being tried. */
    record NotResolved(HostPort broker) implements ClientEvent {
        @Override
        public String line() {
            return "'" + broker.host() + "' does not resolve: trying again until it does";
        }
    }

    /** The session is lost and a new one is being asked for. {@code why}: one line. */
    record Disconnected(HostPort broker, String why) implements ClientEvent {
        @Override
        public String line() {
            return "lost the broker at " + broker + " (" + why + "): reconnecting";
        }
    }

    /** The broker is stopping and may be back after {@code retryMillis}. */
    record GoingAway(HostPort broker, int retryMillis) implements ClientEvent {
        @Override
        public String line() {
            return "the broker at " + broker + " is stopping: reconnecting when it is back";
        }
    }

    /** The broker refuses this client altogether. Final until something else is asked for. */
    record Refused(ErrorCode code, String detail) implements ClientEvent {
        @Override
        public String line() {
            return "refused by the broker: " + Printable.line(detail.isEmpty() ? code.name() : detail, 200);
        }
    }

    /** A token that was presented within the session was taken or, with its reason, not. */
    record TokenAnswered(boolean accepted, String detail) implements ClientEvent {
        @Override
        public String line() {
            return accepted
                    ? "the new token was accepted"
                    : "the new token was refused: " + Printable.line(detail, 200);
        }
    }

    /** The broker's key was seen. {@code changed}: it is not the one that was known; {@code advice} says what to do, or is empty. */
    record BrokerKey(HostPort broker, byte[] key, boolean changed, String advice) implements ClientEvent {

        /** The key in base64url, as tickets carry it. */
        public String fingerprint() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        }

        @Override
        public String line() {
            return changed
                    ? "the key of " + broker + " has changed to " + fingerprint() + ": " + advice
                    : "the key of " + broker + " is " + fingerprint();
        }
    }

    /** Something of this machine gets in the way: the network, the state folder. {@code text}: one line. */
    record Trouble(String text) implements ClientEvent {
        @Override
        public String line() {
            return text;
        }
    }
}
