// When a piece of sound starts on the audio device's clock. Pure: seconds of the device's clock, milliseconds of the page's.

/** Sound is moved only when it is off by more than this: each move is heard. Lip sync bears it. */
const TOLERANCE_SECONDS = 0.03;

/** Off by more than this it is drawn closer by playing a little faster or slower, which is not heard. */
const TRIM_SECONDS = 0.005;
const TRIM_RATIO = 0.005;

/** What starts sooner than this may start late. */
const GUARD_SECONDS = 0.004;

/**
 * Pieces one after another without a gap as long as that keeps them near the time they are due, and a record of what is heard when.
 */
export class Schedule {
  #end = null;
  #runs = [];
  #moves = 0;

  /**
   * @param {number} captureMicros of the piece's first sample
   * @param {number} seconds its length at the rate it was recorded with
   * @param {number} dueSeconds when it should start, device clock
   * @param {number} nowSeconds the device's clock
   * @returns {{at: number, offset: number, rate: number}|null} offset: seconds of its beginning to leave out; null: all of it is too late
   */
  place(captureMicros, seconds, dueSeconds, nowSeconds) {
    const soonest = Math.max(nowSeconds + GUARD_SECONDS, this.#end ?? 0);
    const seamless = this.#end !== null && this.#end === soonest;
    const late = soonest - dueSeconds;
    let at = soonest;
    let offset = 0;
    let rate = 1;
    if (!seamless || Math.abs(late) > TOLERANCE_SECONDS) {
      at = Math.max(soonest, dueSeconds);
      offset = at - dueSeconds;
      if (offset >= seconds) {
        return null;
      }
      this.#moves++;
    } else if (Math.abs(late) > TRIM_SECONDS) {
      rate = late > 0 ? 1 + TRIM_RATIO : 1 - TRIM_RATIO;
    }
    this.#end = at + (seconds - offset) / rate;
    this.#runs.push({ at, end: this.#end, captureMicros: captureMicros + offset * 1e6, rate });
    return { at, offset, rate };
  }

  /** Capture time of what is heard at that moment of the device's clock; null while nothing sounds. */
  heardMicros(atSeconds) {
    while (this.#runs.length > 1 && this.#runs[1].at <= atSeconds) {
      this.#runs.shift();
    }
    const run = this.#runs[0];
    if (run === undefined || atSeconds < run.at || atSeconds >= run.end) {
      return null;
    }
    return run.captureMicros + (atSeconds - run.at) * run.rate * 1e6;
  }

  /** How often it started anew: the first piece, and each jump since. */
  get moves() {
    return this.#moves;
  }

  restart() {
    this.#end = null;
    this.#runs = [];
  }
}
