import assert from "node:assert/strict";
import { test } from "node:test";
import { AudioWriter, VideoWriter } from "../../main/web/player/fmp4.js";
import { find, parseBoxes, view } from "./bytes.js";

const ORIGIN = 1_795_000_000_000_000;
const SPS = [0x67, 0x42, 0xc0, 0x1e, 0xda];
const PPS = [0x68, 0xce, 0x3c];
const KEY = Uint8Array.from([0, 0, 0, 1, ...SPS, 0, 0, 0, 1, ...PPS, 0, 0, 0, 1, 0x65, 1, 2, 3]);
const DELTA = Uint8Array.from([0, 0, 0, 1, 0x41, 4, 5]);
const TRACK = { codec: "avc1.42c01e", width: 640, height: 360, framerate: 25 };

function h264(micros, key = false) {
  return { captureMicros: ORIGIN + micros, key, payload: key ? KEY : DELTA };
}

function sampleOf(segment) {
  const boxes = parseBoxes(segment);
  const trun = view(find(boxes, "moof/traf/trun").body);
  const tfdt = view(find(boxes, "moof/traf/tfdt").body);
  const moof = boxes.find((each) => each.type === "moof");
  const mdat = boxes.find((each) => each.type === "mdat");
  return {
    sequence: view(find(boxes, "moof/mfhd").body).getUint32(4),
    time: Number(tfdt.getBigUint64(4)),
    dataAt: trun.getUint32(8) - (mdat.at + 8 - moof.at),
    duration: trun.getUint32(12),
    size: trun.getUint32(16),
    flags: trun.getUint32(20),
    offset: trun.getInt32(24),
    bytes: [...mdat.body],
  };
}

test("the first key frame brings an initialization segment that describes the picture", () => {
  const [init, fragment] = new VideoWriter(TRACK, ORIGIN).frame(h264(0, true));
  const boxes = parseBoxes(init);
  assert.deepEqual(
    boxes.map((each) => each.type),
    ["ftyp", "moov"],
  );
  const stsd = find(boxes, "moov/trak/mdia/minf/stbl/stsd").body;
  const [entry] = parseBoxes(stsd.subarray(8));
  assert.equal(entry.type, "avc1");
  assert.deepEqual([view(entry.body).getUint16(24), view(entry.body).getUint16(26)], [640, 360]);
  const [avcC] = parseBoxes(entry.body.subarray(78));
  assert.deepEqual([avcC.type, ...avcC.body.subarray(0, 4)], ["avcC", 1, 0x42, 0xc0, 0x1e]);
  assert.equal(view(find(boxes, "moov/trak/mdia/mdhd").body).getUint32(12), 1_000_000);
  const handler = find(boxes, "moov/trak/mdia/hdlr").body;
  assert.equal(String.fromCharCode(...handler.subarray(8, 12)), "vide");
  assert.deepEqual([find(boxes, "moov/mvhd").body.length, find(boxes, "moov/trak/tkhd").body.length], [100, 84]);
  assert.deepEqual(sampleOf(fragment).bytes, [0, 0, 0, 4, 0x65, 1, 2, 3]);
});

test("a fragment points at its bytes and says whether they are a key frame", () => {
  const writer = new VideoWriter(TRACK, ORIGIN);
  const key = sampleOf(writer.frame(h264(1_000_000, true))[1]);
  assert.deepEqual([key.dataAt, key.size, key.time, key.offset, key.duration, key.flags], [0, 8, 1_000_000, 0, 40_000, 0x02000000]);
  const [delta] = writer.frame(h264(1_040_000)).map(sampleOf);
  assert.deepEqual([delta.sequence, delta.time, delta.flags, delta.size], [2, 1_040_000, 0x01010000, 7]);
});

test("the description comes again only when the parameter sets change", () => {
  const writer = new VideoWriter(TRACK, ORIGIN);
  assert.equal(writer.frame(h264(0, true)).length, 2);
  assert.equal(writer.frame(h264(40_000, true)).length, 1);
  const other = { ...h264(80_000, true), payload: Uint8Array.from([0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 0, 0, 1, ...PPS, 0, 0, 1, 0x65, 1]) };
  assert.equal(writer.frame(other).length, 2);
});

test("frames before the first description are left out", () => {
  assert.deepEqual(new VideoWriter(TRACK, ORIGIN).frame(h264(0)), []);
});

