// The gateway's epoch clock on this page: t0 goes out, the gateway's time comes back, and the exchange that took least is believed.

const KEPT = 24;

/** Offset of the gateway's clock to performance.now(), by the fastest of the last exchanges (the minimum filter of RFC 5905, section 10). */
export class GatewayClock {
  #exchanges = [];
  #best = null;

  /** A first guess out of a greeting, good until the first answer to a ping. */
  greet(gatewayMicros, nowMillis) {
    this.#best ??= { offset: gatewayMicros - nowMillis * 1000, roundTrip: Infinity };
  }

  /**
   * @param {number} sentMillis performance.now() when the ping left
   * @param {number} gatewayMicros the gateway's clock in its answer
   * @param {number} nowMillis performance.now() when the answer came
   */
  onPong(sentMillis, gatewayMicros, nowMillis) {
    const roundTrip = nowMillis - sentMillis;
    if (!(roundTrip >= 0) || !Number.isFinite(gatewayMicros)) {
      return;
    }
    this.#exchanges.push({ roundTrip, offset: gatewayMicros - (sentMillis + roundTrip / 2) * 1000 });
    if (this.#exchanges.length > KEPT) {
      this.#exchanges.shift();
    }
    this.#best = this.#exchanges.reduce((least, each) => (each.roundTrip < least.roundTrip ? each : least));
  }

  /** Forgets everything: the next connection may reach another gateway, or one whose clock was set. */
  reset() {
    this.#exchanges = [];
    this.#best = null;
  }

  get known() {
    return this.#best !== null;
  }

  /** Half the fastest round trip: the offset is not further off than that. Milliseconds. */
  get uncertaintyMillis() {
    return this.#best === null ? Infinity : this.#best.roundTrip / 2;
  }

  /** Microseconds since the epoch on the gateway's clock; NaN while that is unknown. */
  gatewayMicros(nowMillis) {
    return this.#best === null ? NaN : nowMillis * 1000 + this.#best.offset;
  }
}
