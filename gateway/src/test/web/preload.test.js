import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../../main/web/", import.meta.url));

test("the watch page preloads every module that the picture needs, and no other: each that is found late costs a round trip", () => {
  const reached = new Set();
  const look = (file) => {
    for (const [, from] of readFileSync(path.join(WEB, file), "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const module = path.posix.join(path.posix.dirname(file), from);
      if (!reached.has(module)) {
        reached.add(module);
        look(module);
      }
    }
  };
  look("stream.js");
  const page = readFileSync(path.join(WEB, "watch.html"), "utf8");
  const preloaded = [...page.matchAll(/modulepreload" href="\/assets\/([^"]+)"/g)].map(([, module]) => module);
  assert.deepEqual(preloaded.sort(), [...reached].sort());
});
