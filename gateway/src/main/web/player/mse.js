// MediaSource: for browsers, and addresses, without WebCodecs. Frames become fragmented MP4; the video element is kept near the live edge.

import { mp4Type } from "./choose.js";
import { AudioWriter, VideoWriter } from "./fmp4.js";
import { pursue } from "./pursuit.js";

const KEPT_SECONDS = 8;
const EVICT_SECONDS = 20;
const TICK_MILLIS = 100;
const HELD_FRAMES = 600;

/** No picture for so long although frames come: the element is stuck, on times that went back for example. */
const STUCK_MILLIS = 3_000;

/** What is known of a frame until it is shown, by its time in the media. */
const REMEMBERED_FRAMES = 600;

export class MsePlayer {
  #video;
  #events;
  #source = null;
  #feeds = new Map();
  #originMicros = null;
  #catalog = [];
  #frames = new Map();
  #tick;
  #evictedAt = 0;
  #held = [];
  #fedAt = -Infinity;
  #movedAt = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {{shown(frame: object, nowMillis: number): void, dropped(reason: string): void, failed(message: string): void}} events
   */
  constructor(video, events) {
    this.#video = video;
    this.#events = events;
    this.#tick = setInterval(() => this.#onTick(), TICK_MILLIS);
    this.#watch();
  }

  /** @param {object[]} tracks that are played: a picture, and sound or not. The picture that was shown last stays. */
  configure(tracks) {
    this.#catalog = tracks;
    const types = tracks.map(mp4Type);
    const fits = tracks.every((each, i) => this.#feeds.get(each.id)?.type === types[i]);
    if (this.#source?.readyState === "open" && fits && this.#feeds.size === tracks.length) {
      this.#feeds.forEach((feed) => (feed.writer = null));
    } else {
      this.#open();
    }
  }

  frame(frame) {
    if (this.#source?.readyState !== "open") {
      this.#held.push(frame);
      if (this.#held.length > HELD_FRAMES) {
        this.#held.shift();
      }
      return;
    }
    const feed = this.#feeds.get(frame.track);
    if (feed === undefined) {
      return;
    }
    const video = feed.track.role === "video";
    this.#originMicros ??= frame.captureMicros - 1_000_000;
    if (feed.writer === null) {
      if (!frame.key) {
        this.#events.dropped("before a key frame");
        return;
      }
      feed.writer = new (video ? VideoWriter : AudioWriter)(feed.track, this.#originMicros);
    }
    feed.queue.push(...feed.writer.frame(frame));
    if (video) {
      this.#fedAt = performance.now();
      this.#frames.set(frame.captureMicros - this.#originMicros, frame);
      if (this.#frames.size > REMEMBERED_FRAMES) {
        this.#frames.delete(this.#frames.keys().next().value);
      }
    }
    this.#append(feed);
  }

  /** The next frame of each track is a key frame of another join. */
  restart() {
    this.#feeds.forEach((feed) => (feed.writer = null));
  }

  close() {
    clearInterval(this.#tick);
    this.#video.removeAttribute("src");
    this.#source = null;
    this.#feeds.clear();
  }

  #open() {
    this.#feeds.clear();
    this.#frames.clear();
    this.#originMicros = null;
    this.#held = [];
    this.#movedAt = performance.now();
    const managed = globalThis.ManagedMediaSource;
    const source = new (managed ?? MediaSource)();
    this.#source = source;
    this.#video.disableRemotePlayback = managed !== undefined;
    source.onsourceopen = () => {
      URL.revokeObjectURL(this.#video.src);
      this.#onOpen(source);
    };
    this.#video.src = URL.createObjectURL(source);
  }

  #onOpen(source) {
    if (source !== this.#source || this.#feeds.size > 0) {
      return;
    }
    for (const track of this.#catalog) {
      const type = mp4Type(track);
      const buffer = source.addSourceBuffer(type);
      const feed = { track, type, buffer, writer: null, queue: [] };
      buffer.onupdateend = () => this.#append(feed);
      this.#feeds.set(track.id, feed);
    }
    this.#held.splice(0).forEach((frame) => this.frame(frame));
  }

  #append(feed) {
    if (feed.buffer.updating || feed.queue.length === 0 || this.#source?.readyState !== "open") {
      return;
    }
    if (this.#video.error !== null) {
      this.#onError();
      return;
    }
    const segments = feed.queue.splice(0);
    const bytes = new Uint8Array(segments.reduce((sum, each) => sum + each.length, 0));
    segments.reduce((at, each) => (bytes.set(each, at), at + each.length), 0);
    try {
      feed.buffer.appendBuffer(bytes);
    } catch {
      this.#onError();
    }
  }

  #onError() {
    const message = this.#video.error?.message ?? "no picture comes out";
    this.#open();
    this.#events.failed(message);
  }

  #onTick() {
    if (this.#video.error !== null || this.#stuck()) {
      this.#onError();
      return;
    }
    const { buffered } = this.#video;
    if (this.#source?.readyState !== "open" || buffered.length === 0) {
      return;
    }
    const edge = buffered.end(buffered.length - 1);
    const start = buffered.start(buffered.length - 1);
    const sound = this.#feeds.size > 1;
    const { seekTo, rate } = pursue({ at: this.#video.currentTime, start, edge, sound });
    if (seekTo !== null) {
      this.#video.currentTime = seekTo;
    }
    if (this.#video.playbackRate !== rate) {
      this.#video.playbackRate = rate;
    }
    if (this.#video.paused) {
      // Refused by the browser as long as nobody has touched the page and sound is on.
      this.#video.play().catch(() => {});
    }
    this.#evict(edge);
  }

  #stuck() {
    const now = performance.now();
    const coming = now - this.#fedAt < TICK_MILLIS * 5;
    const seen = "requestVideoFrameCallback" in this.#video && !document.hidden;
    if (!coming || !seen) {
      this.#movedAt = now;
    }
    return now - this.#movedAt > STUCK_MILLIS;
  }

  #evict(edge) {
    if (edge - this.#evictedAt < EVICT_SECONDS) {
      return;
    }
    const before = this.#video.currentTime - KEPT_SECONDS;
    const feeds = [...this.#feeds.values()];
    if (before > 0 && feeds.every((feed) => !feed.buffer.updating)) {
      feeds.forEach((feed) => feed.buffer.remove(0, before));
      this.#evictedAt = edge;
    }
  }

  #watch() {
    this.#video.requestVideoFrameCallback?.((now, { mediaTime }) => {
      this.#movedAt = now;
      const micros = Math.round(mediaTime * 1e6);
      // The time that comes back has been through other timescales.
      for (const [time, frame] of this.#frames) {
        if (Math.abs(time - micros) <= 500) {
          this.#frames.delete(time);
          this.#events.shown(frame, now);
          break;
        }
      }
      this.#watch();
    });
  }
}
