// Figures as people read them.

export function bitrate(bitsPerSecond) {
  if (!(bitsPerSecond > 0)) {
    return "–";
  }
  const mega = bitsPerSecond / 1e6;
  return mega >= 1 ? `${mega.toFixed(mega < 10 ? 1 : 0)} Mbit/s` : `${Math.max(1, Math.round(bitsPerSecond / 1e3))} kbit/s`;
}

export function frameRate(fps) {
  return fps > 0 ? `${Number(fps.toFixed(fps < 10 ? 1 : 0))} fps` : "–";
}

export function millis(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  if (value >= 1_000) {
    return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
  }
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ms`;
}

/** From one moment to another, in the two largest units. */
export function span(fromMillis, nowMillis) {
  const seconds = Math.max(0, Math.floor((nowMillis - fromMillis) / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) {
    return "0 s";
  }
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

export function viewers(count) {
  return count === 1 ? "1 viewer" : `${count} viewers`;
}

/** An element with text, which may come from anyone: it is never read as markup. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className !== "") {
    made.className = className;
  }
  if (text !== "") {
    made.textContent = text;
  }
  return made;
}
