// Quantiles over a sliding window of samples.

/** Samples of the last so many milliseconds, and at most so many of them. */
export class Window {
  #samples = [];
  #spanMillis;
  #most;

  constructor(spanMillis, most = 2048) {
    this.#spanMillis = spanMillis;
    this.#most = most;
  }

  add(value, nowMillis) {
    this.#samples.push({ value, at: nowMillis });
    this.#forget(nowMillis);
  }

  clear() {
    this.#samples.length = 0;
  }

  get size() {
    return this.#samples.length;
  }

  /** The samples' quantiles in the order asked for; null where there are no samples. */
  quantiles(nowMillis, ...ratios) {
    this.#forget(nowMillis);
    return quantilesOf(
      this.#samples.map((each) => each.value),
      ...ratios,
    );
  }

  #forget(nowMillis) {
    let gone = Math.max(0, this.#samples.length - this.#most);
    while (gone < this.#samples.length && nowMillis - this.#samples[gone].at > this.#spanMillis) {
      gone++;
    }
    this.#samples.splice(0, gone);
  }
}

/** Nearest-rank quantiles of the values; null where there are none. */
export function quantilesOf(values, ...ratios) {
  if (values.length === 0) {
    return null;
  }
  const sorted = Float64Array.from(values).sort();
  return ratios.map((ratio) => sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)]);
}
