// @ts-check
/** The strip that is always in view: one sentence, and of every target its value, its goal and how probable it is. */

import { figureText } from "../engine/digits.js";
import { pointsFor, raised } from "../engine/solve.js";
import { projected } from "../engine/scenario.js";
import { h, s, updated } from "./elements.js";
import { SIGNS, unitText } from "./page.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../engine/types.js").Checked} Checked */

/** Width of a bar before the page is laid out. */
const WIDE = 200;
const EDGE = 18;
/** What its value alone tells in the sentence; of all else the value needs its name. */
const LEVELS = ["income", "all_residents", "urban_rural_ratio"];

/** @param {Page} page */
export function sentence(page) {
  const targets = page.targets().filter((/** @type {Checked} */ one) => one.verdict !== "not_judged");
  if (page.projection.lacking.length) {
    const groups = page.projection.lacking.map((/** @type {string} */ key) =>
      page.say(page.data.groups.find((/** @type {any} */ g) => g.key === key).label),
    );
    return page.t("growth_lacking", { groups: groups.join(page.t("and")) });
  }
  const { years } = page.projection;
  const all = page.targets();
  if (all.length && all.every(({ statement }) => statement.last > years.length))
    return page.t("targets_later", { year: page.year(years[years.length - 1]) });
  if (!targets.length) return page.t("no_targets");
  const isLevel = (/** @type {Checked} */ one) => ["yuan", "ratio"].includes(one.statement.unit);
  // growth is told where it falls short, or where nothing else is promised
  const told = targets.filter(
    (/** @type {Checked} */ one) => isLevel(one) || !["met", "exceeded"].includes(one.verdict),
  );
  const parts = (told.length ? told : targets).map((/** @type {Checked} */ one) => {
    const { quantity, component } = one.statement;
    const isPlain = LEVELS.includes(quantity) && (quantity !== "income" || component === "total");
    const fields = { value: page.target(one.statement), label: isPlain ? "" : page.short(one.statement) };
    if (one.verdict === "met" || one.verdict === "exceeded") return page.t("part_met", fields);
    if (one.verdict === "undecidable") return page.t("part_open", fields);
    const { unit, decimals } = one.statement;
    const far = figureText(
      Math.abs(one.distance),
      unit === "percent" ? "points" : unit,
      unit === "ratio" ? 2 : decimals,
    );
    return page.t("part_missed", { ...fields, distance: unitText(page, far, unit === "percent" ? "points" : unit) });
  });
  return page.t("sentence", { parts: parts.join(page.t("part_end")) });
}

/**
 * Return the cells whose growth brings a statement about: of its own group, else of the one chosen.
 * @param {Page} page
 * @param {Checked} checked
 * @returns {import("../engine/solve.js").Cells}
 */
export function bearer(page, checked) {
  const { group } = checked.statement;
  const { ratio, groups } = page.data;
  const isOwn = groups.some((/** @type {any} */ one) => one.key === group);
  const borne = isOwn ? group : (page.borne ?? groups[ratio ? ratio.below : 0].key);
  return { groups: [borne], ...(page.borneBy && { components: [page.borneBy] }) };
}

/**
 * Change growth of the bearer so that a statement has a value, and say what that takes.
 * @param {Page} page
 * @param {Checked} checked
 * @param {number} wanted
 * @param {any} from The recipe that is changed.
 */
export function solved(page, checked, wanted, from) {
  const { data } = page;
  const cells = bearer(page, checked);
  const { last } = checked.statement;
  const points = pointsFor(data, from, checked.statement, wanted, cells);
  if (points === null) return null;
  const now = projected(data, from);
  const recipe = raised(from, cells, points, now.years.slice(0, last));
  const then = projected(data, recipe);
  const [group] = cells.groups;
  const parts = [...(cells.components ?? []).map((key) => partPrice(page, group, key, now, then, last))];
  return { recipe, price: [...parts, price(page, group, now, then, last)].join(page.t("part_end")) };
}

/**
 * Say how much faster one component of a group grows.
 * @param {Page} page
 * @param {string} group
 * @param {string} component
 * @param {any} before
 * @param {any} after
 * @param {number} last
 */
