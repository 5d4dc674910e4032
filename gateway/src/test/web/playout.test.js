import assert from "node:assert/strict";
import { test } from "node:test";
import { Playout, Transit } from "../../main/web/playout.js";

const EPOCH = 1_795_000_000_000;

/** Frame n of 30 a second; captured at 0 on the page's clock. */
function frame(n, cached = false) {
  return { captureMicros: (EPOCH + (n * 1000) / 30) * 1000, cached };
}

function at(n, afterMillis) {
  return (n * 1000) / 30 + afterMillis;
}

function play(playout, n, decodedAfter, cached = false, arrivedAfter = Math.min(decodedAfter, 5)) {
  const each = frame(n, cached);
  playout.onArrived(each, at(n, arrivedAfter));
  return playout.onDecoded(each, at(n, decodedAfter));
}

test("the first picture of a join is a still, the rest of the cache is unseen, motion begins with the first live one", () => {
  const playout = new Playout(200);
  assert.equal(play(playout, 0, 500, true), "still");
  assert.equal(play(playout, 1, 470, true), "unseen");
  assert.equal(play(playout, 2, 440, true), "unseen");
  assert.ok(playout.joining);
  assert.equal(play(playout, 15, 8), "show");
  assert.ok(!playout.joining);
});

test("live pictures that the decoder is late with are unseen until they are inside the budget", () => {
  const playout = new Playout(200);
  play(playout, 0, 600, true);
  const seen = [10, 11, 12, 13].map((n) => play(playout, n, 5 + 280 - (n - 10) * 40));
  assert.deepEqual(seen, ["unseen", "unseen", "show", "show"]);
});

test("a decoder that never comes up to the budget shows what it has after 3 s", () => {
  const playout = new Playout(200);
  play(playout, 0, 100, true);
  assert.equal(play(playout, 30, 900), "unseen");
  assert.equal(play(playout, 80, 900), "show");
});

test("without a cache the first live picture is shown as motion", () => {
  assert.equal(play(new Playout(200), 0, 9), "show");
});

test("after a join lateness hides nothing", () => {
  const playout = new Playout(200);
  play(playout, 0, 9);
  assert.equal(play(playout, 1, 700), "show");
  playout.join();
  assert.equal(play(playout, 2, 700, true), "still");
});

test("a picture is due as long after its capture as nine of ten are ready", () => {
  const playout = new Playout(200);
  for (let n = 0; n < 60; n++) {
    play(playout, n, n % 20 === 0 ? 60 : n % 2 === 0 ? 12 : 8);
  }
  const due = playout.dueMillis(frame(60).captureMicros, at(60, 8), null);
  assert.equal(Math.round((due - at(60, 12)) * 10), 0);
});

test("the delay is bounded by the budget over the fastest, so that what is slow is left out and not waited for", () => {
  const playout = new Playout(200);
  play(playout, 0, 10);
  for (let n = 1; n < 60; n++) {
    play(playout, n, 900);
  }
  const due = playout.dueMillis(frame(60).captureMicros, at(60, 900), null);
  assert.equal(Math.round(due - at(60, 210)), 0);
});

test("sound that is heard is the clock: a picture leads it by 30 ms at the most", () => {
  const playout = new Playout(200);
  play(playout, 0, 10);
  const now = at(3, 10);
  const heard = frame(1).captureMicros;
  const due = playout.dueMillis(frame(3).captureMicros, now, heard);
  assert.equal(Math.round(due - (now + 2000 / 30 - 30)), 0);
});

test("sound that is ahead does not hold a picture back, and a clock that is wrong is not waited for", () => {
  const playout = new Playout(200);
  play(playout, 0, 10);
  const due = playout.dueMillis(frame(3).captureMicros, at(3, 10), null);
  assert.equal(playout.dueMillis(frame(3).captureMicros, at(3, 10), frame(9).captureMicros), due);
  assert.equal(playout.dueMillis(frame(3).captureMicros, at(3, 10), frame(-99).captureMicros), due);
});

test("another incarnation begins with another clock", () => {
  const playout = new Playout(200);
  play(playout, 0, 10);
  playout.reset();
  assert.equal(playout.delayMillis, null);
  assert.ok(playout.joining);
});

test("the least transit is forgotten after 10 s", () => {
  const transit = new Transit(0.9);
  transit.add(5, 0);
  transit.add(9, 1_000);
  assert.equal(transit.base, 5);
  transit.add(12, 10_500);
  assert.equal(transit.base, 9);
});
