// The WebSocket to the gateway: opened again by itself, with back-off.

const PROTOCOL = "framecast.v1";
const FIRST_WAIT_MILLIS = 250;
const LONGEST_WAIT_MILLIS = 2_000;
const SILENCE_MILLIS = 5_000;
const TICK_MILLIS = 1_000;

/** Close codes that opening again does not mend. */
const FINAL = new Map([
  [1008, "rules"],
  [4401, "login"],
  [4403, "forbidden"],
]);

/** How long to wait before the next try: 0.25 s doubling to 2 s, +-20 % so that many viewers do not come back in one moment. */
export function waitMillis(failures, random) {
  return Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * random);
}

/**
 * Calls back with (name, detail): "open"; "text" with the parsed message; "binary" with the ArrayBuffer; "closed", once for each loss;
 * "refused" with "rules", "login" or "forbidden", after which only open() tries again.
 */
export class Connection {
  #url;
  #listener;
  #socket = null;
  #failures = 0;
  #timer = 0;
  #wanted = false;
  #heardAt = 0;
  #tick = 0;

  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  open() {
    this.#wanted = true;
    this.#failures = 0;
    this.#connect();
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (this.connected) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const socket = new WebSocket(this.#url, PROTOCOL);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#heardAt = performance.now();
    clearInterval(this.#tick);
    this.#tick = setInterval(() => this.#watch(socket), TICK_MILLIS);
    socket.onopen = () => this.#listener("open");
    socket.onmessage = (event) => {
      this.#heardAt = performance.now();
      this.#failures = 0;
      if (typeof event.data === "string") {
        this.#listener("text", JSON.parse(event.data));
      } else {
        this.#listener("binary", event.data);
      }
    };
    socket.onclose = (event) => this.#onClose(socket, event.code);
  }

  /** A way that broke without a word is found out by its silence: pongs come every second. */
  #watch(socket) {
    if (performance.now() - this.#heardAt > SILENCE_MILLIS) {
      socket.close();
      this.#onClose(socket, 1006);
    }
  }

  #onClose(socket, code) {
    if (socket !== this.#socket) {
      return;
    }
    this.#socket = null;
    clearInterval(this.#tick);
    if (FINAL.has(code)) {
      this.#wanted = false;
      this.#listener("refused", FINAL.get(code));
      return;
    }
    this.#listener("closed");
    this.#timer = setTimeout(() => this.#connect(), waitMillis(this.#failures++, Math.random()));
  }

  /** The network or the viewer is back: no reason to wait any longer. */
  #hurry() {
    if (this.#wanted && this.#socket === null) {
      this.#failures = 0;
      this.#connect();
    }
  }
}
