// Frames to fragmented MP4, a moof for each, for MediaSource.

import { avcConfiguration, splitAccessUnit } from "./annexb.js";
import { box, fragment, fullBox, initSegment, u16, u32 } from "./boxes.js";
import { base64Bytes, opusDescription, opusMicros } from "./sound-format.js";

const VIDEO_TIMESCALE = 1_000_000;
const USUAL_MICROS = 33_333;

/** MediaSource takes a jump of decode times by more than twice the last duration for a hole, and wants a key frame after it. */
const LARGEST_STEP = 1.9;

/** Sound this near to the end of what came before follows it without a gap. Microseconds. */
const SEAMLESS_MICROS = 20_000;

/** Segments of a picture's track. Times count from originMicros, a capture time. */
export class VideoWriter {
  #track;
  #originMicros;
  #family;
  #configuration = "";
  #sequence = 0;
  #lastTime = null;
  #lastCapture = null;
  #interval;

  constructor(track, originMicros) {
    this.#track = track;
    this.#originMicros = originMicros;
    this.#family = track.codec.split(".")[0];
    this.#interval = track.framerate > 0 ? Math.round(1e6 / track.framerate) : USUAL_MICROS;
  }

  /** Segments to append for a frame, in decode order: an initialization segment where the configuration is new, then its fragment. */
  frame(frame) {
    const segments = [];
    let bytes = frame.payload;
    if (this.#family.startsWith("avc")) {
      const { sps, pps, sample } = splitAccessUnit(bytes);
      bytes = sample;
      if (sps.length > 0 && pps.length > 0) {
        this.#configure(box("avcC", avcConfiguration(sps, pps)), segments);
      }
    } else if (frame.key) {
      this.#configure(this.#family === "av01" ? av1Configuration(this.#track) : vp9Configuration(this.#track), segments);
    }
    if (this.#configuration === "") {
      return [];
    }
    if (this.#family === "av01" && bytes[0] === 0x12 && bytes[1] === 0) {
      bytes = bytes.subarray(2); // the temporal delimiter, which samples do not have (AV1-ISOBMFF, 2.4)
    }
    const presentation = frame.captureMicros - this.#originMicros;
    const time = this.#decodeTime(presentation, frame.key);
    const sample = { key: frame.key, time, offset: presentation - time, duration: this.#interval };
    segments.push(fragment(++this.#sequence, sample, bytes));
    return segments;
  }

  #configure(configuration, segments) {
    const text = configuration.join();
    if (text === this.#configuration) {
      return;
    }
    this.#configuration = text;
    const { width = 640, height = 360 } = this.#track;
    const types = { av01: "av01", vp09: "vp09" };
    const entry = box(
      types[this.#family] ?? "avc1",
      new Uint8Array(6),
      u16(1),
      new Uint8Array(16),
      u16(width),
      u16(height),
      u32(0x480000),
      u32(0x480000),
      u32(0),
      u16(1),
      new Uint8Array(32),
      u16(0x18),
      u16(0xffff),
      configuration,
    );
    segments.push(initSegment({ video: true, timescale: VIDEO_TIMESCALE, width, height }, entry));
  }

  /** Frames carry presentation times only; decode times are those, less what reordering needs, kept rising in steps MediaSource follows. */
  #decodeTime(presentation, key) {
    if (this.#lastCapture !== null) {
      const step = presentation - this.#lastCapture;
      if (step > 0 && step < 4 * this.#interval) {
        this.#interval = Math.max(1_000, Math.round(this.#interval + (step - this.#interval) / 8));
      }
    }
    this.#lastCapture = presentation;
    const wanted = Math.max(0, presentation - (this.#track.reorder ?? 0) * this.#interval);
    let time = wanted;
    if (this.#lastTime !== null) {
      const longest = key ? Infinity : this.#lastTime + Math.floor(LARGEST_STEP * this.#interval);
      time = Math.max(this.#lastTime + 1, Math.min(wanted, longest));
    }
    this.#lastTime = time;
    return time;
  }
}

/** Segments of a sound's track: Opus and AAC packets. */
export class AudioWriter {
  #track;
  #originMicros;
  #rate;
  #sequence = 0;
  #end = null;
  #begun = false;

  constructor(track, originMicros) {
    this.#track = track;
    this.#originMicros = originMicros;
    this.#rate = track.codec === "opus" ? 48_000 : track.samplerate || 48_000;
  }

  frame(frame) {
    const segments = [];
    if (!this.#begun) {
      this.#begun = true;
      segments.push(this.#init());
    }
    const opus = this.#track.codec === "opus";
    const duration = opus ? Math.round((opusMicros(frame.payload) * this.#rate) / 1e6) : 1024;
    let time = Math.round(((frame.captureMicros - this.#originMicros) * this.#rate) / 1e6);
    if (this.#end !== null && Math.abs(time - this.#end) < (SEAMLESS_MICROS * this.#rate) / 1e6) {
      time = this.#end;
    }
    if (time < 0) {
      return [];
    }
    this.#end = time + duration;
    segments.push(fragment(++this.#sequence, { key: true, time, offset: 0, duration }, frame.payload));
    return segments;
  }

  #init() {
    const channels = Number(this.#track.channelConfig) || 2;
    const data = base64Bytes(this.#track.initData ?? "");
    const opus = this.#track.codec === "opus";
    const entry = box(
      opus ? "Opus" : "mp4a",
      new Uint8Array(6),
      u16(1),
      new Uint8Array(8),
      u16(channels),
      u16(16),
      u32(0),
      u16(this.#rate),
      u16(0),
      opus ? opusConfiguration(opusDescription(data, channels)) : aacConfiguration(data),
    );
    return initSegment({ video: false, timescale: this.#rate }, entry);
  }
}

/** vpcC (VP Codec ISO Media File Format Binding, 2.2) out of vp09.PP.LL.DD; 4:2:0. */
function vp9Configuration(track) {
  const [, profile = 0, level = 10, depth = 8] = track.codec.split(".").map(Number);
  return fullBox("vpcC", 1, 0, [profile, level, (depth << 4) | (1 << 1), 2, 2, 2, 0, 0]);
}

/** av1C (AV1 Codec ISO Media File Format Binding, 2.3) out of av01.P.LLT.DD; 4:2:0. The sequence header is in each key frame. */
function av1Configuration(track) {
  const [, profile = "0", level = "04M", depth = "08"] = track.codec.split(".");
  const high = level.endsWith("H") ? 0x80 : 0;
  const bits = Number(depth) === 10 ? 0x40 : Number(depth) === 12 ? 0x60 : 0;
  return box("av1C", [0x81, (Number(profile) << 5) | parseInt(level, 10), high | bits | 0x0c, 0]);
}

/** dOps (Encapsulation of Opus in ISO Base Media File Format, 4.3.2) out of an identification header. */
function opusConfiguration(head) {
  const view = new DataView(head.buffer, head.byteOffset);
  return box(
    "dOps",
    [0, head[9]],
    u16(view.getUint16(10, true)),
    u32(view.getUint32(12, true)),
    u16(view.getUint16(16, true)),
    [0],
  );
}

/** esds (ISO/IEC 14496-1, 7.2.6) around an AudioSpecificConfig. */
function aacConfiguration(config) {
  const specific = [0x05, config.length, ...config];
  const decoder = [0x04, 13 + specific.length, 0x40, 0x15, 0, 0, 0, ...u32(0), ...u32(0), ...specific];
  const sync = [0x06, 1, 2];
  return fullBox("esds", 0, 0, [0x03, 3 + decoder.length + sync.length, ...u16(1), 0, ...decoder, ...sync]);
}
