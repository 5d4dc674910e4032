// The watch page's first step: the picture is asked for before what is around it has been loaded.

import { path } from "./address.js";
import { Viewer } from "./viewer.js";

export const id = decodeURIComponent(location.pathname.replace(/^\/watch\//, ""));
const forced = ["webcodecs", "mse"].find((each) => each === new URLSearchParams(location.search).get("path")) ?? null;
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
export const surfaces = { canvas: document.getElementById("picture"), video: document.getElementById("video") };

export const viewer = new Viewer(path(`${scheme}//${location.host}/api/v1/live/`, id), surfaces, forced);
viewer.open();

/**
 * For tests and for the curious; these names are stable:
 * path "webcodecs"|"mse"|"jpeg"|null, state as in viewer.js, lastFrame {number, captureMicros, shownMicros} of the picture on the screen (the
 * gateway's clock) or null, stats {shown, dropped: {reason: count}, firstPictureMillis, ages: {p50, p99}, sound, skewMillis, clockUncertaintyMillis},
 * sound the WebAudio node that is heard, or null.
 */
globalThis.framecast = {
  get path() {
    return viewer.playback.path;
  },
  get state() {
    return viewer.state;
  },
  get lastFrame() {
    return viewer.lastFrame;
  },
  get stats() {
    const { ledger, playback, clock, skewMillis } = viewer;
    return {
      shown: ledger.shown,
      dropped: Object.fromEntries(ledger.dropped),
      firstPictureMillis: ledger.firstPictureMillis,
      ages: ledger.ages(performance.now()),
      sound: playback.soundState,
      skewMillis,
      clockUncertaintyMillis: clock.uncertaintyMillis,
    };
  },
  get sound() {
    return viewer.playback.sound?.output ?? null;
  },
};
