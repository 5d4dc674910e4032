package io.framecast.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** Diffie–Hellman on Curve25519 (RFC 7748), keys as 32 little-endian bytes. */
public final class X25519 {

    public static final int KEY_BYTES = 32;

    private static final byte[] BASE_POINT = basePoint();

    private X25519() {}

    /** @param privateKey any 32 random bytes */
    public static byte[] publicKey(byte[] privateKey) {
        byte[] key = agree(privateKey, BASE_POINT);
        if (key == null) {
            throw new IllegalStateException("a clamped scalar times the base point is never zero");
        }
        return key;
    }

    /** The shared secret, or null where the public key has a low order and so shares nothing. */
    public static byte @Nullable [] agree(byte[] privateKey, byte[] publicKey) {
        if (privateKey.length != KEY_BYTES || publicKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("X25519 keys have 32 bytes");
        }
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
            PublicKey other = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u(publicKey)));
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X25519", e);
        }
    }

    /** RFC 7748 §5: little-endian, the top bit ignored. */
    private static BigInteger u(byte[] key) {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = key[KEY_BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }

    private static byte[] basePoint() {
        byte[] nine = new byte[KEY_BYTES];
        nine[0] = 9;
        return nine;
    }
}
