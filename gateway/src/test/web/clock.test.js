import assert from "node:assert/strict";
import { test } from "node:test";
import { GatewayClock } from "../../main/web/clock.js";

const OFFSET = 1_795_000_000_000_000;

test("the exchange that took least is believed", () => {
  const clock = new GatewayClock();
  clock.onPong(100, OFFSET + 139_000, 140); // 40 ms, of which the way back took nearly nothing
  clock.onPong(200, OFFSET + 201_000, 202); // 2 ms there and back
  clock.onPong(300, OFFSET + 300_500, 330); // 30 ms, nearly all on the way back
  assert.equal(clock.gatewayMicros(1_000), OFFSET + 1_000_000);
  assert.equal(clock.uncertaintyMillis, 1);
});

test("it is unknown before the first answer, and guessed from the greeting", () => {
  const clock = new GatewayClock();
  assert.ok(Number.isNaN(clock.gatewayMicros(5)));
  clock.greet(OFFSET + 5_000, 5);
  assert.equal(clock.gatewayMicros(6), OFFSET + 6_000);
  assert.equal(clock.uncertaintyMillis, Infinity);
  clock.onPong(10, OFFSET + 12_000, 12);
  assert.equal(clock.gatewayMicros(12), OFFSET + 13_000);
});

test("a fast exchange is forgotten once it is old, since clocks drift apart", () => {
  const clock = new GatewayClock();
  clock.onPong(0, OFFSET, 0);
  for (let i = 1; i <= 24; i++) {
    clock.onPong(i * 1_000, OFFSET + i * 1_000_000 + 5_000 + 500, i * 1_000 + 10);
  }
  assert.equal(clock.gatewayMicros(0), OFFSET + 500);
});

test("answers that make no sense are left out", () => {
  const clock = new GatewayClock();
  clock.onPong(10, OFFSET, 5);
  clock.onPong(undefined, OFFSET, 5);
  clock.onPong(1, undefined, 5);
  assert.equal(clock.known, false);
});

test("after a reset nothing is known", () => {
  const clock = new GatewayClock();
  clock.onPong(0, OFFSET, 1);
  clock.reset();
  assert.equal(clock.known, false);
});
