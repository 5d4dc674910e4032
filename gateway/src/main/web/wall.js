// The wall: all live streams as cards, kept up to date by the gateway's events.

import { Card } from "./card.js";
import { watchStreams } from "./events.js";
import { loginForm } from "./login.js";
import { count, matches } from "./search.js";
import { element } from "./text.js";

const TICK_MILLIS = 1_000;

const $ = (name) => document.getElementById(name);
const cards = new Map();
let streams = null;
let problem = "";

const visible = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const card = cards.get(target.dataset.id);
    if (card !== undefined) {
      card.visible = isIntersecting;
    }
  }
});

watchStreams({
  streams: (message) => {
    streams = message.streams;
    problem = message.gateway?.broker === "reconnecting" ? "The broker is away. The wall goes on when it is back." : "";
    show();
  },
  away: () => {
    problem = "The gateway does not answer. The wall goes on when it is back.";
    show();
  },
  login: () => {
    streams = null;
    $("cards").hidden = true;
    $("count").textContent = "";
    $("empty").hidden = false;
    $("empty").replaceChildren(loginForm(() => location.reload()));
  },
});
$("search").addEventListener("input", show);
setInterval(() => document.hidden || cards.forEach((card) => card.tick(Date.now())), TICK_MILLIS);
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== $("search")) {
    event.preventDefault();
    $("search").focus();
  }
});

function show() {
  $("away").hidden = problem === "";
  $("away").textContent = problem;
  if (streams === null) {
    return;
  }
  const query = $("search").value.trim();
  const wanted = streams.filter((each) => matches(each, query));
  const ids = new Set(wanted.map((each) => each.id));
  for (const [id, card] of cards) {
    if (!ids.has(id)) {
      visible.unobserve(card.element);
      card.close();
      cards.delete(id);
    }
  }
  for (const stream of wanted) {
    let card = cards.get(stream.id);
    if (card === undefined) {
      card = new Card(stream.id);
      cards.set(stream.id, card);
      visible.observe(card.element);
    }
    card.update(stream, Date.now());
  }
  // Only what is not in its place is moved: a card keeps its focus.
  wanted.forEach((stream, i) => {
    const { element: item } = cards.get(stream.id);
    const there = $("cards").children[i];
    if (there !== item) {
      $("cards").insertBefore(item, there ?? null);
    }
  });
  $("cards").hidden = wanted.length === 0;
  $("search").hidden = streams.length === 0;
  $("count").textContent = count(streams.length, wanted.length, query);
  showEmpty(wanted.length === 0, query);
}

function showEmpty(empty, query) {
  const box = $("empty");
  box.hidden = !empty;
  if (!empty) {
    box.replaceChildren();
  } else if (streams.length > 0) {
    box.replaceChildren(element("h1", "", "Nothing found"), element("p", "", `No live stream has “${query}” in its title, id or tags.`));
  } else {
    box.replaceChildren(
      element("h1", "", "Nothing is live"),
      element("p", "", "Start a producer, and its picture appears here by itself. Without a camera, a test picture does:"),
      element("code", "", "framecast producer --id 1AAA99 --source test:1280x720@30"),
      element("p", "", "With one: --source camera:0 (macOS, Windows) or camera:/dev/video0 (Linux)."),
    );
  }
}
