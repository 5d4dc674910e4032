// What sound looks like in a frame: packets, or pieces of a folder that are files of their own.

/** Bytes of base64; none where it is not valid. */
export function base64Bytes(text) {
  try {
    return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

/** Whether the frame is a file of its own (.mp3, .wav, .opus, .aac) rather than a packet. */
export function isPiece(codec, bytes) {
  const mark = String.fromCharCode(...bytes.subarray(0, 4));
  if (mark === "OggS" || mark === "RIFF" || mark.startsWith("ID3")) {
    return true;
  }
  if (codec === "mp3" || codec === "mp4a.6b" || codec === "mp4a.69") {
    return bytes.length > mp3FrameBytes(bytes);
  }
  // ADTS: its sync word cannot begin a raw AAC frame that we send.
  return codec.startsWith("mp4a") && bytes[0] === 0xff && (bytes[1] & 0xf6) === 0xf0;
}

/** Length of the MPEG audio frame that the bytes begin with (ISO/IEC 11172-3, 2.4.2.3); Infinity where they begin with none. */
export function mp3FrameBytes(bytes) {
  const version = (bytes[1] >> 3) & 3;
  const bitrateIndex = bytes[2] >> 4;
  const rateIndex = (bytes[2] >> 2) & 3;
  const layer3 = bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2;
  if (!layer3 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3 || version === 1) {
    return Infinity;
  }
  const full = version === 3;
  const kilobits = full
    ? [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    : [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  const rate = [44_100, 48_000, 32_000][rateIndex] >> (full ? 0 : version === 2 ? 1 : 2);
  return Math.floor(((full ? 144 : 72) * kilobits[bitrateIndex] * 1000) / rate) + ((bytes[2] >> 1) & 1);
}

/** Microseconds of sound in an Opus packet (RFC 6716, 3.1). */
export function opusMicros(packet) {
  const config = packet[0] >> 3;
  let each = 2_500 << (config & 3);
  if (config < 12) {
    each = [10_000, 20_000, 40_000, 60_000][config & 3];
  } else if (config < 16) {
    each = (config & 1) === 0 ? 10_000 : 20_000;
  }
  const code = packet[0] & 3;
  return each * (code === 0 ? 1 : code < 3 ? 2 : packet.length > 1 ? packet[1] & 0x3f : 1);
}

/** An identification header (RFC 7845, 5.1): the stream's own, or one that says stereo or mono without a pre-skip. */
export function opusDescription(init, channels) {
  if (init.length >= 19 && String.fromCharCode(...init.subarray(0, 8)) === "OpusHead") {
    return init;
  }
  const head = new Uint8Array(19);
  head.set([..."OpusHead"].map((each) => each.charCodeAt(0)));
  head[8] = 1;
  head[9] = channels;
  new DataView(head.buffer).setUint32(12, 48_000, true);
  return head;
}
