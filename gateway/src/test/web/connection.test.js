import assert from "node:assert/strict";
import { test } from "node:test";
import { waitMillis } from "../../main/web/connection.js";

test("tries are 0.25 s apart, doubling to 2 s", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 50, 5_000].map((failures) => waitMillis(failures, 0.5)),
    [250, 500, 1_000, 2_000, 2_000, 2_000, 2_000],
  );
});

test("chance spreads them by a fifth either way", () => {
  assert.deepEqual([waitMillis(0, 0), Math.round(waitMillis(0, 1))], [200, 300]);
});
