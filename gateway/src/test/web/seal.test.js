import assert from "node:assert/strict";
import { test } from "node:test";
import { Seal } from "../../main/web/seal.js";

/** A passphrase opens streams whose check it is; what is opened says with which key. */
const CIPHER = async () => ({
  fromBase64: (text) => text,
  Lock: { of: async (passphrase) => ({ fits: async (check) => check === passphrase, baseKey: async (announced) => announced }) },
  SealedStream: { of: async (key) => ({ open: async (payload) => (payload === "junk" ? null : `${key}:${payload}`) }) },
});
const told = (incarnation, more = {}) => ({ incarnation, id: "cam", title: "T", salt: "s", check: "right", baseKey: `key${incarnation}`, ...more });
const settled = () => new Promise((done) => setTimeout(done, 20));

async function unlocked() {
  const seal = new Seal(CIPHER);
  await seal.on(told(1));
  assert.equal(await seal.unlock("right"), "open");
  return seal;
}

test("it is locked until the right passphrase comes", async () => {
  const seal = new Seal(CIPHER);
  assert.equal(seal.locked, false);
  await seal.on(told(1));
  assert.equal(seal.locked, true);
  assert.equal(await seal.unlock("left"), "wrong");
  assert.equal(seal.locked, true);
  assert.equal(await seal.unlock("right"), "open");
  assert.equal(seal.locked, false);
});

test("what follows at once on the word of a new incarnation is opened, the catalog first", async () => {
  const seal = await unlocked();
  const opened = [];
  seal.on(told(2));
  for (const payload of ["catalog", "junk", "picture"]) {
    seal.open({ incarnation: 2, payload }, (frame) => opened.push(frame.payload));
  }
  await settled();
  assert.deepEqual(opened, ["key2:catalog", "key2:picture"]);
});

test("a frame that cannot be used costs those behind it nothing", async (t) => {
  t.mock.method(console, "error", () => {});
  const seal = await unlocked();
  const opened = [];
  seal.open({ incarnation: 1, payload: "bad" }, () => JSON.parse("{"));
  seal.open({ incarnation: 1, payload: "good" }, (frame) => opened.push(frame.payload));
  await settled();
  assert.deepEqual(opened, ["key1:good"]);
});

test("a frame of another incarnation is left out", async () => {
  const seal = await unlocked();
  const opened = [];
  seal.open({ incarnation: 7, payload: "old" }, (frame) => opened.push(frame.payload));
  await settled();
  assert.deepEqual(opened, []);
});

test("it is locked again where the producer has another passphrase", async () => {
  const seal = await unlocked();
  await seal.on(told(2, { check: "other" }));
  assert.equal(seal.locked, true);
});
