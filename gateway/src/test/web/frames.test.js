import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrame } from "../../main/web/frames.js";
import { message } from "./bytes.js";

test("a frame has the header's fields and the bytes behind it", () => {
  const frame = readFrame(
    message({ track: 2, flags: 5, temporal: 3, number: 4_000_000_000, capture: 1_795_204_762_533_333, sent: 1_795_204_762_540_001, incarnation: 7, age: 4_000, payload: [9, 8, 7] }),
  );
  assert.deepEqual(
    { ...frame, payload: [...frame.payload] },
    {
      sealed: false,
      track: 2,
      key: true,
      discardable: false,
      cached: true,
      temporal: 3,
      number: 4_000_000_000,
      captureMicros: 1_795_204_762_533_333,
      sentMicros: 1_795_204_762_540_001,
      incarnation: 7,
      gatewayAgeMicros: 4_000,
      payload: [9, 8, 7],
    },
  );
});

test("an age that the gateway does not know is none", () => {
  assert.equal(readFrame(message({ age: 0xffffffff })).gatewayAgeMicros, null);
});

test("kinds that are not known and messages that are too short are left alone", () => {
  assert.equal(readFrame(message({ kind: 3 })), null);
  assert.equal(readFrame(message({ kind: 0 })), null);
  assert.equal(readFrame(message({}).slice(0, 31)), null);
  assert.equal(readFrame(new ArrayBuffer(0)), null);
});

test("flags are read one by one", () => {
  for (const flags of [0, 1, 2, 4, 7, 0xf8]) {
    const { key, discardable, cached } = readFrame(message({ flags }));
    assert.deepEqual([key, discardable, cached], [(flags & 1) > 0, (flags & 2) > 0, (flags & 4) > 0], `flags ${flags}`);
  }
});
