// Which way a stream is played. Asks the browser, and decides.

/** @typedef {"webcodecs"|"mse"|"jpeg"} Path */

/** What a person would call the codec. */
export function codecName(codec) {
  const family = codec.split(".")[0];
  const names = {
    avc1: "H.264",
    avc3: "H.264",
    hev1: "H.265 (HEVC)",
    hvc1: "H.265 (HEVC)",
    vp8: "VP8",
    vp09: "VP9",
    vp9: "VP9",
    av01: "AV1",
    mjpeg: "JPEG",
    opus: "Opus",
    mp4a: "AAC",
    mp3: "MP3",
  };
  return names[family] ?? family;
}

/** The decoder's configuration for a track; H.264 and H.265 come as Annex B, which is what no description stands for. */
export function videoConfig(track) {
  return { codec: track.codec, optimizeForLatency: true };
}

/** The MIME type of our own fMP4 for a track; null for codecs that are not written into it. */
export function mp4Type(track) {
  const family = track.codec.split(".")[0];
  if (["avc1", "avc3", "vp09", "av01"].includes(family)) {
    return `video/mp4; codecs="${track.codec}"`;
  }
  if (["opus", "mp4a"].includes(family)) {
    return `audio/mp4; codecs="${track.codec}"`;
  }
  return null;
}

/**
 * @param {{codec: string}} track the picture's
 * @param {object} able what this browser can
 * @param {boolean} able.decoder VideoDecoder takes the codec
 * @param {boolean} able.webcodecs VideoDecoder exists
 * @param {boolean} able.mse MediaSource takes the codec
 * @param {string|null} forced path out of the address
 * @returns {{path: Path}|{reason: string}}
 */
export function choosePath(track, able, forced) {
  const name = codecName(track.codec);
  if (track.codec === "mjpeg") {
    return { path: "jpeg" };
  }
  if (able.decoder && forced !== "mse") {
    return { path: "webcodecs" };
  }
  if (able.mse && forced !== "webcodecs") {
    return { path: "mse" };
  }
  if (forced !== null) {
    return { reason: `This browser does not play ${name} by the way that the address asks for (path=${forced}).` };
  }
  if (!able.webcodecs) {
    return {
      reason: `This browser plays ${name} only over https or on the gateway's own machine. Start the gateway with --tls-cert, or open it there.`,
    };
  }
  return {
    reason: `This browser cannot play ${name}. Another browser may, and so does: framecast subscriber.`,
  };
}

/** Asks the browser what it can. */
export async function abilities(track) {
  const webcodecs = "VideoDecoder" in globalThis;
  const source = globalThis.ManagedMediaSource ?? globalThis.MediaSource;
  const type = mp4Type(track);
  return {
    webcodecs,
    decoder: webcodecs && (await isSupported(track)),
    mse: source !== undefined && type !== null && source.isTypeSupported(type),
  };
}

async function isSupported(track) {
  try {
    const { supported } = await VideoDecoder.isConfigSupported(videoConfig(track));
    return supported;
  } catch {
    return false;
  }
}