function partPrice(page, group, component, before, after, last) {
  const { groups, components } = page.data;
  const g = groups.findIndex((/** @type {any} */ one) => one.key === group);
  const c = components.findIndex((/** @type {any} */ one) => one.key === component);
  const average = (/** @type {any} */ { levels }) => Math.pow(levels[g][c][last] / levels[g][c][0], 1 / last) - 1;
  return page.t("price", {
    group: `${page.say(groups[g].short)}${page.language ? " " : ""}${page.say(components[c].income)}`,
    before: figureText(average(before), "percent", 1).replace("%", ""),
    after: figureText(average(after), "percent", 1),
  });
}

/**
 * @param {Page} page
 * @param {string} key
 * @param {any} before
 * @param {any} after
 * @param {number} last
 */
export function price(page, key, before, after, last) {
  const { groups } = page.data;
  const g = groups.findIndex((/** @type {any} */ one) => one.key === key);
  const average = (/** @type {any} */ one, /** @type {number} */ at) =>
    Math.pow(one.totals[at][last] / one.totals[at][0], 1 / last) - 1;
  const [old, now] = [average(before, g), average(after, g)];
  const passed = groups
    .map((/** @type {any} */ group, /** @type {number} */ at) => ({ group, rate: average(after, at), at }))
    .find(
      (/** @type {any} */ one) => one.at !== g && Number.isFinite(one.rate) && (now - one.rate) * (old - one.rate) < 0,
    );
  const text = page.t("price", {
    group: groups[g].short,
    before: figureText(old, "percent", 1).replace("%", ""),
    after: figureText(now, "percent", 1),
  });
  if (!passed) return text;
  return (
    text +
    page.t(now > passed.rate ? "price_above" : "price_below", {
      group: passed.group.label,
      rate: figureText(passed.rate, "percent", 1),
    })
  );
}

/** @param {Page} page */
export function strip(page) {
  const box = h("section", { class: "strip", "aria-label": page.t("targets") });
  const words = h("p", { class: "verdict", id: "verdict" });
  const list = h("ul", { class: "targets" });
  box.append(words, list);
  /** @type {any[]} */
  let bars = [];
  return {
    box,
    render(isLive = false) {
      updated(words, {}, sentence(page));
      const targets = page.targets();
      if (
        bars.length !== targets.length ||
        bars.some((bar, k) => bar.id !== targets[k].statement.id || bar.language !== page.language)
      ) {
        bars = targets.map((/** @type {Checked} */ one) => bullet(page, one));
        list.replaceChildren(...bars.map(({ item }) => item));
      }
      // a step of a drag changes no widths
      if (!isLive) for (const bar of bars) bar.measure();
      bars.forEach((bar, k) => bar.render(targets[k]));
    },
  };
}

/**
 * @param {Page} page
 * @param {Checked} first
 */
