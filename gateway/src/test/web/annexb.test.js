import assert from "node:assert/strict";
import { test } from "node:test";
import { avcConfiguration, nalUnits, splitAccessUnit } from "../../main/web/player/annexb.js";

const SPS = [0x67, 0x42, 0xc0, 0x1e, 0xda];
const PPS = [0x68, 0xce, 0x3c];
const IDR = [0x65, 0x88, 0x00, 0x00, 0x03, 0x01, 0x80];

const plain = (units) => units.map((each) => [...each]);

test("units are what lies between start codes of three and four bytes", () => {
  const stream = Uint8Array.from([0, 0, 0, 1, ...SPS, 0, 0, 1, ...PPS, 0, 0, 0, 1, ...IDR]);
  assert.deepEqual(plain(nalUnits(stream)), [SPS, PPS, IDR]);
});

test("zeros behind a unit belong to none", () => {
  assert.deepEqual(plain(nalUnits(Uint8Array.from([0, 0, 1, ...SPS, 0, 0, 0, 0, 0, 1, ...PPS, 0, 0]))), [SPS, PPS]);
});

test("bytes without a start code hold no unit", () => {
  assert.deepEqual(nalUnits(Uint8Array.from([1, 2, 3, 4])), []);
  assert.deepEqual(nalUnits(new Uint8Array(0)), []);
  assert.deepEqual(nalUnits(new Uint8Array(9)), []);
});

test("an access unit is split into parameter sets and a sample of lengths and units; delimiters go", () => {
  const unit = Uint8Array.from([0, 0, 0, 1, 0x09, 0xf0, 0, 0, 1, ...SPS, 0, 0, 1, ...PPS, 0, 0, 1, ...IDR, 0, 0, 1, ...IDR]);
  const { sps, pps, sample } = splitAccessUnit(unit);
  assert.deepEqual(plain(sps), [SPS]);
  assert.deepEqual(plain(pps), [PPS]);
  assert.deepEqual([...sample], [0, 0, 0, 7, ...IDR, 0, 0, 0, 7, ...IDR]);
});

test("units of random bytes come back whole", () => {
  let seed = 20260101;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let round = 0; round < 200; round++) {
    const units = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
      // No three bytes of 0 0 0..3 in a row, as emulation prevention has it, and no zero at the end.
      const bytes = Array.from({ length: 1 + Math.floor(random() * 40) }, () => (random() < 0.3 ? 0 : 4 + Math.floor(random() * 250)));
      return bytes.map((each, i) => (i % 3 === 2 || i === bytes.length - 1 ? 200 : each));
    });
    const stream = Uint8Array.from(units.flatMap((unit) => [...(random() < 0.5 ? [0] : []), 0, 0, 1, ...unit]));
    assert.deepEqual(plain(nalUnits(stream)), units, `seed 20260101, round ${round}`);
  }
});

test("the configuration record repeats profile and level and holds both sets", () => {
  assert.deepEqual([...avcConfiguration([SPS], [PPS])], [1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 5, ...SPS, 1, 0, 3, ...PPS]);
});

test("the record of a high profile says that it is 4:2:0 of 8 bits", () => {
  const high = [0x67, 100, 0, 31];
  assert.deepEqual([...avcConfiguration([high], [PPS])].slice(-4), [0xfd, 0xf8, 0xf8, 0]);
});
