// Binary messages of the gateway: one encoded frame each, big-endian, 32 bytes of header (docs/GATEWAY.md).

const HEADER_BYTES = 32;
const KIND_OPEN = 1;
const KIND_SEALED = 2;
const UNKNOWN_AGE = 0xffffffff;

/**
 * @typedef {object} Frame
 * @property {boolean} sealed the payload is to be opened first, and may be the catalog: track 0
 * @property {number} track id of the catalog's track
 * @property {boolean} key decodable without earlier frames
 * @property {boolean} discardable no other frame refers to it
 * @property {boolean} cached part of the join: it was captured before this viewer came
 * @property {number} temporal temporal id
 * @property {number} number u32, +1 for each frame of the track in decode order
 * @property {number} captureMicros capture time on the gateway's epoch clock
 * @property {number} sentMicros when the gateway wrote it, same clock
 * @property {number} incarnation of the stream, u32
 * @property {number|null} gatewayAgeMicros age when it reached the gateway; null where that is unknown
 * @property {Uint8Array} payload encoded bytes, a view of the message
 */

/**
 * @param {ArrayBuffer} message
 * @returns {Frame|null} null for kinds of message that this page does not know, and for what is too short
 */
export function readFrame(message) {
  if (message.byteLength < HEADER_BYTES) {
    return null;
  }
  const view = new DataView(message);
  const kind = view.getUint8(0);
  if (kind !== KIND_OPEN && kind !== KIND_SEALED) {
    return null;
  }
  const flags = view.getUint8(2);
  const age = view.getUint32(28);
  return {
    sealed: kind === KIND_SEALED,
    track: view.getUint8(1),
    key: (flags & 1) !== 0,
    discardable: (flags & 2) !== 0,
    cached: (flags & 4) !== 0,
    temporal: view.getUint8(3),
    number: view.getUint32(4),
    captureMicros: Number(view.getBigUint64(8)),
    sentMicros: Number(view.getBigUint64(16)),
    incarnation: view.getUint32(24),
    gatewayAgeMicros: age === UNKNOWN_AGE ? null : age,
    payload: new Uint8Array(message, HEADER_BYTES),
  };
}
