import assert from "node:assert/strict";
import { test } from "node:test";
import { path } from "../../main/web/address.js";
import { actionFor } from "../../main/web/controls.js";
import { count, matches } from "../../main/web/search.js";
import { snapshotName } from "../../main/web/surface.js";
import { bitrate, frameRate, millis, span } from "../../main/web/text.js";

test("figures are rounded to what people read", () => {
  assert.deepEqual([0, 400, 420_000, 2_540_000, 25_400_000].map(bitrate), ["–", "1 kbit/s", "420 kbit/s", "2.5 Mbit/s", "25 Mbit/s"]);
  assert.deepEqual([0, 5, 7.5, 29.97].map(frameRate), ["–", "5 fps", "7.5 fps", "30 fps"]);
  assert.deepEqual([null, undefined, NaN, 0.44, 9.96, 999, 1_086, 12_340].map(millis), ["–", "–", "–", "0.4 ms", "10 ms", "999 ms", "1.09 s", "12.3 s"]);
});

test("spans have two units at the most", () => {
  assert.deepEqual(
    [0, 59, 60, 61, 3_600, 90_061].map((seconds) => span(0, seconds * 1000)),
    ["0 s", "59 s", "1 min", "1 min 1 s", "1 h", "1 d 1 h"],
  );
  assert.equal(span(5_000, 0), "0 s");
});

test("ids keep their slashes in addresses and nothing else that means something", () => {
  assert.equal(path("/watch/", "site/4/a_b-c.d"), "/watch/site/4/a_b-c.d");
  assert.equal(path("/watch/", "a?b#c%"), "/watch/a%3Fb%23c%25");
  assert.equal(path("/watch/", "a/../b"), "/watch/a%2F..%2Fb");
  assert.equal(path("/watch/", "a//b"), "/watch/a%2F%2Fb");
});

test("each word of a search is in title, id or tags", () => {
  const stream = { id: "1AAA99", title: "Hall 3", tags: ["lecture"] };
  assert.ok(["", "hall", "1aaa LECT", "3 hall"].every((query) => matches(stream, query)));
  assert.ok(!matches(stream, "hall 4"));
  assert.ok(matches({ id: "x", title: "" }, "x"));
});

test("the wall says how many of them are shown", () => {
  assert.deepEqual([count(0, 0, ""), count(3, 3, ""), count(3, 1, "x")], ["", "3 live", "1 of 3 live"]);
});

test("a snapshot's name is one that every system takes", () => {
  assert.equal(snapshotName("site/4", new Date(2026, 0, 5, 7, 8, 9)), "site_4-2026-01-05-070809.png");
});

test("keys are the page's unless they are somebody else's", () => {
  const key = (name, more = {}) => actionFor({ key: name, target: { tagName: "BODY" }, ...more });
  assert.deepEqual([" ", "K", "m", "ArrowUp", "f", "p", "s", "c", "l", "?", "x"].map((name) => key(name)), ["play", "play", "mute", "volume", "full", "pip", "snapshot", "link", "ledger", "help", null]);
  assert.equal(key("c", { ctrlKey: true }), null);
  assert.equal(key("k", { target: { tagName: "INPUT" } }), null);
  assert.equal(key(" ", { target: { tagName: "BUTTON" } }), null);
});
