// The ledger on the page: a bar for the middle frame and one for the slowest in a hundred, ages by hop, a graph of the last minute.

import { HOPS, shares } from "./ledger.js";
import { element, millis } from "./text.js";

const GRAPH_SECONDS = 60;
const LEAST_SCALE_MILLIS = 20;

/** Round numbers for the end of a scale: 1, 2 or 5 times a power of ten. */
export function scaleEnd(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, LEAST_SCALE_MILLIS)));
  const step = [1, 2, 5, 10].find((each) => each * power >= Math.max(value, LEAST_SCALE_MILLIS));
  return step * power;
}

export class LedgerView {
  #bars = {};
  #rows = new Map();
  #facts = new Map();
  #note;
  #canvas;

  /** @param {HTMLElement} panel is filled */
  constructor(panel) {
    panel.append(element("h2", "", "Capture to screen"));
    panel.append(this.#list(["Half within", "99 % within", "First picture"], "figures"));
    const bars = element("div", "bars");
    bars.append(this.#bar("p50", "p50"), this.#bar("p99", "p99"));
    panel.append(bars, this.#table());
    this.#note = element("p", "note");
    panel.append(this.#note);
    panel.append(element("h2", "", "Last minute"));
    this.#canvas = element("canvas", "graph");
    this.#canvas.setAttribute("role", "img");
    panel.append(this.#canvas);
    panel.append(element("h2", "", "Stream"));
    panel.append(this.#list(["Way", "Picture", "Sound", "Rate", "Viewers", "Lost", "Repaired", "Left out"], "facts"));
  }

  /**
   * @param {import("./ledger.js").Ledger} ledger
   * @param {Record<string, string>} facts by name, as the constructor lists them
   */
  update(ledger, facts, nowMillis) {
    const ages = ledger.ages(nowMillis);
    const end = scaleEnd(Math.max(ages.p50.shown ?? 0, ages.p99.shown ?? 0));
    for (const which of ["p50", "p99"]) {
      const parts = shares(ages[which]);
      for (const { name } of HOPS) {
        const share = parts.find((each) => each.name === name)?.share ?? 0;
        this.#bars[which].get(name).style.width = `${(100 * share) / end}%`;
      }
    }
    const middle = new Map(shares(ages.p50).map((each) => [each.name, each]));
    for (const [name, cells] of this.#rows) {
      const share = middle.get(name)?.share;
      cells.row.hidden = share === undefined;
      cells.share.textContent = millis(share);
      cells.p50.textContent = millis(ages.p50[name]);
      cells.p99.textContent = millis(ages.p99[name]);
    }
    const { server } = ledger;
    this.#note.textContent =
      server !== null && server.absolute === false
        ? `The clocks of camera and gateway are not known to be the same${server.uncertaintyMs > 0 ? ` (± ${millis(server.uncertaintyMs)})` : ""}: ages may be off by that.`
        : "";
    const left = [...ledger.dropped].map(([why, count]) => `${count} ${why}`).join(", ");
    this.#show({
      "Half within": millis(ages.p50.shown),
      "99 % within": millis(ages.p99.shown),
      "First picture": millis(ledger.firstPictureMillis),
      Lost: String(server?.lost ?? "–"),
      Repaired: String(server?.repaired ?? "–"),
      "Left out": left === "" ? "nothing" : left,
      ...facts,
    });
    this.#draw(ledger.graph);
  }

  #show(facts) {
    for (const [name, text] of Object.entries(facts)) {
      const cell = this.#facts.get(name);
      if (cell !== undefined && cell.textContent !== text) {
        cell.textContent = text;
      }
    }
  }

  #list(names, className) {
    const list = element("dl", className);
    for (const name of names) {
      const value = element("dd", "", "–");
      const pair = element("div");
      pair.append(element("dt", "", name), value);
      list.append(pair);
      this.#facts.set(name, value);
    }
    return list;
  }

  #bar(which, label) {
    const bar = element("div", "hops");
    this.#bars[which] = new Map();
    for (const { name, label: title } of HOPS) {
      const part = element("i", `hop-${name}`);
      part.title = title;
      bar.append(part);
      this.#bars[which].set(name, part);
    }
    const line = element("div", "line");
    line.append(element("span", "", label), bar);
    return line;
  }

  #table() {
    const table = element("table");
    const head = element("tr");
    for (const text of ["Hop", "Share", "p50", "p99"]) {
      const cell = element("th", "", text);
      cell.scope = "col";
      head.append(cell);
    }
    const body = element("tbody");
    for (const { name, label, note } of HOPS) {
      const row = element("tr");
      const title = element("th", "", label);
      title.scope = "row";
      title.title = note;
      title.prepend(element("i", `hop-${name}`));
      const cells = { row, share: element("td"), p50: element("td"), p99: element("td") };
      row.append(title, cells.share, cells.p50, cells.p99);
      row.hidden = true;
      body.append(row);
      this.#rows.set(name, cells);
    }
    const thead = element("thead");
    thead.append(head);
    table.append(thead, body);
    return table;
  }

  #draw(graph) {
    const canvas = this.#canvas;
    const ratio = devicePixelRatio;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0) {
      return;
    }
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas);
    const known = graph.filter((each) => each !== null);
    const end = scaleEnd(Math.max(0, ...known.map((each) => each.p99)));
    const x = (i) => width - 1 - ((graph.length - 1 - i) * (width - 2)) / (GRAPH_SECONDS - 1);
    const y = (value) => height - 1 - (value / end) * (height - 16);
    context.fillStyle = style.getPropertyValue("--muted");
    context.font = `11px ${style.fontFamily}`;
    context.fillText(`${end} ms`, 0, 10);
    for (const [which, colour] of [
      ["p99", "--hop-gateway"],
      ["p50", "--accent"],
    ]) {
      context.strokeStyle = style.getPropertyValue(colour);
      context.lineWidth = which === "p50" ? 2 : 1.25;
      context.beginPath();
      graph.forEach((each, i) => {
        if (each !== null) {
          context[i === 0 || graph[i - 1] === null ? "moveTo" : "lineTo"](x(i), y(each[which]));
        }
      });
      context.stroke();
    }
    const last = known.at(-1);
    canvas.setAttribute("aria-label", last === undefined ? "No pictures yet" : `Now ${millis(last.p50)}, slowest ${millis(last.p99)}`);
  }
}
