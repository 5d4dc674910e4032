import assert from "node:assert/strict";
import { test } from "node:test";
import { pursue } from "../../main/web/player/pursuit.js";

const now = (at, edge, sound = false) => pursue({ at, start: 0, edge, sound });

test("near the edge it plays as it is", () => {
  assert.deepEqual(now(9.94, 10), { seekTo: null, rate: 1 });
  assert.deepEqual(now(9.88, 10, true), { seekTo: null, rate: 1 });
});

test("a little behind it hurries", () => {
  assert.deepEqual(now(9.8, 10), { seekTo: null, rate: 1.1 });
});

test("far behind it jumps to the edge", () => {
  assert.deepEqual(now(5, 10), { seekTo: 9.94, rate: 1 });
  assert.deepEqual(now(5, 10, true), { seekTo: 9.88, rate: 1 });
});

test("out of what is buffered it jumps in, over a hole or back", () => {
  assert.deepEqual(pursue({ at: 3, start: 8, edge: 8.02, sound: false }), { seekTo: 8, rate: 1 });
  assert.deepEqual(pursue({ at: 9.93, start: 9.95, edge: 10, sound: false }), { seekTo: 9.95, rate: 1 });
  assert.deepEqual(pursue({ at: 12, start: 8, edge: 10, sound: false }), { seekTo: 9.94, rate: 1 });
});

test("a little ahead of the edge it waits: no picture goes back", () => {
  assert.deepEqual(now(10.2, 10, true), { seekTo: null, rate: 1 });
});
