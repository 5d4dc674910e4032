// Where the time goes between capture and screen: ages of frames at each hop, over the last 10 s, and of the last minute by second.

import { Window, quantilesOf } from "./quantiles.js";

const SPAN_MILLIS = 10_000;
const GRAPH_SECONDS = 60;

/** In the order that a frame passes them; the gateway tells the first four, of which the last comes with each frame, too; the page measures the others. */
export const HOPS = [
  { name: "encoded", label: "Encode", note: "captured until encoded" },
  { name: "broker_in", label: "To broker", note: "until the broker has it" },
  { name: "broker_out", label: "Broker", note: "until the broker has sent it" },
  { name: "gateway", label: "To gateway", note: "until the gateway has it" },
  { name: "received", label: "To page", note: "until this page has it" },
  { name: "decoded", label: "Decode", note: "until it is a picture" },
  { name: "shown", label: "Show", note: "until it is drawn" },
];

/**
 * Shares of the hops: the difference of two ages that are known, never negative.
 *
 * @param {Record<string, number|undefined>} ages milliseconds since capture, by hop
 * @returns {{name: string, label: string, note: string, age: number, share: number}[]} hops whose age is known
 */
export function shares(ages) {
  let before = 0;
  return HOPS.filter(({ name }) => Number.isFinite(ages[name])).map((hop) => {
    const age = ages[hop.name];
    const share = Math.max(0, age - before);
    before = Math.max(before, age);
    return { ...hop, age, share };
  });
}

export class Ledger {
  #own = {
    gateway: new Window(SPAN_MILLIS),
    received: new Window(SPAN_MILLIS),
    decoded: new Window(SPAN_MILLIS),
    shown: new Window(SPAN_MILLIS),
  };
  #gateway = {};
  #second = [];
  #graph = [];
  #dropped = new Map();
  #server = null;
  #shown = 0;
  #firstMillis = null;

  /** The gateway's figures, once a second. */
  onStats(stats) {
    this.#server = stats;
    this.#gateway = stats.hops ?? {};
  }

  /**
   * A picture has been shown.
   *
   * @param {{gateway: number|undefined, received: number, decoded: number|undefined, shown: number}} ages milliseconds since capture; what is not a number is not counted
   */
  onShown(ages, nowMillis) {
    this.#shown++;
    for (const [name, window] of Object.entries(this.#own)) {
      if (Number.isFinite(ages[name])) {
        window.add(ages[name], nowMillis);
      }
    }
    if (Number.isFinite(ages.shown)) {
      this.#second.push(ages.shown);
    }
  }

  /** The first picture was on the screen so long after the navigation began; later ones are not counted. */
  onFirstPicture(millis) {
    this.#firstMillis ??= millis;
  }

  onDropped(reason) {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }

  /** Closes a second of the graph; one without pictures is a hole in it. */
  onSecond() {
    const quantiles = quantilesOf(this.#second, 0.5, 0.99);
    this.#graph.push(quantiles === null ? null : { p50: quantiles[0], p99: quantiles[1] });
    this.#second = [];
    if (this.#graph.length > GRAPH_SECONDS) {
      this.#graph.shift();
    }
  }

  /** Another way or another incarnation: what was measured says nothing about what comes. */
  reset() {
    Object.values(this.#own).forEach((window) => window.clear());
    this.#second = [];
  }

  get graph() {
    return this.#graph;
  }

  get firstPictureMillis() {
    return this.#firstMillis;
  }

  get shown() {
    return this.#shown;
  }

  get server() {
    return this.#server;
  }

  /** Frames left out, by the gateway and here, by reason. */
  get dropped() {
    const all = new Map(Object.entries(this.#server?.dropped ?? {}).map(([why, count]) => [`${why} (gateway)`, count]));
    this.#dropped.forEach((count, why) => all.set(why, count));
    return new Map([...all].filter(([, count]) => count > 0));
  }

  get droppedHere() {
    return [...this.#dropped.values()].reduce((sum, each) => sum + each, 0);
  }

  /** Ages by hop: {p50: {...}, p99: {...}}, milliseconds. */
  ages(nowMillis) {
    const ages = { p50: {}, p99: {} };
    for (const [name, quantiles] of Object.entries(this.#gateway)) {
      ages.p50[name] = quantiles?.p50;
      ages.p99[name] = quantiles?.p99;
    }
    for (const [name, window] of Object.entries(this.#own)) {
      const quantiles = window.quantiles(nowMillis, 0.5, 0.99);
      if (quantiles !== null) {
        [ages.p50[name], ages.p99[name]] = quantiles;
      }
    }
    return ages;
  }
}