function bullet(page, first) {
  const { statement } = first;
  const label = page.short(statement);
  const value = h("b", {});
  const goal = h("span", { class: "goal" });
  const chance = h("span", { class: "chance" });
  const sign = h("span", { class: "sign" });
  const track = s("rect", { class: "track", x: 0, y: 9, width: WIDE, height: 5, rx: 2 });
  const good = s("rect", { class: "good-side", y: 9, height: 5 });
  const tick = s("rect", { class: "tick-mark", y: 4, width: 2.5, height: 15 });
  const dot = s("circle", { class: "dot", cy: 11.5, r: 7 });
  const knob = s("svg", {
    class: "bar",
    viewBox: `-9 0 ${WIDE + 18} 23`,
    role: "slider",
    tabindex: 0,
    "aria-label": page.t("drag_target", { label: statement.label }),
    "aria-valuemin": 0,
    "aria-valuemax": 0,
    "aria-valuenow": 0,
  });
  knob.append(track, good, tick, dot);
  const reach = h("button", { class: "small reach", type: "button" }, page.t("reach"));
  const item = h(
    "li",
    { class: "target" },
    h(
      "div",
      { class: "head", title: `${page.say(statement.label)} ${page.say(statement.words)}` },
      sign,
      h("span", { class: "name" }, label),
    ),
    h("div", { class: "figures" }, value, goal),
    knob,
    h("div", { class: "foot" }, chance, reach),
  );
  let scale = { low: 0, high: 1 };
  let wide = WIDE;
  const measure = () => {
    wide = Math.max(40, (knob.clientWidth || WIDE + EDGE) - EDGE);
    knob.setAttribute("viewBox", `-9 0 ${wide + EDGE} 23`);
    track.setAttribute("width", String(wide));
  };
  /** @type {Checked} */
  let checked = first;
  /** @type {{recipe: any, scale: {low: number, high: number}} | null} */
  let held = null;
  const wordingOf = () => page.store.state.made.tried[statement.id] ?? statement.wording;

  const seek = (/** @type {number} */ wanted, /** @type {any} */ from, /** @type {boolean} */ live) => {
    const found = solved(page, checked, wanted, from);
    if (!found) return page.tell(page.t("not_reached"));
    if (live) page.store.live({ recipe: found.recipe });
    else page.store.step(page.t("step_target", { label: statement.label }), { recipe: found.recipe });
    page.tell(found.price);
  };
  reach.addEventListener("click", () => seek(wordingOf().aim, page.store.state.made.recipe, false));
  knob.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (page.projection.lacking.length || checked.verdict === "not_judged") return;
    knob.setPointerCapture(event.pointerId);
    held = { recipe: page.store.state.made.recipe, scale };
  });
  knob.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!held) return;
    const room = knob.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - room.left - EDGE / 2) / (room.width - EDGE)));
    const wanted = held.scale.low + part * (held.scale.high - held.scale.low);
    const from = held.recipe;
    page.frame(() => seek(wanted, from, true));
  });
  const end = () => {
    if (!held) return;
    held = null;
    page.flush();
    page.store.step(page.t("step_target", { label: statement.label }));
  };
  knob.addEventListener("pointerup", end);
  knob.addEventListener("pointercancel", end);
  knob.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const ways = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
    const way = ways[/** @type {keyof typeof ways} */ (event.key)];
    if (!way || checked.verdict === "not_judged") return;
    event.preventDefault();
    seek(checked.value + (way * (scale.high - scale.low)) / 50, page.store.state.made.recipe, false);
  });

  /** @param {Checked} now */
  function render(now) {
    checked = now;
    const wording = wordingOf();
    const isGood = now.verdict === "met" || now.verdict === "exceeded";
    updated(item, { class: `target ${now.verdict === "missed" ? "bad" : isGood ? "good" : ""}` });
    updated(sign, { title: page.verdict(now.verdict) }, SIGNS[now.verdict]);
    updated(value, {}, now.verdict === "not_judged" ? "–" : page.valueOf(now.value, statement));
    const tried = page.store.state.made.tried[statement.id];
    const aim = page.t(tried ? "goal_tried" : "goal", { value: page.target(statement, true) });
    updated(goal, {}, tried?.dropped ? page.t("given_up") : aim);
    const share = page.chanceOf(now);
    updated(chance, {}, share ? page.t("chance", { value: share }) : page.lack(now));
    reach.hidden = now.verdict !== "missed";
    // where there is no value, that of an earlier step is not left standing
    updated(dot, { visibility: Number.isFinite(now.value) ? "visible" : "hidden" });
    updated(knob, { "aria-valuetext": `${value.textContent} ${goal.textContent} ${page.verdict(now.verdict)}` });
    if (!Number.isFinite(now.value)) return;
    if (!held) {
      const far = Math.max(Math.abs(now.value - wording.aim) * 1.25, Math.abs(wording.aim) * 0.12, 0.02);
      scale = { low: wording.aim - far, high: wording.aim + far };
    }
    const place = (/** @type {number} */ one) =>
      Math.min(wide, Math.max(0, (wide * (one - scale.low)) / (scale.high - scale.low)));
    const at = place(wording.aim);
    updated(tick, { x: String(at - 1.25) });
    const isUp = wording.better === "up";
    updated(good, { x: String(isUp ? at : 0), width: String(isUp ? wide - at : at) });
    updated(dot, { cx: place(now.value).toFixed(2) });
    updated(knob, {
      "aria-valuemin": String(scale.low),
      "aria-valuemax": String(scale.high),
      "aria-valuenow": String(now.value),
    });
  }
  return { id: statement.id, language: page.language, item, render, measure };
}
