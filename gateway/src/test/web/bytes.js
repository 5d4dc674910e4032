// What the tests make messages and read boxes with.

/** A message of the gateway, header as in docs/GATEWAY.md. */
export function message({ kind = 1, track = 1, flags = 0, temporal = 0, number = 0, capture = 0, sent = 0, incarnation = 0, age = 0, payload = [] }) {
  const bytes = new Uint8Array(32 + payload.length);
  const view = new DataView(bytes.buffer);
  bytes.set([kind, track, flags, temporal]);
  view.setUint32(4, number);
  view.setBigUint64(8, BigInt(capture));
  view.setBigUint64(16, BigInt(sent));
  view.setUint32(24, incarnation);
  view.setUint32(28, age);
  bytes.set(payload, 32);
  return bytes.buffer;
}

const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf"]);

/** Boxes as {type, body, boxes}; every length must fit exactly. */
export function parseBoxes(bytes) {
  const boxes = [];
  let at = 0;
  while (at < bytes.length) {
    const size = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (size < 8 || at + size > bytes.length) {
      throw new Error(`box ${type} of ${size} bytes at ${at} of ${bytes.length}`);
    }
    const body = bytes.subarray(at + 8, at + size);
    boxes.push({ type, at, body, boxes: CONTAINERS.has(type) ? parseBoxes(body) : [] });
    at += size;
  }
  return boxes;
}

/** The first box at a path such as "moof/traf/tfdt". */
export function find(boxes, path) {
  return path.split("/").reduce((found, type) => found?.boxes.find((each) => each.type === type), { boxes });
}

export function view(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
