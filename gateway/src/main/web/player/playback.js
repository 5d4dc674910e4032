// Plays what the catalog describes: decides the way, and gives each frame to the picture's or the sound's player.

import { Playout } from "../playout.js";
import { abilities, choosePath, mp4Type, videoConfig } from "./choose.js";
import { Screen } from "./screen.js";
import { WebCodecsPictures } from "./webcodecs.js";

/** After so many errors without a picture between them a way is given up. */
const FAILURES = 3;

/** Frames that come while the browser is asked what it can. */
const EARLY_FRAMES = 900;

export class Playback {
  #surfaces;
  #forced;
  #events;
  #playout = new Playout();
  #screen;
  #pictures = null;
  #mse = null;
  #sound = null;
  #context = null;
  #path = null;
  #tracks = { video: null, audio: null };
  #early = null;
  #choice = 0;
  #failures = 0;
  #volume = 1;
  #muted = false;
  #touched = false;
  #classes = {};

  /**
   * @param {{canvas: HTMLCanvasElement, video: HTMLVideoElement}} surfaces
   * @param {string|null} forced path
   * @param {object} events shown(frame, nowMillis), dropped(reason), rejoin(), path(path), unplayable(reason)
   */
  constructor(surfaces, forced, events) {
    this.#surfaces = surfaces;
    this.#forced = forced;
    this.#events = events;
    const due = (captureMicros, now) => this.#playout.dueMillis(captureMicros, now, this.#heardMicros(now));
    this.#screen = new Screen(surfaces.canvas, due, {
      shown: (picture, now) => this.#onShown(picture.frame, now),
      dropped: events.dropped,
    });
  }

  /** Waits for frames after the catalog; fresh: of a new incarnation. */
  async configure(tracks, fresh) {
    const video = tracks.find((each) => each.role === "video") ?? null;
    const audio = tracks.find((each) => each.role === "audio") ?? null;
    const choice = ++this.#choice;
    this.#early = [];
    if (fresh) {
      this.#playout.reset();
      this.#screen.restart(true);
    }
    if (video === null) {
      this.#tracks = { video, audio };
      this.#events.unplayable("This stream has no picture.");
      return;
    }
    const able = await abilities(video);
    if (choice !== this.#choice) {
      return;
    }
    const chosen = choosePath(video, able, this.#forced);
    if (chosen.path !== undefined) {
      await this.#load(chosen.path);
    }
    if (choice !== this.#choice) {
      return;
    }
    const early = this.#early;
    this.#early = null;
    this.#tracks = { video, audio };
    if (chosen.path === undefined) {
      this.#events.unplayable(chosen.reason);
      return;
    }
    this.#open(chosen.path);
    early.forEach((frame) => this.frame(frame));
  }

  frame(frame) {
    if (this.#early !== null) {
      this.#early.push(frame);
      if (this.#early.length > EARLY_FRAMES) {
        this.#early.shift();
      }
      return;
    }
    if (frame.track === this.#tracks.video?.id) {
      this.#playout.onArrived(frame, performance.now());
      (this.#mse ?? this.#pictures)?.frame(frame);
    } else if (frame.track === this.#tracks.audio?.id) {
      (this.#mse ?? this.#sound)?.frame(frame);
    }
  }

  /** What comes next begins with a key frame. */
  join() {
    this.#playout.join();
    this.#screen.restart(false);
    this.#pictures?.restart();
    this.#sound?.restart();
    this.#mse?.restart();
  }

  pause() {
    this.#screen.restart(false);
    this.#sound?.restart();
    this.#surfaces.video.pause();
  }

  get joining() {
    return this.#playout.joining;
  }

  get path() {
    return this.#path;
  }

  get sound() {
    return this.#sound;
  }

  /** "none", "blocked" until the page is touched, "muted" or "on". */
  get soundState() {
    if (this.#tracks.audio === null || this.#path === null) {
      return "none";
    }
    if (this.#muted || this.#volume === 0) {
      return "muted";
    }
    const blocked = this.#mse !== null ? this.#surfaces.video.muted : this.#context?.state !== "running";
    return blocked ? "blocked" : "on";
  }

  /** @param {{muted: boolean, ratio: number}} volume */
  set volume({ muted, ratio }) {
    this.#muted = muted;
    this.#volume = ratio;
    this.#applyVolume();
  }

  /** Somebody has touched the page: from now on the browser lets it sound. */
  touched() {
    this.#touched = true;
    this.#context?.resume();
    this.#applyVolume();
  }

  /** Sound ahead of the picture, in milliseconds; null while either is missing. */
  skewMillis(captureMicros, nowMillis) {
    const heard = this.#heardMicros(nowMillis);
    return heard === null ? null : (heard - captureMicros) / 1000;
  }

  /** What only one way needs is loaded when it is taken: the first picture does not wait for it. */
  async #load(path) {
    if (path !== "webcodecs") {
      Object.assign(this.#classes, await import(path === "mse" ? "./mse.js" : "./jpeg.js"));
    }
  }

  async #loadSound() {
    Object.assign(this.#classes, await import("./sound.js"));
    if (this.#pictures !== null) {
      this.#openSound();
      this.#applyVolume();
    }
  }

  #open(path) {
    const { canvas, video } = this.#surfaces;
    if (path !== this.#path) {
      this.#close();
      this.#path = path;
      canvas.hidden = path === "mse";
      video.hidden = path !== "mse";
      this.#events.path(path);
    }
    if (path === "mse") {
      this.#mse ??= new this.#classes.MsePlayer(video, {
        shown: (frame, now) => this.#onMseShown(frame, now),
        dropped: this.#events.dropped,
        failed: () => this.#onFailed(),
      });
      const audio = this.#tracks.audio !== null && isAppendable(this.#tracks.audio) ? [this.#tracks.audio] : [];
      this.#mse.configure([this.#tracks.video, ...audio]);
    } else {
      this.#pictures?.close();
      const events = {
        decoded: (picture) => this.#onDecoded(picture),
        dropped: this.#events.dropped,
        failed: () => this.#onFailed(),
      };
      this.#pictures = path === "jpeg" ? new this.#classes.JpegPictures(events) : new WebCodecsPictures(videoConfig(this.#tracks.video), events);
      this.#openSound();
    }
    this.#applyVolume();
  }

  #openSound() {
    const track = this.#tracks.audio;
    if (track === null || !("AudioContext" in globalThis)) {
      this.#sound?.close();
      this.#sound = null;
      return;
    }
    if (this.#classes.Sound === undefined) {
      this.#loadSound();
      return;
    }
    const rate = track.codec === "opus" ? 48_000 : track.samplerate || 48_000;
    if (this.#context?.sampleRate !== rate) {
      this.#sound?.close();
      this.#sound = null;
      this.#context?.close();
      this.#context = new AudioContext({ sampleRate: rate, latencyHint: "interactive" });
    }
    this.#sound ??= new this.#classes.Sound(this.#context, () => this.#playout.delayMillis, this.#events.dropped);
    this.#sound.configure(track);
  }

  #close() {
    this.#pictures?.close();
    this.#pictures = null;
    this.#sound?.close();
    this.#sound = null;
    this.#mse?.close();
    this.#mse = null;
  }

  #onDecoded(picture) {
    const now = performance.now();
    const { frame } = picture;
    frame.decodedMicros = frame.receivedMicros + (now - frame.receivedMillis) * 1000;
    const showing = this.#playout.onDecoded(frame, now);
    this.#screen[showing](picture);
  }

  #onShown(frame, now) {
    this.#failures = 0;
    this.#events.shown(frame, now);
  }

  #onMseShown(frame, now) {
    this.#playout.onDecoded(frame, now);
    this.#onShown(frame, now);
  }

  #onFailed() {
    this.#events.dropped("decoder failed");
    if (++this.#failures < FAILURES) {
      this.#events.rejoin();
      return;
    }
    this.#failures = 0;
    if (this.#path === "webcodecs" && this.#forced === null && this.#surfaces.video.canPlayType(mp4Type(this.#tracks.video) ?? "") !== "") {
      this.#load("mse").then(() => {
        this.#open("mse");
        this.#events.rejoin();
      });
    } else {
      this.#events.unplayable("This browser cannot decode the stream.");
    }
  }

  #applyVolume() {
    const { video } = this.#surfaces;
    video.volume = this.#volume;
    video.muted = this.#muted || !this.#touched;
    if (this.#sound !== null) {
      this.#sound.volume = this.#muted ? 0 : this.#volume;
    }
  }

  #heardMicros(nowMillis) {
    return this.#sound?.heardMicros(nowMillis) ?? null;
  }
}

function isAppendable(track) {
  const type = mp4Type(track);
  return type !== null && (globalThis.ManagedMediaSource ?? MediaSource).isTypeSupported(type);
}
