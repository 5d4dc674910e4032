import assert from "node:assert/strict";
import { test } from "node:test";
import { Window, quantilesOf } from "../../main/web/quantiles.js";

test("quantiles are samples, by nearest rank", () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual(quantilesOf(values, 0.5, 0.99, 1, 0), [50, 99, 100, 1]);
  assert.deepEqual(quantilesOf([7], 0.5, 0.99), [7, 7]);
  assert.equal(quantilesOf([], 0.5), null);
});

test("a window forgets what is older than its span", () => {
  const window = new Window(1_000);
  window.add(1, 0);
  window.add(2, 500);
  window.add(3, 1_000);
  assert.deepEqual(window.quantiles(1_000, 0, 1), [1, 3]);
  assert.deepEqual(window.quantiles(1_400, 0, 1), [2, 3]);
  assert.equal(window.quantiles(2_001, 0.5), null);
});

test("a window holds no more than it may", () => {
  const window = new Window(Infinity, 3);
  [1, 2, 3, 4].forEach((value) => window.add(value, value));
  assert.deepEqual(window.quantiles(4, 0), [2]);
  assert.equal(window.size, 3);
});
