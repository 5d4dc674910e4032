// A stream on the wall.

import { path } from "./address.js";
import { icon } from "./icons.js";
import { codecName } from "./player/choose.js";
import { bitrate, element, frameRate, millis, span, viewers } from "./text.js";

const THUMBNAIL_MILLIS = 1_000;

export class Card {
  #link = element("a", "card");
  #image = element("img");
  #frame = element("div", "frame");
  #place = element("p", "place");
  #title = element("h2");
  #id = element("p", "id");
  #facts = [element("p", "facts-line"), element("p", "facts-line")];
  #stream = null;
  #askedAt = -Infinity;
  #asking = false;
  #url = "";

  constructor(id) {
    this.element = element("li");
    this.element.dataset.id = id;
    /** In view: only then its picture is fetched. */
    this.visible = false;
    this.#link.href = path("/watch/", id);
    this.#image.alt = "";
    this.#image.hidden = true;
    this.#frame.append(this.#place, this.#image);
    const text = element("div", "text");
    text.append(this.#title, this.#id, ...this.#facts);
    this.#link.append(this.#frame, text);
    this.element.append(this.#link);
  }

  update(stream, nowMillis) {
    this.#stream = stream;
    this.#title.textContent = stream.title || stream.id;
    this.#title.title = stream.title || stream.id;
    this.#id.textContent = stream.title ? stream.id : "";
    if (stream.sealed) {
      this.#place.replaceChildren(icon("lock"), "Encrypted from end to end");
    } else {
      this.#place.textContent = stream.thumbnail === null ? codecName(stream.codec ?? "") : "";
    }
    const picture = stream.width > 0 ? `${codecName(stream.codec)} ${stream.width}×${stream.height}` : codecName(stream.codec ?? "");
    this.#show(0, [picture, stream.fps > 0 && frameRate(stream.fps), stream.bitrate > 0 && bitrate(stream.bitrate)]);
    this.tick(nowMillis);
  }

  /** Once a second. */
  tick(nowMillis) {
    const { viewers: count, latency_ms: latency, since } = this.#stream;
    this.#show(1, [
      count >= 0 && viewers(count),
      Number.isFinite(latency) && `${millis(latency)} latency`,
      since > 0 && `up ${span(since, nowMillis)}`,
    ]);
    const looked = this.visible && !document.hidden;
    if (looked && this.#stream.thumbnail && !this.#asking && nowMillis - this.#askedAt >= THUMBNAIL_MILLIS - 50) {
      this.#askedAt = nowMillis;
      this.#fetch(this.#stream.thumbnail);
    }
  }

  close() {
    this.element.remove();
    URL.revokeObjectURL(this.#url);
  }

  #show(line, facts) {
    const text = facts.filter(Boolean).join(" · ");
    if (this.#facts[line].textContent !== text) {
      this.#facts[line].textContent = text;
    }
  }

  async #fetch(address) {
    this.#asking = true;
    try {
      const answer = await fetch(address);
      if (answer.ok) {
        this.#picture(await answer.blob());
      }
    } catch {
      // The gateway is away: the last picture stays.
    } finally {
      this.#asking = false;
    }
  }

  #picture(blob) {
    const before = this.#url;
    this.#url = URL.createObjectURL(blob);
    this.#image.onload = () => {
      this.#image.hidden = false;
      URL.revokeObjectURL(before);
    };
    this.#image.src = this.#url;
  }
}
