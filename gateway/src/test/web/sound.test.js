import assert from "node:assert/strict";
import { test } from "node:test";
import { Schedule } from "../../main/web/player/schedule.js";
import { isPiece, mp3FrameBytes, opusDescription, opusMicros } from "../../main/web/player/sound-format.js";

const PIECE = 1024 / 48_000;

test("pieces follow one another without a gap while they are near their time", () => {
  const schedule = new Schedule();
  let end = schedule.place(0, PIECE, 1, 0.9).at + PIECE;
  for (let i = 1; i < 50; i++) {
    const { at, rate } = schedule.place(i * 21_333, PIECE, 1 + i * PIECE + (i % 2 === 0 ? 0.004 : -0.004), 0.9 + i * PIECE);
    assert.ok(Math.abs(at - end) < 1e-9 && rate === 1, `piece ${i}`);
    end = at + PIECE;
  }
  assert.equal(schedule.moves, 1);
});

test("a clock that drifts is followed by playing a little faster or slower", () => {
  const schedule = new Schedule();
  schedule.place(0, PIECE, 1, 0.9);
  assert.equal(schedule.place(21_333, PIECE, 1 + PIECE - 0.02, 0.9).rate, 1.005);
  assert.equal(schedule.place(42_666, PIECE, 1 + 2 * PIECE + 0.02, 0.9).rate, 0.995);
  assert.equal(schedule.moves, 1);
});

test("sound that has fallen behind leaves out what is over", () => {
  const schedule = new Schedule();
  schedule.place(0, 0.5, 1, 0.9);
  const { at, offset } = schedule.place(500_000, 0.5, 1.4, 1.2);
  assert.ok(Math.abs(at - 1.5) < 1e-9 && Math.abs(offset - 0.1) < 1e-9);
  assert.equal(Math.round(schedule.heardMicros(1.5)), 600_000);
});

test("a piece that is over before it could begin is left out whole", () => {
  const schedule = new Schedule();
  schedule.place(0, 0.5, 1, 0.9);
  assert.equal(schedule.place(500_000, PIECE, 1.4, 1.2), null);
  assert.equal(new Schedule().place(0, PIECE, 1, 2), null);
});

test("sound that comes after a hole starts when it is due", () => {
  const schedule = new Schedule();
  schedule.place(0, PIECE, 1, 0.9);
  assert.deepEqual(schedule.place(2_000_000, PIECE, 3, 2.9), { at: 3, offset: 0, rate: 1 });
  assert.equal(schedule.moves, 2);
});

test("what is heard is known while something sounds", () => {
  const schedule = new Schedule();
  schedule.place(7_000_000, 0.5, 1, 0.9);
  schedule.place(7_500_000, 0.5, 1.5, 0.9);
  assert.equal(schedule.heardMicros(0.99), null);
  assert.equal(schedule.heardMicros(1.25), 7_250_000);
  assert.equal(schedule.heardMicros(1.75), 7_750_000);
  assert.equal(schedule.heardMicros(2.01), null);
});

test("files of their own are told from packets", () => {
  const bytes = (text, ...more) => Uint8Array.from([...[...text].map((each) => each.charCodeAt(0)), ...more]);
  assert.ok(isPiece("opus", bytes("OggS", 0)));
  assert.ok(isPiece("pcm-s16", bytes("RIFF", 0)));
  assert.ok(isPiece("mp3", bytes("ID3", 4)));
  assert.ok(isPiece("mp4a.40.2", Uint8Array.from([0xff, 0xf1, 0x50, 0x80])));
  assert.ok(!isPiece("mp4a.40.2", Uint8Array.from([0x21, 0x10, 0x04])));
  assert.ok(!isPiece("opus", Uint8Array.from([0x78, 1, 2, 3])));
});

test("several MPEG frames in one are a piece, one alone is not", () => {
  const header = [0xff, 0xfb, 0x54, 0xc4]; // MPEG-1 layer III, 64 kbit/s, 48 kHz
  assert.equal(mp3FrameBytes(Uint8Array.from(header)), 192);
  assert.ok(!isPiece("mp3", Uint8Array.from([...header, ...new Uint8Array(188)])));
  assert.ok(isPiece("mp3", Uint8Array.from([...header, ...new Uint8Array(380)])));
  assert.equal(mp3FrameBytes(Uint8Array.from([1, 2, 3, 4])), Infinity);
});

test("Opus packets say how long they sound", () => {
  assert.deepEqual(
    [[0x78], [0x79], [0x7b, 3], [0x00], [0x1b, 2], [0xe0], [0xfc]].map((packet) => opusMicros(Uint8Array.from(packet))),
    [20_000, 40_000, 60_000, 10_000, 120_000, 2_500, 20_000],
  );
});

test("Opus without a header of its own gets one", () => {
  const head = opusDescription(new Uint8Array(0), 2);
  assert.equal(String.fromCharCode(...head.subarray(0, 8)), "OpusHead");
  assert.deepEqual([head[8], head[9], head.length], [1, 2, 19]);
  assert.equal(opusDescription(head, 1), head);
});
