package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vector Noise_NK_25519_AESGCM_SHA256 of the cacophony test vectors. */
class NoiseTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PROLOGUE = HEX.parseHex("4a6f686e2047616c74");
    private static final byte[] INITIATOR_EPHEMERAL =
            HEX.parseHex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a");
    private static final byte[] STATIC_PUBLIC =
            HEX.parseHex("31e0303fd6418d2f8c0e78b91f22e8caed0fbe48656dcf4767e4834f701b8f62");
    private static final byte[] STATIC_PRIVATE =
            HEX.parseHex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893");
    private static final byte[] RESPONDER_EPHEMERAL =
            HEX.parseHex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b");
    private static final String HANDSHAKE_HASH = "f8a87aa8add4fea6e33365b89637486c2f6564546ce29d1df9ce9abf78c507d7";

    private static final byte[] PAYLOAD_1 = HEX.parseHex("4c756477696720766f6e204d69736573");
    private static final String MESSAGE_1 =
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794475ab4d66d222457dd414bc5f296bc7b4078cc7d72af5192628b68bca7d28844b";
    private static final byte[] PAYLOAD_2 = HEX.parseHex("4d757272617920526f746862617264");
    private static final String MESSAGE_2 =
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884303c7d89310502baa8299520ba451624c3c0492e2698f8d457c32400b91fd8a";

    /** Payload and ciphertext of the transport messages, by turns from initiator and responder. */
    private static final String[][] TRANSPORT = {
        {"462e20412e20486179656b", "304f70c37c93573099228016d54cb15213af94eb598d1b17df1153"},
        {"4361726c204d656e676572", "a1bf6c954529f29b31d8ae9f67d2c18dbd332aa1a0918690c6d80b"},
        {"4a65616e2d426170746973746520536179", "2e8f3e51888360b2b2d83a64dde9943c7dd3c5e84ac7c4b4e2d5cfc025b6c854d3"},
        {
            "457567656e2042f6686d20766f6e2042617765726b",
            "8498bf41212a8b87c9eeb408274c75b3558fd0530865b5a7932d4b3af812d85b3df27e6f33"
        }
    };

    @Test
    void agreesWithThePublishedVector() {
        NoiseInitiator initiator = initiator();
        NoiseResponder responder = responder(PROLOGUE);

        byte[] first = initiator.writeMessage(PAYLOAD_1);
        assertEquals(MESSAGE_1, HEX.formatHex(first));
        assertArrayEquals(PAYLOAD_1, responder.readMessage(first));
        assertArrayEquals(initiator.bindingHash(), responder.bindingHash());

        byte[] second = responder.writeMessage(PAYLOAD_2);
        assertEquals(MESSAGE_2, HEX.formatHex(second));
        assertArrayEquals(PAYLOAD_2, initiator.readMessage(second));

        assertEquals(HANDSHAKE_HASH, HEX.formatHex(initiator.handshakeHash()));
        assertEquals(HANDSHAKE_HASH, HEX.formatHex(responder.handshakeHash()));
        assertArrayEquals(initiator.keys().clientToBroker(), responder.keys().clientToBroker());
        assertArrayEquals(initiator.keys().brokerToClient(), responder.keys().brokerToClient());
        assertTransport(initiator.keys());
    }

    private static void assertTransport(SessionKeys keys) {
        Aead toBroker = new Aead(keys.clientToBroker());
        Aead toClient = new Aead(keys.brokerToClient());
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        for (int i = 0; i < TRANSPORT.length; i++) {
            byte[] payload = HEX.parseHex(TRANSPORT[i][0]);
            byte[] sealed = new byte[payload.length + Aead.TAG_BYTES];
            Aead.counterNonce(nonce, i / 2);
            (i % 2 == 0 ? toBroker : toClient).seal(nonce, new byte[0], 0, payload, 0, payload.length, sealed, 0);
            assertEquals(TRANSPORT[i][1], HEX.formatHex(sealed), "message " + i);
        }
    }

    @Test
    void anotherPrologueDoesNotAuthenticate() {
        byte[] first = initiator().writeMessage(PAYLOAD_1);
        assertNull(responder("John Galt!".getBytes(StandardCharsets.US_ASCII)).readMessage(first));
    }

    @Test
    void anotherStaticKeyDoesNotAuthenticate() {
        byte[] otherPrivate = Hkdf.derive(STATIC_PRIVATE, "other", 32);
        NoiseResponder other =
                new NoiseResponder(PROLOGUE, otherPrivate, X25519.publicKey(otherPrivate), RESPONDER_EPHEMERAL);
        assertNull(other.readMessage(initiator().writeMessage(PAYLOAD_1)));
    }

    /** The public key is in every RETRY: who shows it has to have the private one, too. */
    @Test
    void whoHasNoMoreThanThePublicKeyReadsNothing() {
        byte[] otherPrivate = Hkdf.derive(STATIC_PRIVATE, "other", 32);
        NoiseResponder other = new NoiseResponder(PROLOGUE, otherPrivate, STATIC_PUBLIC, RESPONDER_EPHEMERAL);
        assertNull(other.readMessage(initiator().writeMessage(PAYLOAD_1)));
    }

    @Test
    void aChangedByteAnywhereDoesNotAuthenticate() {
        byte[] first = initiator().writeMessage(PAYLOAD_1);
        for (int i = 0; i < first.length; i++) {
            byte[] changed = first.clone();
            changed[i] ^= 1;
            assertNull(responder(PROLOGUE).readMessage(changed), "first message, byte " + i);
        }
        NoiseResponder responder = responder(PROLOGUE);
        responder.readMessage(first);
        byte[] second = responder.writeMessage(PAYLOAD_2);
        for (int i = 0; i < second.length; i++) {
            byte[] changed = second.clone();
            changed[i] ^= 1;
            NoiseInitiator initiator = initiator();
            initiator.writeMessage(PAYLOAD_1);
            assertNull(initiator.readMessage(changed), "second message, byte " + i);
        }
    }

    @Test
    void messagesThatAreTooShortOrShareNothingAreNone() {
        byte[] first = initiator().writeMessage(PAYLOAD_1);
        assertNull(responder(PROLOGUE).readMessage(new byte[0]));
        assertNull(responder(PROLOGUE).readMessage(Arrays.copyOf(first, 47)));
        byte[] lowOrder = first.clone();
        Arrays.fill(lowOrder, 0, 32, (byte) 0);
        assertNull(responder(PROLOGUE).readMessage(lowOrder));
    }

    @Test
    void aBrokerKeyThatSharesNothingLeadsNowhere() {
        byte[] lowOrder = new byte[32];
        NoiseInitiator initiator = new NoiseInitiator(PROLOGUE, lowOrder, INITIATOR_EPHEMERAL);
        byte[] first = initiator.writeMessage(PAYLOAD_1);
        assertFalse(HEX.formatHex(first).contains(HEX.formatHex(PAYLOAD_1)));
        assertNull(initiator.readMessage(HEX.parseHex(MESSAGE_2)));
    }

    /** Forward secrecy by the two ephemeral keys; what is said with the first message is under the static key alone. */
    @Test
    void whoGetsTheStaticKeyLaterReadsTheFirstPayloadOfARecordingAndNothingAfterIt() {
        NoiseInitiator initiator = initiator();
        NoiseResponder responder = responder(PROLOGUE);
        byte[] first = initiator.writeMessage(PAYLOAD_1);
        responder.readMessage(first);
        byte[] second = responder.writeMessage(PAYLOAD_2);
        initiator.readMessage(second);

        byte[] guess = Hkdf.derive(STATIC_PRIVATE, "guess", 32);
        NoiseResponder thief = new NoiseResponder(PROLOGUE, STATIC_PRIVATE, STATIC_PUBLIC, guess);
        assertArrayEquals(PAYLOAD_1, thief.readMessage(first));
        byte[] same = thief.writeMessage(PAYLOAD_2);
        int ephemeral = X25519.KEY_BYTES;
        assertFalse(
                Arrays.equals(second, ephemeral, second.length, same, ephemeral, same.length),
                "the second payload is under a key that the static one gives");
        assertFalse(
                Arrays.equals(initiator.keys().brokerToClient(), thief.keys().brokerToClient()));
        assertFalse(
                Arrays.equals(initiator.keys().clientToBroker(), thief.keys().clientToBroker()));
    }

    @Test
    void junkIsNeverAMessage() {
        long seed = 99;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] junk = new byte[random.nextInt(200)];
            random.nextBytes(junk);
            assertNull(responder(PROLOGUE).readMessage(junk), "seed " + seed);
        }
    }

    private static NoiseInitiator initiator() {
        return new NoiseInitiator(PROLOGUE, STATIC_PUBLIC, INITIATOR_EPHEMERAL);
    }

    private static NoiseResponder responder(byte[] prologue) {
        return new NoiseResponder(prologue, STATIC_PRIVATE, STATIC_PUBLIC, RESPONDER_EPHEMERAL);
    }
}
