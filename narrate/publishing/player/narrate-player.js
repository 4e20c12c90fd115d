// Lifts <figure class="narrate-player"> around a plain <audio controls> to a player with
// chapters and read-along. No cookie, no request but for the sound, nothing inline: it works
// under a strict Content-Security-Policy. What it shows comes from the figure's JSON:
// {title, artist, artwork, duration, chapters: [[ms, title]],
//  cues: [[start ms, end ms, sentence, [[ms, from, to]]]], labels}

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const SKIP = 15; // seconds
const NEAR = 4000; // letters ahead in which a sentence is looked for
const ENDS = 12; // letters of a sentence's head and tail that must match where the middle was edited
const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  back: "M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  forward: "M12 5V1l6 5-6 5V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z",
};
const players = new Set();

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  path.setAttribute("d", ICONS[name]);
  return svg;
}

function clock(seconds) {
  const s = Math.floor(seconds);
  const minutes = Math.floor(s / 60) % 60;
  const hours = Math.floor(s / 3600);
  const tail = String(s % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

function keep(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(`narrate:${key}`);
    if (value === null) localStorage.removeItem(`narrate:${key}`);
    else localStorage.setItem(`narrate:${key}`, value);
  } catch { /* private windows and sandboxed frames forget */ }
  return null;
}

// ---- the text on the page -------------------------------------------------------------

const LETTER = /[\p{L}\p{N}]/u;

/** The letters and figures of a text, small, and where each stands in it. */
function lettersOf(text) {
  let letters = "";
  const at = [];
  for (let i = 0; i < text.length; i += 1) {
    if (LETTER.test(text[i])) {
      letters += text[i].toLowerCase()[0];
      at.push(i);
    }
  }
  return { letters, at };
}

/** All letters below `root` that a reader sees, each with its text node and place. */
function lettersBelow(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("script, style, noscript, nav, button, select, .narrate-player")
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT);
  const parts = [];
  const nodes = [];
  const offsets = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { letters, at } = lettersOf(node.data);
    parts.push(letters);
    for (const offset of at) {
      nodes.push(node);
      offsets.push(offset);
    }
  }
  return { letters: parts.join(""), nodes, offsets };
}

/** Where a sentence stands from `from` on: [first, last + 1], or null. Edits in it are forgiven. */
function find(letters, key, from) {
  if (!key) return null;
  const near = (what, start, reach) => {
    const found = letters.slice(start, start + reach + what.length).indexOf(what);
    return found < 0 ? -1 : start + found;
  };
  let start = near(key, from, key.length < 8 ? 400 : NEAR);
  if (start < 0 && key.length >= 30) start = letters.indexOf(key, from);
  if (start >= 0) return [start, start + key.length];
  if (key.length < 2 * ENDS) return null;
  start = near(key.slice(0, ENDS), from, NEAR);
  if (start < 0) return null;
  const tail = key.slice(-ENDS);
  const end = near(tail, start + ENDS, 1.5 * key.length);
  return end < 0 ? null : [start, end + tail.length];
}

