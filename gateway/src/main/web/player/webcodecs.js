// VideoDecoder: encoded frames in, pictures out.

/** A decoder with more than this before it leaves out what nothing refers to. */
const BUSY_FRAMES = 8;

/** What it has not begun after this long, it will not catch up with: on to the next key frame. */
const HOPELESS_MILLIS = 1_500;

export class WebCodecsPictures {
  #config;
  #events;
  #decoder = null;
  #needsKey = true;
  #waiting = new Map();

  /**
   * @param {VideoDecoderConfig} config
   * @param {{decoded(picture: object): void, dropped(reason: string): void, failed(message: string): void}} events
   */
  constructor(config, events) {
    this.#config = config;
    this.#events = events;
  }

  /** @param {import("../frames.js").Frame} frame in decode order */
  frame(frame) {
    if (this.#decoder === null || this.#decoder.state === "closed") {
      this.#open();
    }
    if (this.#needsKey && !frame.key) {
      this.#events.dropped("before a key frame");
      return;
    }
    if (this.#leftOut(frame)) {
      return;
    }
    this.#needsKey = false;
    // Times are estimates until the clocks know each other: those of two frames may be the same.
    let timestamp = frame.captureMicros;
    while (this.#waiting.has(timestamp)) {
      timestamp++;
    }
    this.#waiting.set(timestamp, { frame, at: performance.now() });
    this.#decoder.decode(new EncodedVideoChunk({ type: frame.key ? "key" : "delta", timestamp, data: frame.payload }));
  }

  /** The next frame is a key frame of another join or incarnation. */
  restart() {
    this.#close();
  }

  close() {
    this.#close();
  }

  #leftOut(frame) {
    if (frame.cached || this.#decoder.decodeQueueSize <= BUSY_FRAMES) {
      return false;
    }
    if (frame.discardable) {
      this.#events.dropped("decoder too slow");
      return true;
    }
    const [oldest] = this.#waiting.values();
    if (!frame.key && oldest !== undefined && performance.now() - oldest.at > HOPELESS_MILLIS && !oldest.frame.cached) {
      this.#events.dropped("decoder too slow");
      this.#needsKey = true;
      return true;
    }
    return false;
  }

  #open() {
    this.#close();
    const decoder = new VideoDecoder({
      output: (image) => (decoder === this.#decoder ? this.#onPicture(image) : image.close()),
      error: (error) => decoder === this.#decoder && this.#onError(error),
    });
    this.#decoder = decoder;
    decoder.configure(this.#config);
  }

  #onPicture(image) {
    const { frame } = this.#waiting.get(image.timestamp);
    this.#waiting.delete(image.timestamp);
    this.#events.decoded({ image, frame });
  }

  #onError(error) {
    this.#close();
    this.#events.failed(error.message);
  }

  #close() {
    if (this.#decoder !== null && this.#decoder.state !== "closed") {
      this.#decoder.close();
    }
    this.#decoder = null;
    this.#waiting.clear();
    this.#needsKey = true;
  }
}
