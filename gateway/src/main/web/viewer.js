// One viewer of one stream: what comes over the connection is given to the player that fits, and everything is measured on the way.

import { GatewayClock } from "./clock.js";
import { Connection } from "./connection.js";
import { readFrame } from "./frames.js";
import { Ledger } from "./ledger.js";
import { Playback } from "./player/playback.js";
import { Seal } from "./seal.js";

const PINGS_AT_START = 6;
const PING_APART_MILLIS = 80;
const SECOND_MILLIS = 1_000;
const REPORT_SECONDS = 5;
const REJOIN_MILLIS = 1_000;

export class Viewer {
  #connection;
  #clock = new GatewayClock();
  #ledger = new Ledger();
  #playback;
  #listener = () => {};
  #catalog = null;
  #refusal = null;
  #state = "connecting";
  #reason = "";
  #told = "connecting";
  #toldReason = "";
  #unplayable = "";
  #pauses = new Set();
  #seconds = 0;
  #rejoinedAt = -Infinity;
  #incarnation = null;
  #lastFrame = null;
  #skewMillis = null;
  #seal = new Seal();

  /**
   * @param {string} url of the WebSocket
   * @param {{canvas: HTMLCanvasElement, video: HTMLVideoElement}} surfaces
   * @param {string|null} forced path
   */
  constructor(url, surfaces, forced) {
    this.#playback = new Playback(surfaces, forced, {
      shown: (frame, nowMillis) => this.#onShown(frame, nowMillis),
      dropped: (reason) => this.#ledger.onDropped(reason),
      rejoin: () => this.#rejoin(),
      path: (path) => this.#onPath(path),
      unplayable: (reason) => this.#onUnplayable(reason),
    });
    this.#connection = new Connection(url, (name, detail) => this.#onConnection(name, detail));
    setInterval(() => this.#onSecond(), SECOND_MILLIS);
  }

  open() {
    this.#refusal = null;
    this.#connection.open();
  }

  /** @param {(name: string, detail?: unknown) => void} listener "state", "catalog", "path", "first", "second", "login", "forbidden", "rules" */
  set listener(listener) {
    this.#listener = listener;
  }

  /** The last one; null before the first. */
  get catalog() {
    return this.#catalog;
  }

  /** Why the gateway closed for good: "login", "forbidden" or "rules"; null while it has not. */
  get refusal() {
    return this.#refusal;
  }

  /** What the gateway tells, or the page's own: "connecting", "waiting", "catching-up", "live", "paused", "reconnecting", "ended", "refused", "locked", "unplayable". */
  get state() {
    return this.#state;
  }

  get reason() {
    return this.#reason;
  }

  get ledger() {
    return this.#ledger;
  }

  get clock() {
    return this.#clock;
  }

  get playback() {
    return this.#playback;
  }

  /** {number, captureMicros, shownMicros} of the picture that is on the screen, the gateway's clock; null before the first. */
  get lastFrame() {
    return this.#lastFrame;
  }

  /** By how much sound was ahead of the picture when that was drawn; null while either is missing. */
  get skewMillis() {
    return this.#skewMillis;
  }

  /** Holds the picture for this reason; frames stop coming. */
  pause(why) {
    if (this.#pauses.size === 0) {
      this.#connection.send({ type: "pause" });
    }
    this.#pauses.add(why);
    this.#playback.pause();
    this.#tell();
  }

  /** That reason is gone; without another one it joins again, at the newest key frame. */
  resume(why) {
    if (this.#pauses.delete(why) && this.#pauses.size === 0) {
      this.#playback.join();
      this.#connection.send({ type: "resume" });
      this.#tell();
    }
  }

  pausedBy(why) {
    return this.#pauses.has(why);
  }

  #onConnection(name, detail) {
    switch (name) {
      case "open":
        this.#clock.reset();
        this.#playback.join();
        for (let i = 0; i < PINGS_AT_START; i++) {
          setTimeout(() => this.#ping(), i * PING_APART_MILLIS);
        }
        if (this.#pauses.size > 0) {
          this.#connection.send({ type: "pause" });
        }
        break;
      case "text":
        this.#onMessage(detail);
        break;
      case "binary":
        this.#onBinary(detail);
        break;
      case "closed":
        this.#onTold(this.#lastFrame === null ? "connecting" : "reconnecting", "The gateway does not answer.");
        break;
      default:
        this.#onTold("refused", detail === "rules" ? "The gateway closed the connection." : "");
        this.#refusal = detail;
        this.#listener(detail);
    }
  }

  #onMessage(message) {
    const now = performance.now();
    switch (message.type) {
      case "hello":
        this.#clock.greet(message.nowMicros, now);
        break;
      case "pong":
        this.#clock.onPong(message.t0, message.nowMicros, now);
        break;
      case "state":
        this.#onTold(message.state, message.reason ?? "");
        break;
      case "catalog":
        this.#seal.none();
        this.#onCatalog(message);
        break;
      case "sealed":
        this.#onSealed(message);
        break;
      case "stats":
        this.#ledger.onStats(message);
        break;
      default:
        // Said by a newer gateway.
        break;
    }
  }

  #onCatalog(catalog) {
    const fresh = catalog.incarnation !== this.#incarnation;
    this.#incarnation = catalog.incarnation;
    if (fresh) {
      this.#ledger.reset();
    }
    this.#unplayable = "";
    this.#playback.configure(catalog.tracks ?? [], fresh);
    this.#catalog = catalog;
    this.#listener("catalog", catalog);
    this.#tell();
  }

  /** What a passphrase does: "open", "wrong", or "insecure" where the browser has no cryptography for a page like this. */
  async unlock(passphrase) {
    const done = await this.#seal.unlock(passphrase);
    if (done === "open") {
      this.#rejoin();
      this.#tell();
    }
    return done;
  }

  async #onSealed(message) {
    await this.#seal.on(message);
    this.#tell();
  }

  #onBinary(message) {
    const frame = readFrame(message);
    if (frame === null || this.#pauses.size > 0) {
      return;
    }
    frame.receivedMillis = performance.now();
    frame.receivedMicros = this.#clock.gatewayMicros(frame.receivedMillis);
    if (frame.sealed) {
      this.#seal.open(frame, (opened) => this.#onOpened(opened));
    } else {
      this.#onOpened(frame);
    }
  }

  #onOpened(frame) {
    if (frame.sealed && frame.track === 0) {
      const { tracks } = JSON.parse(new TextDecoder().decode(frame.payload));
      this.#onCatalog({ incarnation: frame.incarnation, title: this.#seal.title, tracks });
    } else if (frame.incarnation === this.#incarnation && this.#pauses.size === 0) {
      this.#playback.frame(frame);
    }
  }

  #onShown(frame, nowMillis) {
    const shownMicros = this.#clock.gatewayMicros(nowMillis);
    const age = (micros) => (micros - frame.captureMicros) / 1000;
    // The first viewer's join comes by way of the broker's cache, and is not marked.
    if (!frame.cached && !this.#playback.joining) {
      const ages = {
        gateway: frame.gatewayAgeMicros === null ? NaN : frame.gatewayAgeMicros / 1000,
        received: age(frame.receivedMicros),
        decoded: age(frame.decodedMicros),
        shown: age(shownMicros),
      };
      this.#ledger.onShown(ages, nowMillis);
    }
    if (this.#ledger.firstPictureMillis === null) {
      this.#ledger.onFirstPicture(nowMillis);
      this.#listener("first");
    }
    this.#skewMillis = this.#playback.skewMillis(frame.captureMicros, nowMillis);
    this.#lastFrame = { number: frame.number, captureMicros: frame.captureMicros, shownMicros };
    if (this.#state !== "live") {
      this.#tell();
    }
  }

  #rejoin() {
    const now = performance.now();
    if (now - this.#rejoinedAt >= REJOIN_MILLIS && this.#pauses.size === 0) {
      this.#rejoinedAt = now;
      this.#playback.join();
      // Who has not paused has nothing to resume.
      this.#connection.send({ type: "pause" });
      this.#connection.send({ type: "resume" });
    }
  }

  #onPath(path) {
    this.#listener("path", path);
    this.#tell();
  }

  #onUnplayable(reason) {
    this.#unplayable = reason;
    this.#tell();
  }

  #onTold(state, reason) {
    if (state === "live" && this.#told !== "live") {
      this.#playback.join();
    }
    this.#told = state;
    this.#toldReason = reason;
    this.#tell();
  }

  #tell() {
    let state = this.#told;
    let reason = this.#toldReason;
    if (state === "live" && this.#seal.locked) {
      state = "locked";
    } else if (state === "live" && this.#unplayable !== "") {
      [state, reason] = ["unplayable", this.#unplayable];
    } else if (state === "live" && this.#pauses.size > 0) {
      state = "paused";
    } else if (state === "live" && this.#playback.joining) {
      state = "catching-up";
    }
    if (state !== this.#state || reason !== this.#reason) {
      this.#state = state;
      this.#reason = reason;
      this.#listener("state");
    }
  }

  #ping() {
    this.#connection.send({ type: "ping", t0: performance.now() });
  }

  #onSecond() {
    this.#seconds++;
    this.#ledger.onSecond();
    this.#ping();
    if (this.#seconds % REPORT_SECONDS === 0 && this.#playback.path !== null) {
      this.#report();
    }
    this.#tell();
    this.#listener("second");
  }

  #report() {
    const { p50, p99 } = this.#ledger.ages(performance.now());
    this.#connection.send({
      type: "report",
      path: this.#playback.path,
      ttffMs: this.#ledger.firstPictureMillis,
      ...(p50.shown !== undefined && { shownMs: { p50: p50.shown, p99: p99.shown } }),
      dropped: this.#ledger.droppedHere,
    });
  }
}
