package io.framecast.gateway.thumbnail;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.PictureScaler;
import io.framecast.subscriber.media.VideoDecoder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Key frames to JPEGs, at most {@value #WIDTH} pixels wide. Owned by one thread. */
final class ThumbnailMaker implements AutoCloseable {

    static final int WIDTH = 320;

    /** A JPEG that is not larger is a thumbnail as it is. */
    static final int SMALL_BYTES = 64 << 10;

    private static final int MOST_HEIGHT = 1024;

    private final PictureScaler scaler = new PictureScaler();

    static {
        // It would write into the temporary folder.
        ImageIO.setUseCache(false);
    }

    /** Whether it can decode this codec's pictures. */
    static boolean canShow(String codec) {
        return Codec.of(codec).filter(Codec::isVideo).isPresent();
    }

    /** Null where the frame, which comes from elsewhere, is damaged. */
    byte @Nullable [] make(Track track, Frame key) {
        if (key.payload().length <= SMALL_BYTES && Codec.of(track).equals(java.util.Optional.of(Codec.MJPEG))) {
            return key.payload();
        }
        List<Picture> pictures = new ArrayList<>();
        try (VideoDecoder decoder = new VideoDecoder(track)) {
            decoder.decode(key.payload(), key.captureMicros(), pictures::add);
            decoder.flush(pictures::add);
            return pictures.isEmpty() ? null : scaled(pictures.getFirst());
        } catch (RunException | IOException e) {
            return null;
        } finally {
            pictures.forEach(Picture::close);
        }
    }

    private byte @Nullable [] scaled(Picture picture) throws IOException {
        int width = Math.min(WIDTH, picture.width());
        int height = Math.clamp(Math.round(width / picture.aspect()), 1, MOST_HEIGHT);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        if (!scaler.scale(picture, width, height, pixels)) {
            return null;
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(16 << 10);
        return ImageIO.write(image, "jpg", jpeg) ? jpeg.toByteArray() : null;
    }

    @Override
    public void close() {
        scaler.close();
    }
}
