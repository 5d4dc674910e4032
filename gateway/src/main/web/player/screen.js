// The canvas: draws each picture when it is due, of several that are due the newest, never an older one after a newer one.

const HELD_PICTURES = 24;
const LONELY_MILLIS = 150;

/** Draws this much before its time rather than a whole refresh after it. */
const EARLY_MILLIS = 4;

/**
 * @typedef {object} Picture
 * @property {CanvasImageSource & {close(): void}} image VideoFrame or ImageBitmap, owned by the screen from here on
 * @property {import("../frames.js").Frame} frame that it was decoded from
 */

export class Screen {
  #canvas;
  #context;
  #due;
  #events;
  #queue = [];
  #shownMicros = -Infinity;
  #askedOf = null;
  #lonely = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(captureMicros: number, nowMillis: number) => number} due
   * @param {{shown(picture: Picture, nowMillis: number): void, dropped(reason: string): void}} events
   */
  constructor(canvas, due, events) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
    this.#due = due;
    this.#events = events;
  }

  /** Shows the picture when it is due. */
  show(picture) {
    this.#forgetLonely();
    if (this.#queue.length >= HELD_PICTURES) {
      this.#drop(this.#queue.shift());
    }
    this.#queue.push(picture);
    this.#ask();
  }

  /** Shows the picture at once. */
  still(picture) {
    this.#forgetLonely();
    this.#draw(picture, performance.now());
  }

  /** Shows the picture only if no other one comes: the newest of a stream that stands still is its present. */
  unseen(picture) {
    this.#forgetLonely();
    this.#lonely = { picture, timer: setTimeout(() => this.#showLonely(), LONELY_MILLIS) };
  }

  /**
   * What is held is let go; the picture stays.
   *
   * @param {boolean} newTimes an older capture time may follow: another incarnation
   */
  restart(newTimes) {
    this.#forgetLonely();
    this.#queue.splice(0).forEach((each) => each.image.close());
    if (newTimes) {
      this.#shownMicros = -Infinity;
    }
  }

  #showLonely() {
    const { picture } = this.#lonely;
    this.#lonely = null;
    this.#draw(picture, performance.now());
  }

  #forgetLonely() {
    if (this.#lonely !== null) {
      clearTimeout(this.#lonely.timer);
      this.#lonely.picture.image.close();
      this.#lonely = null;
    }
  }

  #ask() {
    // The window that the canvas is in: with picture-in-picture that one is drawn while this page is hidden. One that it has left may be closed.
    const window = this.#canvas.ownerDocument.defaultView;
    if (this.#askedOf !== window) {
      this.#askedOf = window;
      window.requestAnimationFrame(() => window === this.#askedOf && this.#onRefresh());
    }
  }

  #onRefresh() {
    this.#askedOf = null;
    const now = performance.now();
    let newest = null;
    while (this.#queue.length > 0 && this.#due(this.#queue[0].frame.captureMicros, now) <= now + EARLY_MILLIS) {
      if (newest !== null) {
        this.#drop(newest);
      }
      newest = this.#queue.shift();
    }
    if (newest !== null) {
      this.#draw(newest, now);
    }
    if (this.#queue.length > 0) {
      this.#ask();
    }
  }

  #draw(picture, now) {
    const { image, frame } = picture;
    if (frame.captureMicros <= this.#shownMicros) {
      if (frame.cached) {
        image.close();
      } else {
        this.#drop(picture);
      }
      return;
    }
    const width = image.displayWidth ?? image.width;
    const height = image.displayHeight ?? image.height;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.drawImage(image, 0, 0, width, height);
    image.close();
    this.#shownMicros = frame.captureMicros;
    this.#events.shown(picture, now);
  }

  #drop(picture) {
    picture.image.close();
    this.#events.dropped("overtaken");
  }
}
