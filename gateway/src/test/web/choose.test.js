import assert from "node:assert/strict";
import { test } from "node:test";
import { abilities, choosePath, codecName, mp4Type } from "../../main/web/player/choose.js";

const H264 = { codec: "avc1.42c01f" };
const HEVC = { codec: "hev1.1.6.L93.B0" };
const ALL = { webcodecs: true, decoder: true, mse: true };

test("WebCodecs is taken where the browser has it for the codec", () => {
  assert.deepEqual(choosePath(H264, ALL, null), { path: "webcodecs" });
});

test("MediaSource is taken where WebCodecs is missing or does not take the codec", () => {
  assert.deepEqual(choosePath(H264, { webcodecs: false, decoder: false, mse: true }, null), { path: "mse" });
  assert.deepEqual(choosePath(HEVC, { webcodecs: true, decoder: false, mse: true }, null), { path: "mse" });
});

test("JPEG needs neither, whatever the address asks for", () => {
  assert.deepEqual(choosePath({ codec: "mjpeg" }, { webcodecs: false, decoder: false, mse: false }, "mse"), { path: "jpeg" });
});

test("the address forces a way, and is told when that does not work", () => {
  assert.deepEqual(choosePath(H264, ALL, "mse"), { path: "mse" });
  assert.deepEqual(choosePath(H264, ALL, "webcodecs"), { path: "webcodecs" });
  assert.match(choosePath(H264, { ...ALL, mse: false }, "mse").reason, /path=mse/);
  assert.match(choosePath(H264, { ...ALL, decoder: false }, "webcodecs").reason, /path=webcodecs/);
});

test("what the browser cannot is said with the codec's name and what to do", () => {
  const { reason } = choosePath(HEVC, { webcodecs: true, decoder: false, mse: false }, null);
  assert.match(reason, /H\.265 \(HEVC\)/);
  assert.match(reason, /framecast subscriber/);
  assert.match(choosePath({ codec: "vp8" }, { webcodecs: false, decoder: false, mse: false }, null).reason, /VP8 only over https/);
});

test("fMP4 has types for what is written into it", () => {
  assert.equal(mp4Type(H264), 'video/mp4; codecs="avc1.42c01f"');
  assert.equal(mp4Type({ codec: "vp09.00.10.08" }), 'video/mp4; codecs="vp09.00.10.08"');
  assert.equal(mp4Type({ codec: "opus" }), 'audio/mp4; codecs="opus"');
  assert.equal(mp4Type({ codec: "mp4a.40.2" }), 'audio/mp4; codecs="mp4a.40.2"');
  assert.equal(mp4Type(HEVC), null);
  assert.equal(mp4Type({ codec: "vp8" }), null);
  assert.equal(mp4Type({ codec: "mp3" }), null);
});

test("a browser without either can nothing, and says so", async () => {
  assert.deepEqual(await abilities(H264), { webcodecs: false, decoder: false, mse: false });
});

test("codecs have names that people know", () => {
  assert.deepEqual(["avc1.4d401e", "vp09.00.10.08", "mp4a.40.2", "pcm-s16"].map(codecName), ["H.264", "VP9", "AAC", "pcm-s16"]);
});
