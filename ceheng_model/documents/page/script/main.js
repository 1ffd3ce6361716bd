// @ts-check
/** Put the page together: what is always in view, the panels beneath, what happens at every change. */

import { checkedAll, distanceText, requiredText, valueText } from "./engine/verdicts.js";
import { figureText, fixed, probabilityText } from "./engine/digits.js";
import { fileOf, readRecipe } from "./engine/recipe.js";
import { projected } from "./engine/scenario.js";
import { quantilesOf, simulated } from "./engine/draws.js";
import { assumptions } from "./ui/assumptions.js";
import { files, openable, openFile } from "./ui/served.js";
import { saveScenario } from "./ui/files.js";
import { grid } from "./ui/grid.js";
import { focusKept, h, redrawn } from "./ui/elements.js";
import { lineChart } from "./ui/charts.js";
import { newPage } from "./ui/page.js";
import { PANELS } from "./ui/panels.js";
import { split } from "./ui/shelf.js";
import { sourceMark } from "./ui/sources.js";
import { strip } from "./ui/strip.js";

/** Milliseconds after a gesture until it is said to those who listen: once, not at every step. */
const QUIET = 600;
/** Milliseconds that probabilities may take to be worked out while something is dragged, and the pause after which they are else. */
const QUICK = 25;
const PAUSE = 120;
/** Milliseconds between probabilities while something is dragged: they take a part of a frame each time. */
const EVERY = 400;
/** Characters of an address that fit on a printed page beside the rest. */
const LONGEST_PRINTED = 2000;
/** Pixels of a chart's height where the screen is low; the most where panels stand beside; and what stands round it there. */
const [LEAST_HIGH, MOST_BESIDE_PANELS, ROUND_CHARTS] = [182, 440, 620];
/** Pixels of a chart's height that a meeting still reads, and those of its title of two lines and of what stands under it. */
const LEAST_IN_MEETINGS = 220;
const ROUND_A_CHART = 100;
Object.assign(PANELS, { files });
const ROOT = /** @type {HTMLElement} */ (document.getElementById("page"));

const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
const page = newPage(data, changed);
/** @type {(() => void) | null} */
let waiting = null;
let scheduled = 0;
/** Which way a key is leaving the control that has the focus: what is entered by that is drawn anew before the focus moves. */
let leaving = 0;
/** What had the focus last: while a key leaves it, nothing has. @type {any} */
let focused = null;
let chancesAt = 0;
let isDue = false;
/** Width of the charts: asked for when the page is laid out anew, not at every step of a drag. */
let room = 1300;
/** How far below the top of the page the charts begin. */
let chartsTop = 0;
/** Notices that were shown. */
let noticed = 0;
let quiet = 0;
let pause = 0;
let chancesTook = 0;
/** @type {any} */
let parts = null;

page.tell = (/** @type {string} */ text) => {
  parts.status.textContent = text;
};
/** Do one thing a frame: of several that came in between, the last. */
page.frame = (/** @type {() => void} */ work) => {
  waiting = work;
  if (scheduled) return;
  scheduled = requestAnimationFrame(() => page.flush());
};
page.flush = () => {
  cancelAnimationFrame(scheduled);
  scheduled = 0;
  const work = waiting;
  waiting = null;
  work?.();
};
page.mark = (/** @type {string} */ key) => sourceMark(page, key);

/** @param {"live" | "end" | "step" | "view"} kind */
function changed(kind) {
  if (kind === "view") return steady(() => shownAnew());
  page.compute();
  // what was said of an earlier step is none of this one; the end of a gesture keeps what the gesture said
  if (kind === "step") page.tell("");
  // nor is what was refused before it
  parts.table.accept();
  render(kind);
  if (kind !== "live") announce();
}

function shownAnew() {
  build();
  render("view");
  announce();
}

/**
 * Keep the page as high as it is while parts of it are drawn anew, and the focus where it is: what was scrolled to would
 * slip away, and whoever works by keys would begin at the top.
 * @param {() => void} work
 */
function steady(work) {
  ROOT.style.minHeight = `${ROOT.offsetHeight}px`;
  const refocus = focusKept(leaving ? focused : document.activeElement, leaving);
  work();
  refocus();
  ROOT.style.minHeight = "";
}

