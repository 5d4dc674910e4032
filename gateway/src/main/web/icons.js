// The controls' icons: paths on a grid of 24 by 24, stroked.

const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  sound: "M4.5 9.5v5h3.5l4.5 4v-13L8 9.5zM16 9a4.2 4.2 0 0 1 0 6M18.6 6.4a8 8 0 0 1 0 11.2",
  muted: "M4.5 9.5v5h3.5l4.5 4v-13L8 9.5zM16 9.8l4.6 4.6M20.6 9.8L16 14.4",
  snapshot: "M4 8.5h3.2L9 6h6l1.8 2.5H20v10H4zM12 16.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
  link: "M10 14a4 4 0 0 0 5.7 0l2.8-2.8a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-2.8 2.8a4 4 0 0 0 5.7 5.7l1-1",
  pip: "M4 6h16v12H4zM12.5 12h5.5v4h-5.5z",
  full: "M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4",
  ledger: "M5 19V12M10 19V6M15 19v-9M20 19V9",
  help: "M9.2 9.2a2.9 2.9 0 1 1 4.4 2.5c-1 .6-1.6 1.2-1.6 2.3M12 17.4v.1",
  lock: "M6.5 11h11v8h-11zM9 11V8a3 3 0 0 1 6 0v3",
};

const SVG = "http://www.w3.org/2000/svg";

/** @param {keyof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
