import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { WebCodecsPictures } from "../../main/web/player/webcodecs.js";

let decoder;
let decoded;
let dropped;
let failed;
let pictures;

/** What the browser would decode with: remembers chunks, and puts out pictures when told. */
class Decoder {
  constructor(callbacks) {
    Object.assign(this, callbacks, { state: "unconfigured", decodeQueueSize: 0, chunks: [] });
    decoder = this;
  }

  configure() {
    this.state = "configured";
  }

  decode(chunk) {
    this.chunks.push(chunk);
  }

  close() {
    this.state = "closed";
  }
}

const frame = (n, more = {}) => ({ number: n, captureMicros: n * 1000, key: false, discardable: false, cached: false, payload: new Uint8Array(1), ...more });

beforeEach(() => {
  globalThis.VideoDecoder = Decoder;
  globalThis.EncodedVideoChunk = class {
    constructor(init) {
      Object.assign(this, init);
    }
  };
  [decoded, dropped, failed] = [[], [], []];
  pictures = new WebCodecsPictures(
    { codec: "avc1" },
    { decoded: (picture) => decoded.push(picture.frame.number), dropped: (reason) => dropped.push(reason), failed: (message) => failed.push(message) },
  );
});

test("it begins with a key frame", () => {
  pictures.frame(frame(1));
  pictures.frame(frame(2, { key: true }));
  pictures.frame(frame(3));
  assert.deepEqual([decoder.chunks.map((each) => each.timestamp), dropped], [[2000, 3000], ["before a key frame"]]);
});

test("a picture comes out with the frame that it was", () => {
  pictures.frame(frame(2, { key: true }));
  decoder.output({ timestamp: 2000 });
  assert.deepEqual(decoded, [2]);
});

test("frames of one capture time are told apart", () => {
  pictures.frame(frame(2, { key: true }));
  pictures.frame({ ...frame(3), captureMicros: 2000 });
  decoder.chunks.forEach(({ timestamp }) => decoder.output({ timestamp }));
  assert.deepEqual(decoded, [2, 3]);
});

test("a busy decoder is spared what nothing refers to", () => {
  pictures.frame(frame(1, { key: true }));
  decoder.decodeQueueSize = 9;
  pictures.frame(frame(2, { discardable: true }));
  pictures.frame(frame(3));
  assert.deepEqual([decoder.chunks.length, dropped], [2, ["decoder too slow"]]);
});

test("the cache of a join is decoded whole, however much it is", () => {
  pictures.frame(frame(1, { key: true, cached: true }));
  decoder.decodeQueueSize = 500;
  pictures.frame(frame(2, { cached: true, discardable: true }));
  assert.deepEqual([decoder.chunks.length, dropped], [2, []]);
});

test("a decoder without hope goes on at the next key frame", (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  pictures.frame(frame(1, { key: true }));
  decoder.decodeQueueSize = 9;
  now = 1_600;
  pictures.frame(frame(2));
  decoder.decodeQueueSize = 0;
  pictures.frame(frame(3));
  pictures.frame(frame(4, { key: true }));
  assert.deepEqual([decoder.chunks.map((each) => each.timestamp), dropped], [[1000, 4000], ["decoder too slow", "before a key frame"]]);
});

test("after an error another decoder begins with a key frame", () => {
  pictures.frame(frame(1, { key: true }));
  const first = decoder;
  first.error(new Error("broken"));
  pictures.frame(frame(2));
  pictures.frame(frame(3, { key: true }));
  assert.deepEqual([failed, dropped, decoder !== first, decoder.chunks.length], [["broken"], ["before a key frame"], true, 1]);
});

test("pictures of a decoder that was closed are let go", () => {
  pictures.frame(frame(1, { key: true }));
  const first = decoder;
  pictures.restart();
  let open = true;
  first.output({ timestamp: 1000, close: () => (open = false) });
  assert.deepEqual([decoded, open], [[], false]);
});
