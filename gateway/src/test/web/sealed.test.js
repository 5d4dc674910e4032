import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Lock, SealedStream } from "../../main/web/sealed.js";

const specification = readFileSync(new URL("../../../../docs/PROTOCOL.md", import.meta.url), "utf8");
const counting = (first, bytes) => Uint8Array.from({ length: bytes }, (_, i) => first + i);
const SALT = counting(0, 16);
const BASE_KEY = counting(0x40, 32);

function golden(name) {
  const block = specification.split(`\`\`\`golden ${name}\n`)[1].split("```")[0];
  const bytes = block.replace(/;.*/g, "").trim().split(/\s+/);
  return Uint8Array.from(bytes, (byte) => parseInt(byte, 16));
}

test("a passphrase gives the published check and base key", async () => {
  const lock = await Lock.of("correct horse battery staple", SALT);
  assert.deepEqual(await lock.check(), golden("passphrase check"));
  assert.deepEqual(await lock.baseKey(BASE_KEY, "1AAA99"), golden("passphrase base_key"));
  assert.equal(await lock.fits(golden("passphrase check")), true);
  assert.equal(await lock.fits(counting(0, 16)), false);
});

test("letters are the same however they were typed", async () => {
  const locks = await Promise.all(["J\u00fcrgen", "Ju\u0308rgen"].map((each) => Lock.of(each, SALT)));
  assert.deepEqual(await locks[0].check(), await locks[1].check());
});

test("the published datagram opens, and not when a bit of it or of its header is another", async () => {
  const datagram = golden("DATA");
  const stream = await SealedStream.of(BASE_KEY, 1200, 1);
  assert.equal(new TextDecoder().decode(await stream.open(datagram)), "Framecast");
  for (const at of [2, 16, 31, 33, datagram.length - 1]) {
    const other = datagram.slice();
    other[at] ^= 1;
    assert.equal(await stream.open(other), null, `byte ${at}`);
  }
});

test("the alias may be another: it is not what was sealed", async () => {
  const datagram = golden("DATA");
  datagram[5] ^= 0xff;
  const stream = await SealedStream.of(BASE_KEY, 1200, 2);
  assert.notEqual(await stream.open(datagram), null);
});

test("epochs before the oldest one are not opened", async () => {
  const stream = await SealedStream.of(BASE_KEY, 1200, 3);
  assert.equal(await stream.open(golden("DATA")), null);
});

test("what is too short to be a frame does not open", async () => {
  const stream = await SealedStream.of(BASE_KEY, 1200, 2);
  assert.equal(await stream.open(new Uint8Array(0)), null);
  assert.equal(await stream.open(golden("DATA").subarray(0, 40)), null);
});