function build() {
  const { state } = page.store;
  document.documentElement.lang = page.language ? "en" : "zh-CN";
  document.body.className = state.view.meeting ? "meeting" : "";
  document.title = page.say(data.plan.title);
  const bar = strip(page);
  const table = grid(page);
  const charts = h("section", { class: "charts", "aria-label": page.t("charts") });
  const panel = h("div", {
    class: "panel",
    role: "tabpanel",
    id: "panel",
    tabindex: 0,
    "aria-labelledby": "tab-verdicts",
  });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": page.t("panels") });
  const status = h("p", { class: "status", id: "status" });
  const spoken = h("p", { class: "unseen", "aria-live": "polite" });
  const notices = h("div", { class: "notices" });
  const address = h("p", { class: "address" });
  const assumed = h("p", { class: "besides" });
  const undo = h("button", { type: "button", onclick: () => page.store.undo() });
  const redo = h("button", { type: "button", onclick: () => page.store.redo() });
  const file = h("input", {
    type: "file",
    id: "open-file",
    accept: openable(),
    class: "unseen",
    tabindex: -1,
    "aria-label": page.t("open"),
    onchange: () => file.files?.[0] && openFile(page, file.files[0]).then(() => (file.value = "")),
  });
  const name = h("input", {
    type: "text",
    id: "scenario-name",
    "aria-label": page.t("scenario_name"),
    placeholder: page.t("scenario_name"),
    maxlength: 60,
    onchange: () =>
      page.store.step(page.t("step_name"), { recipe: { ...state.made.recipe, name: name.value.trim() || undefined } }),
  });
  const tools = [
    undo,
    redo,
    h(
      "button",
      { type: "button", onclick: () => page.store.step(page.t("reset"), { recipe: page.store.start, tried: {} }) },
      page.t("reset"),
    ),
    h("button", { type: "button", onclick: () => file.click() }, page.t("open")),
    file,
    h("button", { type: "button", onclick: () => saveScenario(page) }, page.t("save")),
    h("button", { type: "button", onclick: () => print() }, page.t("print")),
    h(
      "button",
      {
        type: "button",
        "aria-pressed": state.view.meeting ? "true" : "false",
        onclick: () => page.store.show({ meeting: !page.store.state.view.meeting }),
      },
      page.t("meeting"),
    ),
    h(
      "button",
      {
        type: "button",
        lang: page.language ? "zh-CN" : "en",
        onclick: () => page.store.show({ language: page.language ? 0 : 1 }),
      },
      page.language ? "中文" : "English",
    ),
  ];
  ROOT.replaceChildren(
    h("header", {}, h("h1", {}, page.say(data.plan.title)), name, h("div", { class: "buttons" }, tools)),
    notices,
    h(
      "main",
      {},
      h("div", { class: "first" }, bar.box, charts, status, table.box, assumed),
      h("div", { class: "more" }, tabs, panel),
    ),
    h("footer", {}, h("p", {}, page.t("made_with", { version: data.version })), address),
    spoken,
  );
  parts = { bar, table, charts, panel, tabs, status, spoken, notices, undo, redo, name, address, assumed };
  for (const key of Object.keys(PANELS)) {
    tabs.append(
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${key}`,
          "aria-controls": "panel",
          onclick: () => choose(key),
          onkeydown: (/** @type {KeyboardEvent} */ event) => turn(event, key),
        },
        page.t(`panel_${key}`),
      ),
    );
  }
}

/** @param {string} key */
function choose(key) {
  page.store.state.view.panel = key;
  page.store.saved();
  renderPanel();
}

/** @param {KeyboardEvent} event @param {string} key */
function turn(event, key) {
  const keys = Object.keys(PANELS);
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!by) return;
  event.preventDefault();
  const next = keys[(keys.indexOf(key) + by + keys.length) % keys.length];
  choose(next);
  document.getElementById(`tab-${next}`)?.focus();
}

/** @param {"live" | "end" | "step" | "view" | "opening"} kind */
function render(kind) {
  const { state } = page.store;
  if (kind === "live") {
    // probabilities follow once the frame stands: now and then where they are quick, else in a pause
    const due = chancesTook < QUICK ? Math.max(0, chancesAt + EVERY - performance.now()) : PAUSE;
    if (chancesTook >= QUICK) clearTimeout(pause);
    else if (isDue) return renderFigures(true);
    pause = setTimeout(renderChances, due);
    isDue = true;
  } else {
    clearTimeout(pause);
    isDue = false;
    // whoever opens the page sees its figures first: what takes longest follows once they stand
    if (kind !== "opening") page.computeChances();
  }
  if (kind !== "live") renderNotices();
  renderFigures(kind === "live");
  if (kind === "live") return;
  const [last, next] = [state.past.at(-1), state.future[0]];
  for (const [button, step, key] of [
    [parts.undo, last, "undo"],
    [parts.redo, next, "redo"],
  ]) {
    button.disabled = !step;
    button.textContent = page.t(key);
    button.title = step ? page.t(`${key}_step`, { name: step.name }) : "";
  }
  const { name } = state.made.recipe;
  parts.name.value = (typeof name === "string" ? name : name && (page.language ? name.en : name.zh)) ?? "";
  renderPanel();
  renderAddress();
}

function renderNotices() {
  const { state } = page.store;
  parts.notices.replaceChildren(
    ...state.notices.map((notice, k) =>
      h(
        "p",
        { class: "notice", role: "alert" },
        page.say(notice),
        " ",
        h(
          "button",
          { type: "button", class: "small", onclick: () => (state.notices.splice(k, 1), page.store.show({})) },
          page.t("close"),
        ),
      ),
    ),
  );
  // one that came while the reader was further down
  if (state.notices.length > noticed) parts.notices.scrollIntoView({ block: "nearest" });
  noticed = state.notices.length;
}

/** @param {boolean} isLive */
function renderFigures(isLive) {
  parts.bar.render(isLive);
  if (!isLive) {
    room = Math.max(300, parts.charts.clientWidth || 1300);
    chartsTop = beginOf(parts.charts);
  }
  renderCharts(isLive);
  parts.table.render(isLive);
}

function renderAddress() {
  parts.assumed.textContent = assumptions(page);
  const hash = page.store.address();
  parts.address.textContent =
    hash.length > LONGEST_PRINTED
      ? page.t("address_long")
      : page.t("address", { address: `${location.href.split("#")[0].split("/").pop()}${hash}` });
}

function renderChances() {
  const begun = performance.now();
  isDue = false;
  page.computeChances();
  chancesAt = performance.now();
  chancesTook = chancesAt - begun;
  parts.bar.render(true);
  if (!page.holding && ["fan", "verdicts"].includes(page.store.state.view.panel)) renderPanel();
}

function renderPanel() {
  const key = PANELS[page.store.state.view.panel] ? page.store.state.view.panel : "verdicts";
  for (const tab of parts.tabs.children) {
    const isChosen = tab.id === `tab-${key}`;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
  }
  parts.panel.setAttribute("aria-labelledby", `tab-${key}`);
  steady(() => {
    parts.panel.replaceChildren();
    PANELS[key](page, parts.panel);
  });
}

/** @param {boolean} isLive */
function renderCharts(isLive) {
  const { projection, planned } = page;
  const years = [data.baseYear, ...projection.years];
  const isNarrow = room < (page.store.state.view.meeting ? 1000 : 720);
  const width = isNarrow ? room - 2 : Math.floor(room / 2) - 12;
  const height = page.store.state.view.meeting
    ? isNarrow
      ? 300
      : Math.max(LEAST_IN_MEETINGS, innerHeight - chartsTop - ROUND_A_CHART)
    : innerWidth >= 1800
      ? Math.min(MOST_BESIDE_PANELS, Math.max(LEAST_HIGH, innerHeight - ROUND_CHARTS))
      : LEAST_HIGH;
  const cutTo = (/** @type {number[]} */ values) => years.map((_, t) => values[t] ?? NaN);
  const yuan = (/** @type {number} */ value) => figureText(value, "yuan", 0);
  const incomes = lineChart({
    years,
    lines: data.groups.map((/** @type {any} */ group, /** @type {number} */ g) => ({
      name: page.say(group.short),
      values: projection.totals[g],
      kind: "yuan",
      text: yuan,
    })),
    ghosts: planned.totals.map(cutTo),
    marks: data.groups.flatMap((/** @type {any} */ group, /** @type {number} */ g) => page.marks(group.key, g)),
    label: chartWords(
      page.t("chart_incomes"),
      data.groups.map(
        (/** @type {any} */ group, /** @type {number} */ g) =>
          `${page.say(group.label)} ${yuan(projection.totals[g].at(-1) ?? NaN)}`,
      ),
    ),
    width,
    height,
    letters: letters(),
    yearText: String,
  });
  const second = data.ratio ? ratioChart(years, width, height, cutTo) : growthChart(width, height);
  const drawn = [
    figure(page.t("chart_incomes"), incomes),
    figure(data.ratio ? page.say(data.ratio.label) : page.t("chart_growth"), second),
  ];
  const shown = [...parts.charts.querySelectorAll("svg")];
  if (isLive && shown.length === drawn.length) drawn.forEach((one, k) => redrawn(shown[k], one.querySelector("svg")));
  else parts.charts.replaceChildren(...drawn);
}

/** @param {HTMLElement} part Return how far below the top of the page a part begins. */
const beginOf = (part) => part.getBoundingClientRect().top + scrollY;

/** Return how high letters in charts are. */
const letters = () => (page.store.state.view.meeting ? 20 : 12);

/** @param {string} title @param {string[]} parts_ */
const chartWords = (title, parts_) => `${title}: ${parts_.join(", ")}`;

/** @param {string} title @param {any} chart */
const figure = (title, chart) =>
  h("figure", {}, h("figcaption", {}, h("span", {}, title), h("span", { class: "ghost-key" }, page.t("ghost"))), chart);

/**
 * @param {number[]} years
 * @param {number} width
 * @param {number} height
 * @param {(values: number[]) => number[]} cutTo
 */
function ratioChart(years, width, height, cutTo) {
  const text = (/** @type {number} */ value) => figureText(value, "ratio", 2);
  const values = /** @type {number[]} */ (page.projection.ratio);
  return lineChart({
    years,
    lines: [{ name: page.say(data.ratio.short), values, kind: "ratio", text }],
    ghosts: [cutTo(page.planned.ratio ?? [])],
    marks: page.marks("ratio", 0),
    label: chartWords(page.say(data.ratio.label), [text(values[values.length - 1])]),
    width,
    height,
    letters: letters(),
    yearText: String,
  });
}

/** @param {number} width @param {number} height */
function growthChart(width, height) {
  const text = (/** @type {number} */ value) => figureText(value, "percent", 1);
  const rates = (/** @type {any} */ one, /** @type {number} */ g) =>
    page.projection.years.map((_, t) => one.totals[g][t + 1] / one.totals[g][t] - 1);
  return lineChart({
    years: page.projection.years,
    lines: data.groups.map((/** @type {any} */ group, /** @type {number} */ g) => ({
      name: page.say(group.short),
      values: rates(page.projection, g),
      kind: "percent",
      text,
    })),
    ghosts: data.groups.map((/** @type {any} */ _, /** @type {number} */ g) => rates(page.planned, g)),
    marks: [],
    label: page.t("chart_growth"),
    width,
    height,
    letters: letters(),
    yearText: String,
  });
}

function announce() {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    parts.spoken.textContent = document.getElementById("verdict")?.textContent ?? "";
  }, QUIET);
}

/** The field in which something is being typed that is not entered yet: undoing is the browser's there. @type {any} */
let typing = null;
addEventListener("input", (event) => (typing = event.target));
addEventListener("change", () => (typing = null));
addEventListener("pointerdown", () => ((leaving = 0), page.store.begin()), true);
addEventListener("keyup", () => (leaving = 0), true);
addEventListener("focusin", (event) => (focused = event.target), true);
addEventListener("keydown", (event) => (leaving = event.key !== "Tab" ? 0 : event.shiftKey ? -1 : 1), true);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    page.holding = false;
    page.store.abandon();
  }
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const isField = event.target instanceof HTMLInputElement && event.target.type === "text";
  const isCell = isField && event.target.closest(".cell");
  if (isField && (isCell ? event.target.dataset.typing : event.target === typing)) return;
  if (event.key === "z" || event.key === "Z") {
    event.preventDefault();
    if (event.shiftKey) page.store.redo();
    else page.store.undo();
  } else if (event.key === "y") {
    event.preventDefault();
    page.store.redo();
  }
});
let resized = 0;
let laidOutAt = innerWidth;
addEventListener("resize", () => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(() => {
    const isTyping = document.activeElement?.matches("#panel input");
    // a keyboard on the screen changes the height alone: what is being typed into a panel stays
    if (innerWidth === laidOutAt || isTyping) return renderFigures(false);
    laidOutAt = innerWidth;
    render("step");
  });
});

page.compute();
build();
render("opening");
setTimeout(() => {
  // a gesture may have come first
  if (!page.chances) renderChances();
  // what was kept is shown, probabilities with it
  ROOT.dataset.ready = "";
});
/** @type {any} */ (globalThis).cehengPage = Object.freeze({
  data,
  page,
  projected,
  checkedAll,
  distanceText,
  requiredText,
  valueText,
  simulated,
  quantilesOf,
  figureText,
  fixed,
  probabilityText,
  readRecipe,
  fileOf,
  split,
});
