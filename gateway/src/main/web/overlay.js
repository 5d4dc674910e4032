// What is said over the picture: why there is none, or none that moves.

import { loginForm } from "./login.js";
import { passphraseForm } from "./passphrase.js";
import { element } from "./text.js";

const CHIPS = { "catching-up": "Catching up", reconnecting: "Reconnecting" };

export class Overlay {
  #id;
  #message;
  #chip;

  /**
   * @param {string} id of the stream
   * @param {HTMLElement} message lies over all of the picture
   * @param {HTMLElement} chip lies in its corner
   */
  constructor(id, message, chip) {
    this.#id = id;
    this.#message = message;
    this.#chip = chip;
  }

  /** @param {(passphrase: string) => Promise<string>} unlock for a stream that is encrypted from end to end */
  show(state, reason, unlock) {
    this.#chip.textContent = CHIPS[state] ?? "";
    this.#chip.hidden = this.#chip.textContent === "";
    const asking = this.#message.querySelector("form") !== null;
    if (state === "locked") {
      if (!asking) {
        this.#say([passphraseForm(unlock)]);
      }
    } else if (!asking || state === "live" || state === "catching-up") {
      this.#say(this.#of(state, reason));
    }
  }

  /** Asks for a token; entered is called once the gateway has taken one. */
  askForToken(entered) {
    this.#say([
      loginForm(() => {
        this.#say(null);
        entered();
      }),
    ]);
  }

  forbid() {
    this.#say([element("p", "first", "Not allowed"), element("p", "", "The gateway does not let this address watch the stream.")]);
  }

  #say(content) {
    this.#message.hidden = content === null;
    this.#message.replaceChildren(...(content ?? []));
  }

  #of(state, reason) {
    const first = (text) => element("p", "first", text);
    switch (state) {
      case "connecting":
        return [first(reason === "" ? "Connecting" : "Waiting for the gateway")];
      case "waiting":
        return [first(`${this.#id} is not live`), element("p", "", "It is shown here as soon as it begins.")];
      case "ended":
        return [first("The stream has ended"), element("p", "", "It goes on here when it begins again.")];
      case "refused":
        return [first("Not available"), element("p", "", reason)];
      case "unplayable":
        return [first("No picture here"), element("p", "", reason)];
      default:
        return null;
    }
  }
}
