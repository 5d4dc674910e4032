// The watch page: one viewer, its controls, what it says over the picture, and the hook for tests.

import { Controls, KEYS } from "./controls.js";
import { LedgerView } from "./ledger-view.js";
import { loginForm } from "./login.js";
import { codecName } from "./player/choose.js";
import { canDetach, detach, saveSnapshot } from "./surface.js";
import { bitrate, element, frameRate, path, viewers } from "./text.js";
import { Viewer } from "./viewer.js";

const id = decodeURIComponent(location.pathname.replace(/^\/watch\//, ""));
const forced = ["webcodecs", "mse"].find((each) => each === new URLSearchParams(location.search).get("path")) ?? null;
const TOAST_MILLIS = 2_500;
const VOLUME = "framecast.volume";

const $ = (name) => document.getElementById(name);
const stage = $("stage");
const surfaces = { canvas: $("picture"), video: $("video") };
let catalog = null;
let stream = null;
let detached = null;
let toastTimer = 0;

const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const viewer = new Viewer(path(`${scheme}//${location.host}/api/v1/live/`, id), surfaces, forced, onViewer);
viewer.open();

const ledgerView = new LedgerView($("panel"));
const controls = new Controls(
  $("controls"),
  stage,
  {
    play: () => (viewer.pausedBy("viewer") ? viewer.resume("viewer") : viewer.pause("viewer")),
    full: toggleFullScreen,
    pip: togglePip,
    snapshot: async () => toast((await saveSnapshot(surface(), id)) ? "Snapshot saved" : "There is no picture yet"),
    link: copyLink,
    ledger: () => document.body.classList.toggle("no-panel"),
    help: () => $("help").showModal(),
  },
  savedVolume(),
  (volume) => {
    localStorage.setItem(VOLUME, JSON.stringify(volume));
    viewer.playback.volume = volume;
    showSound();
  },
);
viewer.playback.volume = savedVolume();

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

fillHelp();
showTitle();
onState();
describe();
if (!canDetach(surfaces)) {
  controls.hide("pip");
}
if (!stage.requestFullscreen && !surfaces.video.webkitEnterFullscreen) {
  controls.hide("full");
}
for (const name of ["pointerdown", "keydown"]) {
  addEventListener(name, () => {
    viewer.playback.touched();
    setTimeout(showSound, 100);
  });
}
surfaces.canvas.addEventListener("dblclick", toggleFullScreen);
surfaces.video.addEventListener("dblclick", toggleFullScreen);
document.addEventListener("visibilitychange", onVisibility);
onVisibility();
$("help").addEventListener("click", (event) => event.target === $("help") && $("help").close());

function onViewer(name, detail) {
  switch (name) {
    case "state":
      onState();
      break;
    case "catalog":
      catalog = detail;
      showTitle();
      break;
    case "path":
    case "first":
      showSound();
      break;
    case "second":
      showLedger();
      break;
    case "login":
    case "forbidden":
      onRefused(name);
      break;
    default:
      break;
  }
}

/** What the gateway knows of the stream beside its pictures: whether it is sealed end to end, and its title before the catalog comes. */
async function describe() {
  const answer = await fetch(path("/api/v1/streams/", id)).catch(() => null);
  if (answer?.status === 401) {
    onRefused("login");
  } else if (answer?.ok) {
    stream = await answer.json();
    showTitle();
    onState();
  }
}

function onState() {
  const { state, reason } = viewer;
  const message = $("message");
  controls.paused = viewer.pausedBy("viewer");
  $("live").hidden = state !== "live";
  showChip({ "catching-up": "Catching up", reconnecting: "Reconnecting" }[state] ?? "");
  if (message.querySelector("form") !== null && state !== "live") {
    return;
  }
  const content = stream?.sealed ? sealedMessage() : messageFor(state, reason);
  message.hidden = content === null;
  message.replaceChildren(...(content ?? []));
  showSound();
}

function messageFor(state, reason) {
  const first = (text) => element("p", "first", text);
  switch (state) {
    case "connecting":
      return [first(reason === "" ? "Connecting" : "Waiting for the gateway")];
    case "waiting":
      return [first(`${id} is not live`), element("p", "", "It is shown here as soon as it begins.")];
    case "ended":
      return [first("The stream has ended"), element("p", "", "It goes on here when it begins again.")];
    case "refused":
    case "unplayable":
      return [first(state === "refused" ? "Not available" : "No picture here"), element("p", "", reason)];
    default:
      return null;
  }
}

function sealedMessage() {
  return [
    element("p", "first", "Encrypted from end to end"),
    element("p", "", "Nobody on the way can open this stream, the gateway included. Who has its passphrase watches it in a terminal:"),
    element("code", "", `framecast subscriber --subscribe ${id}`),
  ];
}

function onRefused(why) {
  const message = $("message");
  message.hidden = false;
  if (why === "login") {
    message.replaceChildren(
      loginForm(() => {
        message.replaceChildren();
        viewer.open();
        describe();
      }),
    );
  } else {
    message.replaceChildren(element("p", "first", "Not allowed"), element("p", "", "The gateway does not let this address watch the stream."));
  }
}

function showTitle() {
  const title = catalog?.title || stream?.title || id;
  $("title").textContent = title;
  $("title").title = title;
  $("id").textContent = title === id ? "" : id;
  document.title = `${title} · Framecast`;
}

function showChip(text) {
  $("chip").hidden = text === "";
  $("chip").textContent = text;
}

function showSound() {
  const state = viewer.playback.soundState;
  controls.sound = state;
  stage.classList.toggle("silent", state === "blocked");
}

function showLedger() {
  if (viewer.state === "live") {
    showSound();
  }
  const tracks = catalog?.tracks ?? [];
  const video = tracks.find((each) => each.role === "video");
  const audio = tracks.find((each) => each.role === "audio");
  const { server } = viewer.ledger;
  const ways = { webcodecs: "WebCodecs", mse: "Media Source", jpeg: "JPEG" };
  ledgerView.update(
    viewer.ledger,
    {
      Way: ways[viewer.playback.path] ?? "–",
      Picture: video === undefined ? "–" : `${codecName(video.codec)} ${video.width ?? "?"}×${video.height ?? "?"}`,
      Sound: audio === undefined ? "none" : codecName(audio.codec),
      Rate: server === null ? "–" : `${bitrate(server.bitrate)}, ${frameRate(server.fps)}`,
      Viewers: server?.watching === undefined ? "–" : viewers(server.watching),
    },
    performance.now(),
  );
}

function surface() {
  return viewer.playback.path === "mse" ? surfaces.video : surfaces.canvas;
}

function toggleFullScreen() {
  if (document.fullscreenElement !== null) {
    document.exitFullscreen();
  } else if (stage.requestFullscreen) {
    stage.requestFullscreen();
  } else {
    surfaces.video.webkitEnterFullscreen();
  }
}

async function togglePip() {
  if (detached !== null) {
    detached.close();
    return;
  }
  try {
    detached = await detach(surface(), () => {
      detached = null;
      onVisibility();
    });
  } catch {
    toast("The browser does not open picture in picture now");
  }
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    toast("Address copied");
  } catch {
    toast(location.href);
  }
}

/** Nobody looks at a page in the background, unless the picture is in a window of its own; sound is listened to. */
function onVisibility() {
  if (document.hidden && detached === null && viewer.playback.soundState !== "on") {
    viewer.pause("background");
  } else if (!document.hidden) {
    viewer.resume("background");
  }
}

function toast(text) {
  const box = $("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), TOAST_MILLIS);
}

function fillHelp() {
  const list = element("dl");
  const names = { " ": "space", ArrowUp: "↑", ArrowDown: "↓" };
  for (const [keys, what] of KEYS) {
    const term = element("dt");
    term.append(...keys.map((key) => element("kbd", "", names[key] ?? key)));
    list.append(term, element("dd", "", what));
  }
  const close = element("button", "primary", "Close");
  close.addEventListener("click", () => $("help").close());
  $("help").append(element("h2", "", "Keys"), list, close);
}

function savedVolume() {
  try {
    const { ratio, muted } = JSON.parse(localStorage.getItem(VOLUME));
    return { ratio: Math.min(1, Math.max(0, Number(ratio))), muted: muted === true };
  } catch {
    return { ratio: 1, muted: false };
  }
}
