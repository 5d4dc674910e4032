package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_free_list_devices;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_list_input_sources;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_INFO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import io.framecast.client.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's devices. Unlike the rest they need libraries of the system, so nothing else touches them. */
public final class DeviceLibrary {
    private static final List<String> LOG = new ArrayList<>();

    // The native side holds no reference that the garbage collector sees; once set it stays for the life of the
    // process.
    private static final LogCallback COLLECTOR = new Collector();

    private DeviceLibrary() {}

    /** Loads it; idempotent. */
    public static void load() throws RunException {
        Libav.quiet();
        try {
            Loader.load(org.bytedeco.ffmpeg.global.avdevice.class);
            avdevice_register_all();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new RunException(missing(String.valueOf(e.getMessage())), e);
        }
    }

    /** @param message of the dynamic linker */
    static String missing(String message) {
        return "camera: and screen: need libraries that this system lacks ("
                + message.lines().findFirst().orElse("")
                + "); on Debian and Ubuntu: apt-get install libpulse0 libasound2 libxcb1 libxcb-shm0";
    }

    /** Opens a device. */
    public static Demuxer open(String format, String url, Map<String, String> options, String name)
            throws RunException {
        load();
        return Demuxer.device(format, url, options, name);
    }

    /** What the devices of an input format are called. */
    public static List<String> names(String format, boolean video) throws RunException {
        load();
        List<String> names = new ArrayList<>();
        try (AVDeviceInfoList list = new AVDeviceInfoList(null)) {
            int count =
                    avdevice_list_input_sources(av_find_input_format(format), (String) null, (AVDictionary) null, list);
            for (int i = 0; i < count; i++) {
                AVDeviceInfo device = list.devices(i);
                if (offers(device, video ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO)) {
                    names.add(device.device_description().getString());
                }
            }
            if (count > 0) {
                avdevice_free_list_devices(list);
            }
        }
        return names;
    }

    private static boolean offers(AVDeviceInfo device, int mediaType) {
        for (int i = 0; i < device.nb_media_types(); i++) {
            if (device.media_types().get(i) == mediaType) {
                return true;
            }
        }
        return false;
    }

    /** Where a format can list its devices only in the log: the lines of that. */
    public static List<String> logOfListing(String format) throws RunException {
        load();
        synchronized (LOG) {
            LOG.clear();
            setLogCallback(COLLECTOR);
            av_log_set_level(AV_LOG_INFO);
            AVFormatContext context = avformat_alloc_context();
            AVDictionary options = Libav.dictionary(Map.of("list_devices", "true"));
            // Listing ends with an error on purpose, which frees the context.
            if (avformat_open_input(context, "", av_find_input_format(format), options) >= 0) {
                avformat_close_input(context);
            }
            av_dict_free(options);
            av_log_set_level(AV_LOG_QUIET);
            return List.copyOf(LOG);
        }
    }

    private static final class Collector extends LogCallback {
        @Override
        public void call(int level, BytePointer message) {
            synchronized (LOG) {
                LOG.add(message.getString());
            }
        }
    }
}
