// H.264 byte streams (ITU-T H.264, Annex B) to what MP4 holds: parameter sets apart, NAL units behind their lengths.

const SPS = 7;
const PPS = 8;
const DELIMITER = 9;

/** The NAL units between the start codes, as views. */
export function nalUnits(bytes) {
  const units = [];
  let start = -1;
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (bytes[i + 2] > 1) {
      i += 2;
    } else if (bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1) {
      if (start >= 0) {
        units.push(trimmed(bytes, start, i));
      }
      start = i + 3;
      i += 2;
    }
  }
  if (start >= 0) {
    units.push(trimmed(bytes, start, bytes.length));
  }
  return units;
}

/** Zeros before the next start code belong to neither. */
function trimmed(bytes, from, to) {
  let end = to;
  while (end > from && bytes[end - 1] === 0) {
    end--;
  }
  return bytes.subarray(from, end);
}

/**
 * @param {Uint8Array} accessUnit
 * @returns {{sps: Uint8Array[], pps: Uint8Array[], sample: Uint8Array}} sample: the other units, each behind its length in 4 bytes
 */
export function splitAccessUnit(accessUnit) {
  const sps = [];
  const pps = [];
  const others = [];
  let bytes = 0;
  for (const unit of nalUnits(accessUnit)) {
    const type = unit[0] & 31;
    if (type === SPS) {
      sps.push(unit);
    } else if (type === PPS) {
      pps.push(unit);
    } else if (type !== DELIMITER && unit.length > 0) {
      others.push(unit);
      bytes += 4 + unit.length;
    }
  }
  const sample = new Uint8Array(bytes);
  const view = new DataView(sample.buffer);
  let at = 0;
  for (const unit of others) {
    view.setUint32(at, unit.length);
    sample.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return { sps, pps, sample };
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) with lengths of 4 bytes. */
export function avcConfiguration(sps, pps) {
  const out = [1, sps[0][1], sps[0][2], sps[0][3], 0xff, 0xe0 | sps.length];
  for (const each of sps) {
    out.push(each.length >> 8, each.length & 0xff, ...each);
  }
  out.push(pps.length);
  for (const each of pps) {
    out.push(each.length >> 8, each.length & 0xff, ...each);
  }
  if ([100, 110, 122, 144].includes(sps[0][1])) {
    // High profiles say their format again; ours, like nearly all, is 4:2:0 of 8 bits.
    out.push(0xfd, 0xf8, 0xf8, 0);
  }
  return Uint8Array.from(out);
}