/** Wraps each sentence that stands below `root`; the spans of each cue, empty where it does not. */
function wrapSentences(root, cues) {
  const { letters, nodes, offsets } = lettersBelow(root);
  const places = [];
  let from = 0;
  for (const [, , sentence] of cues) {
    const place = find(letters, lettersOf(sentence).letters, from);
    if (place) [, from] = place;
    places.push(place);
  }
  const spans = cues.map(() => []);
  for (let cue = cues.length - 1; cue >= 0; cue -= 1) {
    if (!places[cue]) continue;
    const [first, end] = places[cue];
    // From the end, so that what is still to be cut keeps its place.
    for (let last = end - 1; last >= first;) {
      const node = nodes[last];
      let begin = last;
      while (begin > first && nodes[begin - 1] === node) begin -= 1;
      const stop = node.data.slice(offsets[last] + 1).match(/^[^\p{L}\p{N}\s(\[“„«¿¡]*/u)[0].length;
      const lead = begin > first
        ? 0 : node.data.slice(0, offsets[begin]).match(/[("“„«‘'¿¡[]*$/)[0].length;
      node.splitText(offsets[last] + 1 + stop);
      const piece = node.splitText(offsets[begin] - lead);
      const span = element("span", { class: "narrate-sentence" });
      piece.replaceWith(span);
      span.append(piece);
      spans[cue].unshift(span);
      last = begin - 1;
    }
  }
  return spans;
}

// ---- the player -----------------------------------------------------------------------

class Player {
  constructor(figure) {
    this.figure = figure;
    this.audio = figure.querySelector("audio");
    this.data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    this.labels = this.data.labels;
    this.cues = this.data.cues;
    this.current = -1;
    this.key = new URL(this.audio.currentSrc || this.audio.src, document.baseURI).href;
    this.build();
    this.attach();
    this.listen();
    this.remember();
    this.show();
  }

  get duration() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : this.data.duration;
  }

  build() {
    const { labels, data } = this;
    const button = (name, label) => {
      const made = element("button", { type: "button", class: `narrate-${name}`, title: label });
      made.setAttribute("aria-label", label);
      made.append(icon(name));
      return made;
    };
    const choice = (name, label, options) => {
      const select = element("select", { "aria-label": label, title: label });
      for (const [value, text] of options) select.append(element("option", { value }, text));
      select.className = `narrate-${name}`;
      return select;
    };
    this.play = button("play", labels.play);
    this.back = button("back", labels.back);
    this.forward = button("forward", labels.forward);
    this.seek = element("input", {
      type: "range", class: "narrate-seek", min: 0, max: Math.ceil(data.duration), step: 1,
      value: 0, "aria-label": labels.position,
    });
    this.time = element("span", { class: "narrate-time", "aria-hidden": "true" });
    this.speed = choice("speed", labels.speed, SPEEDS.map((s) => [s, `${s}×`]));
    this.speed.value = "1";
    this.status = element("span", { class: "narrate-status", role: "status" });
    this.bar = element("div", { class: "narrate-bar", role: "group" },
      this.back, this.play, this.forward, this.seek, this.time, this.speed);
    this.bar.setAttribute("aria-label", `${labels.player}: ${data.title}`);
    if (data.chapters.length > 1) {
      this.chapters = choice("chapters", labels.chapters, data.chapters.map(([, t], i) => [i, t]));
      this.bar.append(this.chapters);
    }
    this.audio.removeAttribute("controls");
    this.audio.after(this.bar, this.status);
    this.figure.classList.add("narrate-ready");
  }

  /** Finds the text that is read: the figure's own transcript, or the page's article. */
  attach() {
    const wanted = this.figure.dataset.text;
    if (wanted === "none") return;
    this.text = wanted ? document.querySelector(wanted) : this.figure.closest("article, main");
    if (!this.text || this.text.dataset.narrateRead) return;
    this.text.dataset.narrateRead = "yes";
    this.spans = wrapSentences(this.text, this.cues);
    this.cueOf = new Map();
    this.spans.forEach((list, cue) => list.forEach((span) => this.cueOf.set(span, cue)));
    this.rove(this.spans.findIndex((list) => list.length));
  }

  /** One sentence at a time can be reached with Tab; the arrows go on from there. */
  rove(cue, focus = false) {
    const span = this.spans?.[cue]?.[0];
    if (!span) return;
    this.reachable?.removeAttribute("tabindex");
    this.reachable = span;
    span.tabIndex = 0;
    span.title = this.labels.from_here;
    if (focus) span.focus();
  }

  listen() {
    const { audio } = this;
    const on = (target, name, action) => target.addEventListener(name, action);
    on(this.play, "click", () => (audio.paused ? this.start() : audio.pause()));
    on(this.back, "click", () => this.go(audio.currentTime - SKIP));
    on(this.forward, "click", () => this.go(audio.currentTime + SKIP));
    on(this.seek, "input", () => this.go(Number(this.seek.value)));
    on(this.speed, "change", () => {
      audio.playbackRate = Number(this.speed.value);
      keep("speed", this.speed.value);
    });
    if (this.chapters) {
      on(this.chapters, "change", () => this.go(this.data.chapters[this.chapters.value][0] / 1000));
    }
    for (const name of ["timeupdate", "seeked", "loadedmetadata", "ended", "pause", "play"]) {
      on(audio, name, () => this.show());
    }
    on(audio, "play", () => {
      for (const other of players) if (other !== this) other.audio.pause();
      audio.playbackRate = Number(this.speed.value);
      this.media();
      this.follow();
    });
    on(audio, "pause", () => this.save());
    on(audio, "ended", () => keep(this.key, null));
    on(audio, "error", () => { this.status.textContent = this.labels.error; });
    on(window, "pagehide", () => this.save());
    if (!this.spans) return;
    const chosen = (event) => {
      const span = event.target.closest?.(".narrate-sentence");
      return span && this.cueOf.has(span) ? this.cueOf.get(span) : -1;
    };
    on(this.text, "click", (event) => {
      const cue = chosen(event);
      const elsewhere = event.target.closest("a, button, input, select, textarea, summary, label");
      if (cue < 0 || elsewhere || !getSelection().isCollapsed) return;
      this.rove(cue);
      this.from(cue);
    });
    on(this.text, "keydown", (event) => {
      const cue = chosen(event);
      if (cue < 0 || event.target.closest("a, button, input, select, textarea")) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter") this.from(cue);
      else if (step) this.rove(this.beside(cue, step), true);
      else return;
      event.preventDefault();
    });
  }

  beside(cue, step) {
    let next = cue + step;
    while (this.spans[next] && !this.spans[next].length) next += step;
    return next;
  }

  start() {
    this.status.textContent = "";
    this.audio.play().catch((error) => {
      if (error.name !== "AbortError") this.status.textContent = this.labels.error;
    });
  }

  from(cue) {
    this.go(this.cues[cue][0] / 1000 + 0.001);
    this.start();
  }

  go(seconds) {
    const to = Math.min(Math.max(0, seconds), this.duration);
    if (this.audio.readyState) this.audio.currentTime = to;
    else this.wanted = to; // once the browser knows the recording
    if (!this.audio.readyState && this.audio.preload === "none") this.audio.load();
    this.show(to);
  }

  remember() {
    this.speed.value = SPEEDS.includes(Number(keep("speed"))) ? keep("speed") : "1";
    const kept = Number(keep(this.key));
    if (kept > 5 && kept < 0.97 * this.data.duration) this.wanted = kept;
    const arrive = () => {
      if (this.wanted !== undefined) this.audio.currentTime = this.wanted;
      this.wanted = undefined;
    };
    if (this.audio.readyState) arrive();
    else this.audio.addEventListener("loadedmetadata", arrive, { once: false });
  }

  save() {
    const { currentTime } = this.audio;
    if (currentTime > 5 && !this.audio.ended) keep(this.key, currentTime.toFixed(1));
  }

  /** The sentence and word that are heard now, as often as the screen is drawn. */
  follow() {
    const step = () => {
      this.mark();
      if (!this.audio.paused) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  show(at = this.wanted ?? this.audio.currentTime) {
    const { labels, audio, duration } = this;
    const playing = !audio.paused && !audio.ended;
    const label = playing ? labels.pause : labels.play;
    if (this.play.getAttribute("aria-label") !== label) {
      this.play.setAttribute("aria-label", label);
      this.play.title = label;
      this.play.replaceChildren(icon(playing ? "pause" : "play"));
    }
    this.seek.max = Math.ceil(duration);
    this.seek.value = at;
    this.seek.style.setProperty("--narrate-done", `${(100 * at) / (duration || 1)}%`);
    const of = labels.of.replace("{at}", clock(at)).replace("{end}", clock(duration));
    this.seek.setAttribute("aria-valuetext", of);
    this.time.textContent = `${clock(at)} / ${clock(duration)}`;
    if (this.chapters) {
      const next = this.data.chapters.findIndex(([ms]) => ms > at * 1000 + 1);
      this.chapters.value = String((next < 0 ? this.data.chapters.length : next || 1) - 1);
    }
    if (Math.abs(at - (this.saved ?? 0)) > 5 && playing) {
      this.saved = at;
      this.save();
    }
    this.mark();
  }

  mark() {
    if (!this.spans) return;
    const now = this.audio.currentTime * 1000;
    let low = 0;
    let high = this.cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle][0] <= now) low = middle + 1;
      else high = middle;
    }
    const begun = !this.audio.paused || now > 0;
    const cue = begun ? low - 1 : -1;
    if (cue !== this.current) this.moveTo(cue);
    this.markWord(cue, now);
  }

  moveTo(cue) {
    const before = this.spans[this.current]?.[0];
    for (const span of this.spans[this.current] ?? []) {
      span.classList.remove("narrate-now");
      span.removeAttribute("aria-current");
    }
    this.current = cue;
    this.letters = null;
    const now = this.spans[cue] ?? [];
    for (const span of now) {
      span.classList.add("narrate-now");
      span.setAttribute("aria-current", "true");
    }
    if (!now.length || this.audio.paused) return;
    if (document.activeElement !== this.reachable) this.rove(cue);
    // Whoever has scrolled away is left where they are.
    const seen = (span) => {
      const box = span.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight;
    };
    if ((!before || seen(before)) && !(seen(now[0]) && seen(now[now.length - 1]))) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      now[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    }
  }

  markWord(cue, now) {
    if (!globalThis.CSS?.highlights) return;
    const words = this.cues[cue]?.[3];
    const spans = this.spans[cue];
    const word = words?.findLast(([ms]) => ms <= now);
    if (!word || !spans?.length) {
      if (this.word) CSS.highlights.get("narrate-word")?.delete(this.word);
      this.word = this.said = null;
      return;
    }
    if (word === this.said) return;
    this.said = word;
    this.letters ??= spans.flatMap((span) => {
      const node = span.firstChild;
      return lettersOf(node.data).at.map((at) => [node, at]);
    });
    const sentence = this.cues[cue][2];
    const first = lettersOf(sentence.slice(0, word[1])).letters.length;
    const last = lettersOf(sentence.slice(0, word[2])).letters.length - 1;
    const [from, to] = [this.letters[first], this.letters[last]];
    if (!from || !to || last < first) return;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(to[0], to[1] + 1);
    const marked = CSS.highlights.get("narrate-word") ?? new Highlight();
    if (this.word) marked.delete(this.word);
    marked.add(range);
    this.word = range;
    CSS.highlights.set("narrate-word", marked);
  }

  /** Keys of the keyboard, the headset and the lock screen. */
  media() {
    const session = navigator.mediaSession;
    if (!session) return;
    const { title, artist, artwork, chapters } = this.data;
    const picture = artwork ? [{ src: new URL(artwork, document.baseURI).href }] : [];
    session.metadata = new MediaMetadata({ title, artist, artwork: picture });
    const chapter = (step) => {
      const now = this.audio.currentTime * 1000;
      const starts = chapters.map(([ms]) => ms);
      const to = step > 0
        ? starts.find((ms) => ms > now + 1)
        : starts.findLast((ms) => ms < now - 3000) ?? 0;
      if (to !== undefined) this.go(to / 1000);
    };
    const actions = {
      play: () => this.start(),
      pause: () => this.audio.pause(),
      seekbackward: (d) => this.go(this.audio.currentTime - (d.seekOffset ?? SKIP)),
      seekforward: (d) => this.go(this.audio.currentTime + (d.seekOffset ?? SKIP)),
      seekto: (d) => this.go(d.seekTime),
      previoustrack: chapters.length > 1 ? () => chapter(-1) : null,
      nexttrack: chapters.length > 1 ? () => chapter(1) : null,
    };
    for (const [name, action] of Object.entries(actions)) {
      try {
        session.setActionHandler(name, action);
      } catch { /* this browser has no such key */ }
    }
  }
}

/** Lifts every player on the page that is not lifted yet; call it again for pages that grow. */
export function lift(root = document) {
  for (const figure of root.querySelectorAll(".narrate-player:not(.narrate-ready)")) {
    players.add(new Player(figure));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => lift());
else lift();
