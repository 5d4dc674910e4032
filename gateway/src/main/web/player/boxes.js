// Boxes of ISO/IEC 14496-12 as bytes.

const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/** Bytes of 4 characters, or of ASCII text. */
export function ascii(text) {
  return [...text].map((each) => each.charCodeAt(0));
}

export function u16(value) {
  return [(value >> 8) & 0xff, value & 0xff];
}

export function u32(value) {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** A safe integer as u64. */
export function u64(value) {
  return [...u32(Math.floor(value / 2 ** 32)), ...u32(value >>> 0)];
}

/** A box of these parts, each an array of bytes or a Uint8Array. */
export function box(type, ...parts) {
  const bytes = parts.reduce((sum, each) => sum + each.length, 8);
  const out = new Uint8Array(bytes);
  out.set(u32(bytes));
  out.set(ascii(type), 4);
  let at = 8;
  for (const each of parts) {
    out.set(each, at);
    at += each.length;
  }
  return out;
}

export function fullBox(type, version, flags, ...parts) {
  return box(type, [version, ...u32(flags).slice(1)], ...parts);
}

/**
 * ftyp and moov of a file with one track, all of whose samples are in fragments.
 *
 * @param {{video: boolean, timescale: number, width?: number, height?: number}} track
 * @param {Uint8Array} sampleEntry
 */
export function initSegment(track, sampleEntry) {
  const size = track.video ? [...u16(track.width), 0, 0, ...u16(track.height), 0, 0] : u64(0);
  const matrix = MATRIX.flatMap(u32);
  const times = [...u32(0), ...u32(0)];
  const none = u32(0);
  const tables = box(
    "stbl",
    fullBox("stsd", 0, 0, u32(1), sampleEntry),
    fullBox("stts", 0, 0, none),
    fullBox("stsc", 0, 0, none),
    fullBox("stsz", 0, 0, none, none),
    fullBox("stco", 0, 0, none),
  );
  const minf = box(
    "minf",
    track.video ? fullBox("vmhd", 0, 1, u64(0)) : fullBox("smhd", 0, 0, u32(0)),
    box("dinf", fullBox("dref", 0, 0, u32(1), fullBox("url ", 0, 1))),
    tables,
  );
  const mdia = box(
    "mdia",
    fullBox("mdhd", 0, 0, times, u32(track.timescale), u32(0), u16(0x55c4), u16(0)),
    fullBox("hdlr", 0, 0, u32(0), ascii(track.video ? "vide" : "soun"), u32(0), u64(0), [0]),
    minf,
  );
  const volume = track.video ? 0 : 0x0100;
  const tkhd = fullBox("tkhd", 0, 3, times, u32(1), u32(0), u32(0), u64(0), u32(0), u16(volume), u16(0), matrix, size);
  const mvhd = fullBox(
    "mvhd",
    0,
    0,
    times,
    u32(1000),
    u32(0),
    u32(0x10000),
    u16(0x0100),
    u16(0),
    u64(0),
    matrix,
    new Uint8Array(24),
    u32(2),
  );
  const trex = fullBox("trex", 0, 0, u32(1), u32(1), u32(0), u32(0), u32(0));
  return concatenated(
    box("ftyp", ascii("iso6"), u32(1), ascii("iso6mp41")),
    box("moov", mvhd, box("trak", tkhd, mdia), box("mvex", trex)),
  );
}

/**
 * moof and mdat of one sample.
 *
 * @param {{key: boolean, time: number, offset: number, duration: number}} sample decode time, composition offset and duration in the track's timescale
 */
export function fragment(sequence, sample, bytes) {
  // Sample flags: depends on others or not, and whether it is no sync sample (8.8.3.1).
  const flags = sample.key ? 0x02000000 : 0x01010000;
  const mfhd = fullBox("mfhd", 0, 0, u32(sequence));
  const tfhd = fullBox("tfhd", 0, 0x020000, u32(1));
  const tfdt = fullBox("tfdt", 1, 0, u64(sample.time));
  const run = (dataOffset) =>
    fullBox(
      "trun",
      1,
      0x000f01,
      u32(1),
      u32(dataOffset),
      u32(sample.duration),
      u32(bytes.length),
      u32(flags),
      u32(sample.offset),
    );
  const moof = (dataOffset) => box("moof", mfhd, box("traf", tfhd, tfdt, run(dataOffset)));
  return concatenated(moof(moof(0).length + 8), box("mdat", bytes));
}

export function concatenated(...parts) {
  const out = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) {
    out.set(each, at);
    at += each.length;
  }
  return out;
}
