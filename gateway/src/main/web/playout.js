// When a picture is shown. Pure: times come in as performance.now() milliseconds, capture times as microseconds of the gateway's clock.

import { quantilesOf } from "./quantiles.js";

const BASE_SPAN_MILLIS = 10_000;
const JITTER_SAMPLES = 60;
const PICTURE_RATIO = 0.9;

/** Pictures may lead the sound by this much, and skew stays below 40 ms. */
const LEAD_MILLIS = 30;

/** A decoder that is too slow to come up to the budget in this time shows what it has. */
const JOIN_MILLIS = 3_000;

/** What sound asks for beyond this is a clock that is wrong, and is not waited for. */
const SOUND_WAIT_MILLIS = 1_000;

/** How long frames take until they could be shown: the least of the last 10 s, and what is enough for most of the last ones. */
export class Transit {
  #ratio;
  #least = [];
  #recent = [];
  #next = 0;

  /** @param {number} ratio of the frames that are to be in time */
  constructor(ratio) {
    this.#ratio = ratio;
  }

  add(millis, nowMillis) {
    while (this.#least.length > 0 && this.#least[this.#least.length - 1].millis >= millis) {
      this.#least.pop();
    }
    this.#least.push({ millis, at: nowMillis });
    while (nowMillis - this.#least[0].at > BASE_SPAN_MILLIS) {
      this.#least.shift();
    }
    this.#recent[this.#next] = millis;
    this.#next = (this.#next + 1) % JITTER_SAMPLES;
  }

  /** The other figures are, once there is a sample. */
  get known() {
    return this.#least.length > 0;
  }

  get base() {
    return this.#least[0].millis;
  }

  /** Time from capture within which that ratio of frames could be shown. */
  get delay() {
    return Math.max(this.base, quantilesOf(this.#recent, this.#ratio)[0]);
  }

  reset() {
    this.#least = [];
    this.#recent = [];
    this.#next = 0;
  }
}

/**
 * What becomes of a decoded picture. Joining: the first one is a still, shown at once; what follows is decoded unseen until a picture is
 * no older than the budget, and motion begins with that one. From then on each is shown when it is due by its capture time, so that
 * nothing drifts: who is slow shows fewer pictures, not older ones.
 */
export class Playout {
  #budgetMillis;
  #arrivals = new Transit(PICTURE_RATIO);
  #pictures = new Transit(PICTURE_RATIO);
  #still = true;
  #joining = true;
  #joinedAt = null;

  constructor(budgetMillis = 200) {
    this.#budgetMillis = budgetMillis;
  }

  /** The next picture is the first of a join. */
  join() {
    this.#still = true;
    this.#joining = true;
    this.#joinedAt = null;
  }

  /** A new incarnation: its times have nothing to do with those before. */
  reset() {
    this.#arrivals.reset();
    this.#pictures.reset();
    this.join();
  }

  get joining() {
    return this.#joining;
  }

  /** Milliseconds from capture (the gateway's clock) to the moment that pictures are shown at (the page's); null before the first one. */
  get delayMillis() {
    return this.#pictures.known ? Math.min(this.#pictures.delay, this.#pictures.base + this.#budgetMillis) : null;
  }

  /** A frame has come, not yet decoded. */
  onArrived(frame, nowMillis) {
    this.#joinedAt ??= nowMillis;
    if (!frame.cached) {
      this.#arrivals.add(nowMillis - frame.captureMicros / 1000, nowMillis);
    }
  }

  /**
   * @param {{captureMicros: number, cached: boolean}} picture that has just been decoded
   * @returns {"still"|"unseen"|"show"}
   */
  onDecoded(picture, nowMillis) {
    const still = this.#still;
    this.#still = false;
    const transit = nowMillis - picture.captureMicros / 1000;
    const old = picture.cached || (this.#arrivals.known && transit - this.#arrivals.base > this.#budgetMillis);
    const patient = nowMillis - this.#joinedAt < JOIN_MILLIS;
    if (this.#joining && old && (picture.cached || patient)) {
      return still ? "still" : "unseen";
    }
    this.#joining = false;
    this.#pictures.add(transit, nowMillis);
    return "show";
  }

  /**
   * When a picture is due.
   *
   * @param {number|null} heardMicros capture time of the sound that is heard now, which then is the clock
   */
  dueMillis(captureMicros, nowMillis, heardMicros) {
    const due = captureMicros / 1000 + (this.delayMillis ?? -Infinity);
    if (heardMicros === null) {
      return due;
    }
    const bySound = nowMillis + (captureMicros - heardMicros) / 1000 - LEAD_MILLIS;
    return bySound - due > SOUND_WAIT_MILLIS ? due : Math.max(due, bySound);
  }
}
