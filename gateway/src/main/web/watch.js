// What is around the picture on the watch page: controls, what is said over it, where the time goes.

import { path } from "./address.js";
import { Controls, KEYS } from "./controls.js";
import { LedgerView } from "./ledger-view.js";
import { Overlay } from "./overlay.js";
import { codecName } from "./player/choose.js";
import { id, surfaces, viewer } from "./stream.js";
import { canDetach, detach, saveSnapshot } from "./surface.js";
import { bitrate, element, frameRate, viewers } from "./text.js";

const TOAST_MILLIS = 2_500;
const VOLUME = "framecast.volume";

const $ = (name) => document.getElementById(name);
const stage = $("stage");
const overlay = new Overlay(id, $("message"), $("chip"));
let catalog = viewer.catalog;
let stream = null;
let detached = null;
let toastTimer = 0;

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

viewer.listener = onViewer;
fillHelp();
showTitle();
onState();
describe();
if (viewer.refusal !== null) {
  onViewer(viewer.refusal);
}
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
      askForToken();
      break;
    case "forbidden":
      overlay.forbid();
      break;
    default:
      break;
  }
}

/** What the gateway knows of the stream beside its pictures: its title, before the catalog comes. */
async function describe() {
  const answer = await fetch(path("/api/v1/streams/", id)).catch(() => null);
  if (answer?.status === 401) {
    askForToken();
  } else if (answer?.ok) {
    stream = await answer.json();
    showTitle();
    onState();
  }
}

function onState() {
  const { state, reason } = viewer;
  controls.paused = viewer.pausedBy("viewer");
  $("live").hidden = state !== "live";
  overlay.show(state, reason, (passphrase) => viewer.unlock(passphrase));
  showSound();
}

function askForToken() {
  overlay.askForToken(() => {
    viewer.open();
    describe();
  });
}

function showTitle() {
  const title = catalog?.title || stream?.title || id;
  $("title").textContent = title;
  $("title").title = title;
  $("id").textContent = title === id ? "" : id;
  document.title = `${title} · Framecast`;
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
