import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger, shares } from "../../main/web/ledger.js";
import { scaleEnd } from "../../main/web/ledger-view.js";

test("shares are the differences of ages, and add up to the last of them", () => {
  const parts = shares({ encoded: 2, broker_in: 10, broker_out: 11, gateway: 12, received: 13, decoded: 17, shown: 25 });
  assert.deepEqual(
    parts.map((each) => each.share),
    [2, 8, 1, 1, 1, 4, 8],
  );
  assert.equal(
    parts.reduce((sum, each) => sum + each.share, 0),
    25,
  );
});

test("what is not known goes to the next hop that is", () => {
  const parts = shares({ gateway: 12, received: undefined, decoded: NaN, shown: 25 });
  assert.deepEqual(
    parts.map((each) => [each.name, each.share]),
    [
      ["gateway", 12],
      ["shown", 13],
    ],
  );
});

test("a median that is below the one before it has no share, and takes none from the next", () => {
  const parts = shares({ encoded: 5, gateway: 4, shown: 6 });
  assert.deepEqual(
    parts.map((each) => each.share),
    [5, 0, 1],
  );
});

test("ages come from the gateway for its hops and from the page for its own, over 10 s", () => {
  const ledger = new Ledger();
  ledger.onStats({ hops: { encoded: { p50: 1, p99: 3 }, gateway: { p50: 4, p99: 9 } } });
  ledger.onShown({ received: 5, decoded: 6, shown: 10 }, 0);
  ledger.onShown({ received: 7, decoded: NaN, shown: 20 }, 1_000);
  assert.deepEqual(ledger.ages(1_000).p50, { encoded: 1, gateway: 4, received: 5, decoded: 6, shown: 10 });
  assert.deepEqual(ledger.ages(1_000).p99, { encoded: 3, gateway: 9, received: 7, decoded: 6, shown: 20 });
  assert.equal(ledger.ages(10_500).p50.shown, 20);
  assert.equal(ledger.shown, 2);
});

test("the graph has a point for each of the last 60 seconds, and a hole where nothing was shown", () => {
  const ledger = new Ledger();
  ledger.onShown({ shown: 8 }, 0);
  ledger.onShown({ shown: 30 }, 0);
  ledger.onSecond();
  ledger.onSecond();
  assert.deepEqual(ledger.graph, [{ p50: 8, p99: 30 }, null]);
  for (let i = 0; i < 60; i++) {
    ledger.onSecond();
  }
  assert.equal(ledger.graph.length, 60);
  assert.equal(ledger.graph[0], null);
});

test("drops are counted by reason, the gateway's beside the page's", () => {
  const ledger = new Ledger();
  ledger.onDropped("overtaken");
  ledger.onDropped("overtaken");
  ledger.onDropped("decoder too slow");
  ledger.onStats({ dropped: { backlog: 4, none: 0 } });
  assert.deepEqual(Object.fromEntries(ledger.dropped), { "backlog (gateway)": 4, overtaken: 2, "decoder too slow": 1 });
  assert.equal(ledger.droppedHere, 3);
});

test("the first picture counts once", () => {
  const ledger = new Ledger();
  ledger.onFirstPicture(180);
  ledger.onFirstPicture(900);
  assert.equal(ledger.firstPictureMillis, 180);
});

test("the scale ends at the next round number", () => {
  assert.deepEqual([0, 20, 21, 60, 100, 101, 900].map(scaleEnd), [20, 20, 50, 100, 100, 200, 1000]);
});
