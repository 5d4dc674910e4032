import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Screen } from "../../main/web/player/screen.js";

let refresh;
let shown;
let dropped;
let open;
let due;
let screen;
let surface;

function picture(n, cached = false) {
  open++;
  return { image: { width: 64, height: 36, close: () => open-- }, frame: { number: n, captureMicros: n * 1000, cached } };
}

function canvas() {
  return {
    getContext: () => ({ drawImage: () => {} }),
    ownerDocument: { defaultView: newWindow() },
  };
}

function newWindow() {
  return { requestAnimationFrame: (callback) => (refresh = callback) };
}

beforeEach(() => {
  [refresh, shown, dropped, open, due] = [null, [], [], 0, 0];
  surface = canvas();
  screen = new Screen(
    surface,
    (micros) => (micros / 1000 <= due ? -Infinity : Infinity),
    { shown: ({ frame }) => shown.push(frame.number), dropped: (reason) => dropped.push(reason) },
  );
});

test("of several pictures that are due the newest is shown, the others are counted as overtaken", () => {
  [1, 2, 3, 4].forEach((n) => screen.show(picture(n)));
  due = 3;
  refresh();
  assert.deepEqual([shown, dropped, open], [[3], ["overtaken", "overtaken"], 1]);
  due = 4;
  refresh();
  assert.deepEqual([shown, open], [[3, 4], 0]);
});

test("nothing is shown before it is due", () => {
  screen.show(picture(9));
  refresh();
  assert.deepEqual(shown, []);
});

test("an older picture never follows a newer one", () => {
  screen.still(picture(5));
  screen.still(picture(4, true));
  assert.deepEqual([shown, dropped, open], [[5], [], 0]);
  screen.show(picture(3));
  due = 9;
  refresh();
  assert.deepEqual([shown, dropped, open], [[5], ["overtaken"], 0]);
});

test("another incarnation may begin earlier, another join may not", () => {
  screen.still(picture(5));
  screen.restart(false);
  screen.still(picture(4, true));
  screen.restart(true);
  screen.still(picture(3, true));
  assert.deepEqual(shown, [5, 3]);
});

test("what is held is bounded, and let go at a restart", () => {
  for (let n = 0; n < 40; n++) {
    screen.show(picture(n));
  }
  assert.deepEqual([open, dropped.length], [24, 16]);
  screen.restart(false);
  assert.equal(open, 0);
});

test("the last picture of the cache is shown when nothing follows it", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  screen.still(picture(1, true));
  screen.unseen(picture(2, true));
  screen.unseen(picture(3, true));
  t.mock.timers.tick(200);
  assert.deepEqual([shown, open], [[1, 3], 0]);
});

test("a canvas that has moved to another window is drawn there, and the one that it left may be gone", () => {
  screen.show(picture(1));
  surface.ownerDocument.defaultView = newWindow();
  const left = refresh;
  due = 2;
  screen.show(picture(2));
  assert.notEqual(refresh, left);
  left();
  assert.deepEqual(shown, []);
  refresh();
  assert.deepEqual(shown, [2]);
});
