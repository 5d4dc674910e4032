// Motion JPEG: each frame is a picture of its own, decoded by createImageBitmap.

const AT_ONCE = 3;

export class JpegPictures {
  #events;
  #running = 0;
  #waiting = null;
  #generation = 0;

  /** @param {{decoded(picture: object): void, dropped(reason: string): void}} events */
  constructor(events) {
    this.#events = events;
  }

  /** @param {import("../frames.js").Frame} frame */
  frame(frame) {
    if (this.#running < AT_ONCE) {
      this.#decode(frame);
      return;
    }
    if (this.#waiting !== null) {
      this.#events.dropped("decoder too slow");
    }
    this.#waiting = frame;
  }

  restart() {
    this.#generation++;
    this.#waiting = null;
  }

  close() {
    this.restart();
  }

  async #decode(frame) {
    const generation = this.#generation;
    this.#running++;
    try {
      const image = await createImageBitmap(new Blob([frame.payload], { type: "image/jpeg" }));
      if (generation === this.#generation) {
        this.#events.decoded({ image, frame });
      } else {
        image.close();
      }
    } catch {
      // Bytes of a folder are sent as they are: some are no picture.
      this.#events.dropped("not a picture");
    } finally {
      this.#running--;
      const next = this.#waiting;
      this.#waiting = null;
      if (next !== null) {
        this.#decode(next);
      }
    }
  }
}
