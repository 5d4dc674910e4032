package io.framecast.producer.bitstream;

/**
 * Width and height as a JPEG, PNG or WebP header says, 0 x 0 where it cannot be read.
 *
 * @param width pixels
 * @param height pixels
 */
public record ImageSize(int width, int height) {
    public static final ImageSize UNKNOWN = new ImageSize(0, 0);

    /** @param head the first bytes of a picture, or all of it */
    public static ImageSize of(byte[] head) {
        if (starts(head, 0, 0xff, 0xd8)) {
            return jpeg(head);
        }
        if (starts(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n') && head.length >= 24) {
            return png(head);
        }
        if (starts(head, 0, 'R', 'I', 'F', 'F') && starts(head, 8, 'W', 'E', 'B', 'P') && head.length >= 30) {
            return webp(head);
        }
        return UNKNOWN;
    }

    /** The first start-of-frame segment (ITU-T T.81 B.2.2); C4, C8 and CC are other things. */
    private static ImageSize jpeg(byte[] head) {
        int at = 2;
        while (at + 9 <= head.length && (head[at] & 0xff) == 0xff) {
            int marker = head[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return new ImageSize(big(head, at + 7, 2), big(head, at + 5, 2));
            }
            boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
            at += alone ? 2 : 2 + big(head, at + 2, 2);
        }
        return UNKNOWN;
    }

    /** PNG specification 11.2.1: neither has its top bit set. */
    private static ImageSize png(byte[] head) {
        int width = big(head, 16, 4);
        int height = big(head, 20, 4);
        return width < 0 || height < 0 ? UNKNOWN : new ImageSize(width, height);
    }

    /** RFC 9649: extended, lossless, lossy. */
    private static ImageSize webp(byte[] head) {
        if (starts(head, 12, 'V', 'P', '8', 'X')) {
            return new ImageSize(1 + little(head, 24, 3), 1 + little(head, 27, 3));
        }
        if (starts(head, 12, 'V', 'P', '8', 'L')) {
            int bits = little(head, 21, 4);
            return new ImageSize(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
        }
        if (starts(head, 12, 'V', 'P', '8', ' ')) {
            return new ImageSize(little(head, 26, 2) & 0x3fff, little(head, 28, 2) & 0x3fff);
        }
        return UNKNOWN;
    }

    private static boolean starts(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int big(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static int little(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
