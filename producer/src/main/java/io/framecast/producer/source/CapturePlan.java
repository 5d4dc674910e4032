package io.framecast.producer.source;

import java.util.List;
import java.util.Map;

/**
 * What to open to capture.
 *
 * @param attempts how to open the device, the best way first: cameras refuse formats and rates that they do not have
 * @param sound a device of its own for sound, or empty where there is none or where it comes with the picture
 * @param rateFps frames a second to encode for, unless the device says another rate
 */
record CapturePlan(List<Input> attempts, List<Input> sound, double rateFps) {

    /** What FFmpeg is told: the input format, the name of the device in its way of writing, options. */
    record Input(String format, String url, Map<String, String> options) {}
}
