// The controls over the picture, by pointer, touch and keyboard.

import { icon } from "./icons.js";
import { element } from "./text.js";

const IDLE_MILLIS = 2_500;
const VOLUME_STEP = 0.1;

/** Key, what it does, and the action's name. */
export const KEYS = [
  [["k", " "], "Pause, and back to live", "play"],
  [["m"], "Sound off and on", "mute"],
  [["ArrowUp", "ArrowDown"], "Louder, quieter", "volume"],
  [["f"], "Full screen", "full"],
  [["p"], "Picture in picture", "pip"],
  [["s"], "Snapshot as PNG", "snapshot"],
  [["c"], "Copy the address", "link"],
  [["l"], "Show or hide where the time goes", "ledger"],
  [["?"], "These keys", "help"],
];

/** Name of the action for a key event; null where the key is somebody else's. */
export function actionFor(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target?.tagName ?? "")) {
    return null;
  }
  // Enter and space are a focused button's own.
  if (event.key === " " && event.target?.tagName === "BUTTON") {
    return null;
  }
  return KEYS.find(([keys]) => keys.includes(event.key) || keys.includes(event.key.toLowerCase()))?.[2] ?? null;
}

export class Controls {
  #bar;
  #stage;
  #buttons = new Map();
  #slider;
  #actions;
  #volume;
  #idle = 0;
  #blocked = false;
  #pressedBlocked = false;

  /**
   * @param {HTMLElement} bar
   * @param {HTMLElement} stage
   * @param {Record<string, () => void>} actions play, mute, full, pip, snapshot, link, ledger, help
   * @param {{ratio: number, muted: boolean}} volume at the start
   * @param {(volume: {ratio: number, muted: boolean}) => void} onVolume
   */
  constructor(bar, stage, actions, volume, onVolume) {
    this.#bar = bar;
    this.#stage = stage;
    this.#volume = volume;
    this.onVolume = onVolume;
    this.#actions = { ...actions, mute: () => this.#mute() };
    this.#add("play", "pause", "Pause (k)");
    this.#add("mute", "sound", "Sound (m)");
    // The press itself lets the browser sound: what it was pressed for is what it said before.
    this.#buttons.get("mute").addEventListener("pointerdown", () => (this.#pressedBlocked = this.#blocked));
    this.#slider = this.#addSlider();
    bar.append(element("span", "space"));
    this.#add("snapshot", "snapshot", "Snapshot (s)");
    this.#add("link", "link", "Copy the address (c)");
    this.#add("ledger", "ledger", "Where the time goes (l)");
    this.#add("help", "help", "Keys (?)");
    this.#add("pip", "pip", "Picture in picture (p)");
    this.#add("full", "full", "Full screen (f)");
    addEventListener("keydown", (event) => this.#onKey(event));
    for (const name of ["pointermove", "pointerdown", "focusin"]) {
      stage.addEventListener(name, () => this.#wake());
    }
    stage.addEventListener("pointerleave", () => this.#sleep());
    this.#wake();
  }

  hide(name) {
    this.#buttons.get(name).hidden = true;
  }

  /** @param {boolean} paused */
  set paused(paused) {
    this.#label("play", paused ? "play" : "pause", paused ? "Back to live (k)" : "Pause (k)");
    this.#stage.classList.toggle("still", paused);
  }

  /** @param {"none"|"blocked"|"muted"|"on"} state */
  set sound(state) {
    const button = this.#buttons.get("mute");
    button.disabled = state === "none";
    this.#slider.disabled = state === "none";
    const labels = { none: "No sound in this stream", blocked: "Sound on (m)", muted: "Sound on (m)", on: "Sound off (m)" };
    this.#label("mute", state === "on" ? "sound" : "muted", labels[state]);
    this.#slider.value = String(state === "on" || state === "none" ? this.#volume.ratio : 0);
    this.#blocked = state === "blocked";
  }

  #add(action, name, label) {
    const button = element("button");
    button.type = "button";
    button.dataset.action = action;
    button.addEventListener("click", () => this.#actions[action]());
    this.#bar.append(button);
    this.#buttons.set(action, button);
    this.#label(action, name, label);
  }

  #label(action, name, label) {
    const button = this.#buttons.get(action);
    if (button.dataset.icon !== name) {
      button.dataset.icon = name;
      button.replaceChildren(icon(name));
    }
    button.title = label;
    button.setAttribute("aria-label", label);
  }

  #addSlider() {
    const slider = element("input", "volume");
    Object.assign(slider, { type: "range", min: "0", max: "1", step: "0.05", value: String(this.#volume.ratio) });
    slider.setAttribute("aria-label", "Volume");
    slider.addEventListener("input", () => this.#setVolume(Number(slider.value), false));
    this.#bar.append(slider);
    return slider;
  }

  #mute() {
    const blocked = this.#blocked || this.#pressedBlocked;
    this.#pressedBlocked = false;
    this.#setVolume(this.#volume.ratio || 1, blocked ? false : !this.#volume.muted);
  }

  #setVolume(ratio, muted) {
    this.#volume = { ratio: Math.min(1, Math.max(0, ratio)), muted: muted || ratio === 0 };
    if (ratio === 0) {
      this.#volume.ratio = 1;
    }
    this.onVolume(this.#volume);
  }

  #onKey(event) {
    const action = actionFor(event);
    if (action === null || document.querySelector("dialog[open]") !== null) {
      return;
    }
    event.preventDefault();
    this.#wake();
    if (action === "volume") {
      const from = this.#volume.muted ? 0 : this.#volume.ratio;
      this.#setVolume(from + (event.key === "ArrowUp" ? VOLUME_STEP : -VOLUME_STEP), false);
    } else if (!this.#buttons.get(action).hidden) {
      this.#actions[action]();
    }
  }

  #wake() {
    this.#stage.classList.remove("idle");
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#sleep(), IDLE_MILLIS);
  }

  #sleep() {
    if (!this.#bar.matches(":focus-within:has(:focus-visible)")) {
      this.#stage.classList.add("idle");
    }
  }
}
