// Sound through WebAudio: decoded pieces are put on the device's clock where they are due, and what is heard is the clock for the picture.

import { Transit } from "../playout.js";
import { Schedule } from "./schedule.js";
import { SoundDecoder } from "./sound-decoder.js";

/** Between the moment that most sound is decoded and the one that it is due: the scheduling of a busy page. */
const CUSHION_MILLIS = 10;

/** A picture that is late is seen late; sound that is late is a gap, which is heard. */
const SOUND_RATIO = 0.98;

/** Sound is not held back by more than this over the picture's own delay. */
const LONGEST_EXTRA_MILLIS = 400;

export class Sound {
  #context;
  #gain;
  #decoder = null;
  #schedule = new Schedule();
  #ready = new Transit(SOUND_RATIO);
  #pictureDelay;
  #dropped;
  #sources = new Set();

  /**
   * @param {AudioContext} context
   * @param {() => number|null} pictureDelay milliseconds from capture to the picture, which sound does not overtake; null while unknown
   * @param {(reason: string) => void} dropped
   */
  constructor(context, pictureDelay, dropped) {
    this.#context = context;
    this.#pictureDelay = pictureDelay;
    this.#dropped = dropped;
    this.#gain = context.createGain();
    this.#gain.connect(context.destination);
  }

  /** @param {object} track of the catalog */
  configure(track) {
    this.restart();
    this.#decoder?.close();
    this.#decoder = new SoundDecoder(track, this.#context, (piece) => this.#onPiece(piece), this.#dropped);
  }

  frame(frame) {
    // What comes out of the cache is over.
    if (!frame.cached && this.#context.state === "running") {
      this.#decoder?.frame(frame);
    }
  }

  set volume(ratio) {
    this.#gain.gain.value = ratio;
  }

  /** What comes out, for whoever wants to look at it. */
  get output() {
    return this.#gain;
  }

  /** Capture time of what is heard now; null while nothing sounds. */
  heardMicros(nowMillis) {
    return this.#context.state === "running" ? this.#schedule.heardMicros(this.#heardAt(nowMillis)) : null;
  }

  restart() {
    this.#sources.forEach((each) => each.stop());
    this.#sources.clear();
    this.#schedule.restart();
    this.#ready.reset();
    this.#decoder?.restart();
  }

  close() {
    this.restart();
    this.#decoder?.close();
    this.#decoder = null;
    this.#gain.disconnect();
  }

  /** @param {{captureMicros: number, buffer: AudioBuffer}} piece */
  #onPiece(piece) {
    const now = performance.now();
    this.#ready.add(now - piece.captureMicros / 1000, now);
    const { currentTime } = this.#context;
    const heard = this.#heardAt(now);
    const own = this.#ready.delay + Math.max(0, currentTime - heard) * 1000 + CUSHION_MILLIS;
    const picture = this.#pictureDelay() ?? own;
    const delay = Math.max(picture, Math.min(own, picture + LONGEST_EXTRA_MILLIS));
    const due = heard + (piece.captureMicros / 1000 + delay - now) / 1000;
    const place = this.#schedule.place(piece.captureMicros, piece.buffer.duration, due, currentTime);
    if (place === null) {
      this.#dropped("sound too late");
      return;
    }
    const source = this.#context.createBufferSource();
    source.buffer = piece.buffer;
    source.playbackRate.value = place.rate;
    source.connect(this.#gain);
    source.onended = () => this.#sources.delete(source);
    this.#sources.add(source);
    source.start(place.at, place.offset);
  }

  /** The device's clock of what leaves the loudspeaker at that moment. */
  #heardAt(nowMillis) {
    const { contextTime, performanceTime } = this.#context.getOutputTimestamp?.() ?? { contextTime: 0 };
    if (contextTime > 0) {
      return contextTime + (nowMillis - performanceTime) / 1000;
    }
    return this.#context.currentTime - (this.#context.outputLatency || this.#context.baseLatency || 0);
  }
}