test("with frames in decode order decode times rise and presentation times stay what they are", () => {
  const writer = new VideoWriter({ ...TRACK, reorder: 2 }, ORIGIN);
  const shown = [200, 360, 280, 240, 320, 520, 440, 400, 480].map((millis) => millis * 1000);
  const samples = shown.map((micros, i) => sampleOf(writer.frame(h264(micros, i === 0)).at(-1)));
  samples.forEach(({ time, offset }, i) => {
    assert.equal(time + offset, shown[i], `frame ${i}`);
    assert.ok(i === 0 || time > samples[i - 1].time, `frame ${i}: ${time} after ${samples[i - 1]?.time}`);
  });
});

test("after a gap decode times go on in steps that MediaSource takes for no hole", () => {
  const writer = new VideoWriter(TRACK, ORIGIN);
  const times = [0, 40, 80, 400, 440, 480].map((millis, i) => {
    const { time, offset, duration } = sampleOf(writer.frame(h264(millis * 1000, i === 0)).at(-1));
    assert.equal(time + offset, millis * 1000);
    return { time, duration };
  });
  times.slice(1).forEach(({ time }, i) => assert.ok(time - times[i].time <= 2 * times[i].duration, `step ${i}`));
});

test("a key frame after a gap is at its own time", () => {
  const writer = new VideoWriter(TRACK, ORIGIN);
  writer.frame(h264(0, true));
  assert.equal(sampleOf(writer.frame(h264(900_000, true)).at(-1)).time, 900_000);
});

test("VP9 and AV1 are described by their codec strings, and AV1 samples have no temporal delimiter", () => {
  const frame = { captureMicros: ORIGIN, key: true, payload: Uint8Array.from([0x12, 0, 0x0a, 1, 7]) };
  const [vp9] = new VideoWriter({ ...TRACK, codec: "vp09.00.21.08" }, ORIGIN).frame(frame);
  const [entry] = parseBoxes(find(parseBoxes(vp9), "moov/trak/mdia/minf/stbl/stsd").body.subarray(8));
  assert.equal(entry.type, "vp09");
  assert.deepEqual([...parseBoxes(entry.body.subarray(78))[0].body.subarray(4, 7)], [0, 21, 0x82]);
  const [av1, sample] = new VideoWriter({ ...TRACK, codec: "av01.0.05M.10" }, ORIGIN).frame(frame);
  const [av01] = parseBoxes(find(parseBoxes(av1), "moov/trak/mdia/minf/stbl/stsd").body.subarray(8));
  assert.deepEqual([av01.type, ...parseBoxes(av01.body.subarray(78))[0].body], ["av01", 0x81, 5, 0x4c, 0]);
  assert.deepEqual(sampleOf(sample).bytes, [0x0a, 1, 7]);
});

test("AAC follows without gaps as long as its capture times are near", () => {
  const track = { codec: "mp4a.40.2", samplerate: 48_000, channelConfig: "2", initData: "EZA=" };
  const writer = new AudioWriter(track, ORIGIN);
  const at = (micros) => ({ captureMicros: ORIGIN + micros, key: true, payload: Uint8Array.from([1, 2]) });
  const [init, first] = writer.frame(at(500_000));
  const [entry] = parseBoxes(find(parseBoxes(init), "moov/trak/mdia/minf/stbl/stsd").body.subarray(8));
  assert.deepEqual([entry.type, view(entry.body).getUint16(16), view(entry.body).getUint32(24) >>> 16], ["mp4a", 2, 48_000]);
  const [esds] = parseBoxes(entry.body.subarray(28));
  assert.deepEqual([...esds.body.subarray(4, 9)], [3, 25, 0, 1, 0]);
  assert.deepEqual([...esds.body.subarray(9, 12), ...esds.body.subarray(24, 28)], [4, 17, 0x40, 5, 2, 0x11, 0x90]);
  assert.equal(esds.body.length, 4 + 2 + 25);
  assert.equal(sampleOf(first).time, 24_000);
  assert.equal(sampleOf(writer.frame(at(524_000))[0]).time, 25_024);
  assert.equal(sampleOf(writer.frame(at(900_000))[0]).time, 43_200);
});

test("Opus counts in 48 kHz and lasts as long as its packets say", () => {
  const writer = new AudioWriter({ codec: "opus", samplerate: 16_000, channelConfig: "1" }, ORIGIN);
  const frame = { captureMicros: ORIGIN, key: true, payload: Uint8Array.from([0x78, 1]) };
  const [init, sample] = writer.frame(frame);
  const [entry] = parseBoxes(find(parseBoxes(init), "moov/trak/mdia/minf/stbl/stsd").body.subarray(8));
  const [dOps] = parseBoxes(entry.body.subarray(28));
  assert.deepEqual([entry.type, dOps.type, ...dOps.body], ["Opus", "dOps", 0, 1, 0, 0, 0, 0, 0xbb, 0x80, 0, 0, 0]);
  assert.equal(sampleOf(sample).duration, 960);
});
