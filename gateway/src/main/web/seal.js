// Whether the stream of the moment is encrypted from end to end, and what opens it. Frames are opened one after the other, in the order in which they came.

export class Seal {
  #cipher;
  #told = null;
  #stream = null;
  #salt = "";
  #lock = null;
  #queue = Promise.resolve();

  /** @param {() => Promise<object>} cipher what opens; only sealed streams need it */
  constructor(cipher = () => import("./sealed.js")) {
    this.#cipher = cipher;
  }

  /** The stream of the moment is not encrypted. */
  none() {
    this.#told = null;
    this.#stream = null;
  }

  /** What the gateway says of a sealed stream; again, and of another incarnation, the same passphrase is tried by itself. */
  async on(told) {
    const again = told.incarnation === this.#told?.incarnation && this.#stream !== null;
    this.#told = told;
    if (!again) {
      this.#stream = null;
      if (this.#lock !== null && told.salt === this.#salt) {
        // In the queue: the catalog is behind it, and is sent once.
        await this.#next(() => this.#use(this.#lock));
      }
    }
  }

  /** Whether a passphrase is needed. */
  get locked() {
    return this.#told !== null && this.#stream === null;
  }

  get title() {
    return this.#told?.title ?? "";
  }

  async unlock(passphrase) {
    if (globalThis.crypto?.subtle === undefined) {
      return "insecure";
    }
    const told = this.#told;
    if (told === null) {
      return "open";
    }
    const { Lock, fromBase64 } = await this.#cipher();
    this.#lock = await Lock.of(passphrase, fromBase64(told.salt));
    this.#salt = told.salt;
    return (await this.#use(this.#lock)) ? "open" : "wrong";
  }

  async #use(lock) {
    const { SealedStream, fromBase64 } = await this.#cipher();
    const told = this.#told;
    if (told.salt !== this.#salt || !(await lock.fits(fromBase64(told.check)))) {
      return false;
    }
    const baseKey = await lock.baseKey(fromBase64(told.baseKey), told.id);
    const stream = await SealedStream.of(baseKey, told.fragmentBytes, told.epoch);
    if (told === this.#told) {
      this.#stream = stream;
    }
    return true;
  }

  /** Gives the frame on with its payload opened; one that does not open is left out. */
  open(frame, then) {
    this.#next(async () => {
      if (this.#stream === null || frame.incarnation !== this.#told.incarnation) {
        return;
      }
      const payload = await this.#stream.open(frame.payload);
      if (payload !== null && frame.incarnation === this.#told?.incarnation) {
        then({ ...frame, payload });
      }
    });
  }

  /** One that fails costs itself, not what comes after it. */
  #next(step) {
    this.#queue = this.#queue.then(step).catch((problem) => console.error(problem));
    return this.#queue;
  }
}
