// @ts-check
/** The panels beneath the table: verdicts, map, certainty, contradictions, measures, circumstances, shelf, tables. */

import { distanceText, requiredText, valueText } from "../engine/verdicts.js";
import { figureText, fixed, probabilityText } from "../engine/digits.js";
import { quantilesOf } from "../engine/draws.js";
import { measureIncome, perPerson, projected, sum } from "../engine/scenario.js";
import { raised } from "../engine/solve.js";
import { isBase, isMeasure, MEASURE_NUMBERS } from "../engine/recipe.js";
import { lineChart, ticks, widthOf } from "./charts.js";
import { h, putInto, s } from "./elements.js";
import { typedRate } from "./grid.js";
import { SIGNS } from "./page.js";
import { shelf } from "./shelf.js";
import { sourcesOf } from "./sources.js";
import { wordingsOf } from "./state.js";
import { price, solved } from "./strip.js";
import { table } from "./table.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../engine/types.js").Checked} Checked */
/** @typedef {(page: Page, box: any) => void} Panel */

/** @type {Record<string, Panel>} */
export const PANELS = { verdicts, map, fan, audit, measures, surroundings, shelf, tables };

/** @type {Panel} */
function verdicts(page, box) {
  const rows = page.checked
    .filter(({ statement }) => statement.headline || statement.everybody)
    .map((/** @type {Checked} */ one) => {
      const { statement } = one;
      const note = [
        page.lack(one),
        one.byRounding && page.t("by_rounding"),
        isCircular(page, one) && page.t("circular"),
      ]
        .filter(Boolean)
        .join(page.t("part_end"));
      const isGood = one.verdict === "met" || one.verdict === "exceeded";
      return [
        h("span", { title: page.say(statement.place) }, page.say(statement.label)),
        `${page.say(statement.words) || "–"}${statement.force ? page.t("bracketed", { place: statement.force }) : ""}`,
        one.verdict === "not_judged" ? "–" : valueText(one),
        h(
          "span",
          { class: one.verdict === "missed" ? "bad" : isGood ? "good" : "" },
          `${SIGNS[one.verdict]} ${page.verdict(one.verdict)}`,
        ),
        one.verdict === "not_judged" ? "–" : distanceText(one),
        one.verdict === "not_judged" ? "–" : page.say(requiredText(page.data, one)) || "–",
        page.chanceOf(one) || "–",
        note,
      ];
    });
  const head = ["quantity", "words", "projected", "verdict", "distance", "required", "probability", "note"].map((key) =>
    page.t(`head_${key}`),
  );
  box.append(table(page, page.t("panel_verdicts"), head, rows, "texts"));
  notes(page, box);
  const cells = page.checked.filter(({ statement }) => !statement.headline && !statement.everybody);
  if (cells.length) {
    const met = cells.filter(({ verdict }) => verdict === "met" || verdict === "exceeded").length;
    box.append(h("p", { class: "note" }, page.t("cells_met", { count: cells.length, met })));
  }
  box.append(h("p", { class: "note" }, page.t("distance_note")));
}

/**
 * Return whether the base was computed back from a statement, so that meeting it tests nothing.
 * @param {Page} page
 * @param {Checked} checked
 */
function isCircular(page, { statement, verdict }) {
  const given = page.store.state.made.recipe.base ?? {};
  const isDerived = statement.circular.some((g) => given[page.data.groups[g].key] === undefined);
  return isDerived && verdict !== "not_judged";
}

/**
 * Say how words are read, where the plan's folder says it: statements with the same note together.
 * @param {Page} page
 * @param {any} box
 */
function notes(page, box) {
  /** @type {Map<string, string[]>} */
  const about = new Map();
  for (const { statement } of page.checked.filter(({ statement }) => statement.headline))
    for (const note of statement.notes)
      about.set(page.say(note), [...(about.get(page.say(note)) ?? []), page.say(statement.label)]);
  if (page.checked.some((one) => isCircular(page, one))) box.append(h("p", { class: "note" }, page.t("circular_note")));
  if (!about.size) return;
  const items = [...about].map(([note, labels]) =>
    h("li", {}, h("b", {}, labels.join(page.t("and"))), page.t("colon"), note),
  );
  box.append(h("ul", { class: "note" }, items));
}

/** Where names stand on the map, as a part of the way across: that of a contour at the first place that is free. */
const NAMES_AT = { contours: [0.86, 0.78, 0.7, 0.62], goal: 0.16 };
/** Pixels between the names of two contours, or from one to a line that is promised. */
const CONTOURS_APART = 16;
/** About how wide and high the name of a contour is. */
const CONTOUR_NAME = { wide: 22, high: 12 };

/** @type {Panel} */
function map(page, box) {
  const { data, projection } = page;
  if (!data.ratio) return box.append(h("p", { class: "note" }, page.t("no_map")));
  const { above, below } = data.ratio;
  const stated = page.checked.find(
    ({ statement }) => statement.quantity === "urban_rural_ratio" && statement.wording.values.length,
  );
  const last = Math.min(stated?.statement.last ?? projection.years.length, projection.years.length);
  const average = (/** @type {any} */ one, /** @type {number} */ g) =>
    Math.pow(one.totals[g][last] / one.totals[g][0], 1 / last) - 1;
  const width = Math.min(640, Math.max(300, box.clientWidth - 8 || 600));
  const height = 346;
  const [left, right, top, bottom] = [52, 14, 20, 40];
  const here = [average(projection, above), average(projection, below)];
  if (!here.every(Number.isFinite)) return box.append(h("p", { class: "note" }, page.t("map_lacking")));
  const range = (/** @type {number} */ value, /** @type {number[]} */ goals) => [
    Math.max(-0.5, Math.min(value - 0.05, ...goals.map((one) => one - 0.02), 0)),
    Math.max(value + 0.05, ...goals.map((one) => one + 0.04), 0.12),
  ];
  const goalsOf = (/** @type {number} */ g) =>
    page.checked.filter(
      ({ statement }) =>
        statement.quantity === "average_annual_growth" &&
        statement.component === "total" &&
        statement.group === data.groups[g].key &&
        statement.wording.values.length,
    );
  const [goalsX, goalsY] = [goalsOf(above), goalsOf(below)];
  const base = projection.totals[above][0] / projection.totals[below][0];
  const rural = (/** @type {number} */ urban, /** @type {number} */ ratio) =>
    Math.pow(base / ratio, 1 / last) * (1 + urban) - 1;
  const wording = stated ? (page.store.state.made.tried[stated.statement.id] ?? stated.statement.wording) : null;
  const [xLow, xHigh] = range(
    here[0],
    goalsX.map((one) => one.statement.wording.aim),
  );
  const reach = wording ? [rural(xLow, wording.aim), rural(Math.min(xHigh, 0.11), wording.aim)] : [];
  const [yLow, yHigh] = range(here[1], [...goalsY.map((one) => one.statement.wording.aim), ...reach]);
  const x = (/** @type {number} */ value) => left + ((width - left - right) * (value - xLow)) / (xHigh - xLow);
  const y = (/** @type {number} */ value) => top + ((height - top - bottom) * (yHigh - value)) / (yHigh - yLow);
  const clip = "map-clip";
  /**
   * @param {number} ratio
   * @param {string} kind
   * @param {string} text
   * @param {number} along The part of the way across at which the name stands: no two kinds at one place.
   * @param {number} beneath Pixels from the line down to the foot of the name.
   */
  const sloped = (ratio, kind, text, along, beneath = 4) => {
    const ends = [xLow, xHigh].map((one) => [x(one), y(rural(one, ratio))]);
    const inside = xLow + (xHigh - xLow) * along;
    const foot = y(rural(inside, ratio)) + beneath;
    return [
      s("line", {
        class: kind,
        x1: ends[0][0],
        y1: ends[0][1],
        x2: ends[1][0],
        y2: ends[1][1],
        "clip-path": `url(#${clip})`,
      }),
      text && foot > top + 14 && foot < height - bottom
        ? s("text", { class: `map-name ${kind}-name`, x: x(inside), y: foot }, text)
        : null,
    ];
  };
  const aims = (/** @type {Checked[]} */ goals) => goals.map(({ statement }) => statement.wording.aim);
  const isFree = (/** @type {number} */ ratio, /** @type {number} */ along) => {
    const urban = xLow + (xHigh - xLow) * along;
    const at = y(rural(urban, ratio));
    const upright = aims(goalsX).map((aim) => Math.abs(x(aim) - x(urban) - CONTOUR_NAME.wide / 2));
    const level = [...aims(goalsY), ...(wording ? [rural(urban, wording.aim)] : [])].map((aim) =>
      Math.abs(y(aim) - at),
    );
    return upright.every((far) => far > CONTOUR_NAME.wide) && level.every((far) => far >= CONTOUR_NAME.high);
  };
  // where contours lie close, not every one has its name
  let named = -Infinity;
  const contours = ticks(2, 4.5, 12).map((ratio) => {
    const along = NAMES_AT.contours.find((one) => isFree(ratio, one)) ?? NAMES_AT.contours[0];
    const at = y(rural(xLow + (xHigh - xLow) * NAMES_AT.contours[0], ratio));
    const isAim = wording && Math.abs(ratio - wording.aim) < 0.05;
    const isNamed = !isAim && isFree(ratio, along) && at - named >= CONTOURS_APART;
    if (isNamed) named = at;
    return sloped(ratio, "contour", isNamed ? figureText(ratio, "ratio", 1) : "", along);
  });
  const promises = [
    ...goalsX.map(({ statement }) => {
      const { aim } = statement.wording;
      const name = `${page.say(data.groups[above].short)} ${page.say(statement.told)}`;
      const isLeft = x(aim) + 4 + widthOf(name) > width;
      return [
        aboutBand(statement, (low, high) => ({
          x: x(low),
          width: x(high) - x(low),
          y: top,
          height: height - top - bottom,
        })),
        s("line", { class: "promise", x1: x(aim), x2: x(aim), y1: top, y2: height - bottom }),
        s(
          "text",
          {
            class: "map-name strong",
            x: x(aim) + (isLeft ? -4 : 4),
            y: top + 12,
            "text-anchor": isLeft ? "end" : "start",
          },
          name,
        ),
      ];
    }),
    ...goalsY.map(({ statement }) => {
      const { aim } = statement.wording;
      return [
        aboutBand(statement, (low, high) => ({
          x: left,
          width: width - left - right,
          y: y(high),
          height: y(low) - y(high),
        })),
        s("line", { class: "promise", x1: left, x2: width - right, y1: y(aim), y2: y(aim) }),
        s(
          "text",
          { class: "map-name strong", x: left + 4, y: y(aim) - 4 },
          `${page.say(data.groups[below].short)} ${page.say(statement.told)}`,
        ),
      ];
    }),
  ];
  const point = s("circle", {
    class: "dot",
    cx: x(here[0]),
    cy: y(here[1]),
    r: 8,
    role: "slider",
    tabindex: 0,
    "aria-label": page.t("map_point"),
    "aria-valuemin": -50,
    "aria-valuemax": 60,
    "aria-valuenow": Number((here[1] * 100).toFixed(2)),
    "aria-valuetext": page.t("map_here", {
      urban: figureText(here[0], "percent", 1),
      rural: figureText(here[1], "percent", 1),
    }),
  });
  const area = s(
    "svg",
    {
      class: "chart map",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": page.t("panel_map"),
    },
    s(
      "defs",
      {},
      s(
        "clipPath",
        { id: clip },
        s("rect", { x: left, y: top, width: width - left - right, height: height - top - bottom }),
      ),
    ),
    s("rect", { class: "field", x: left, y: top, width: width - left - right, height: height - top - bottom }),
    wording
      ? s("path", {
          class: "met-side",
          "clip-path": `url(#${clip})`,
          d: `M${x(xLow)},${y(rural(xLow, wording.bound))}L${x(xHigh)},${y(rural(xHigh, wording.bound))}L${x(xHigh)},${-9999}L${x(xLow)},${-9999}Z`,
        })
      : null,
    contours,
    wording
      ? sloped(
          wording.aim,
          "goal",
          `${page.say(data.ratio.short)} ${figureText(wording.aim, "ratio", 1)}`,
          NAMES_AT.goal,
          18,
        )
      : null,
    promises,
    ticks(xLow, xHigh, 6).map((one) =>
      s(
        "text",
        { class: "tick", x: x(one), y: height - bottom + 19, "text-anchor": "middle" },
        figureText(one, "percent", 0),
      ),
    ),
    ticks(yLow, yHigh, 6).map((one) =>
      s("text", { class: "tick", x: left - 6, y: y(one) + 4, "text-anchor": "end" }, figureText(one, "percent", 0)),
    ),
    s(
      "text",
      { class: "tick", x: (left + width) / 2, y: height - 6, "text-anchor": "middle" },
      page.t("average_of", { group: data.groups[above].label }),
    ),
    s("text", { class: "tick", x: left, y: 12 }, page.t("average_of", { group: data.groups[below].label })),
    point,
  );
  let held = false;
  /** @type {any} */
  let from = null;
  const drag = (/** @type {number} */ urban, /** @type {number} */ other, /** @type {boolean} */ live) => {
    const start = projected(data, from);
    const years = start.years.slice(0, last);
    let recipe = from;
    const words = [];
    for (const [g, wanted] of [
      [above, urban],
      [below, other],
    ]) {
      const points = pointsToAverage(page, recipe, g, wanted, last);
      if (points === null) return;
      recipe = raised(recipe, { groups: [data.groups[g].key] }, points, years);
      words.push(price(page, data.groups[g].key, start, projected(data, recipe), last));
    }
    if (live) page.store.live({ recipe });
    else page.store.step(page.t("step_map"), { recipe });
    page.tell(words.join(page.t("part_end")));
  };
  point.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    held = true;
    page.holding = true;
    from = page.store.state.made.recipe;
    area.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  area.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!held) return;
    const room = area.getBoundingClientRect();
    const urban =
      xLow + ((xHigh - xLow) * (((event.clientX - room.left) * width) / room.width - left)) / (width - left - right);
    const other =
      yHigh - ((yHigh - yLow) * (((event.clientY - room.top) * height) / room.height - top)) / (height - top - bottom);
    const within = (/** @type {number} */ one) => Math.min(0.5, Math.max(-0.4, one));
    point.setAttribute("cx", String(x(within(urban))));
    point.setAttribute("cy", String(y(within(other))));
    page.frame(() => drag(within(urban), within(other), true));
  });
  const end = () => {
    if (!held) return;
    held = false;
    page.holding = false;
    page.flush();
    page.store.step(page.t("step_map"));
  };
  area.addEventListener("pointerup", end);
  area.addEventListener("pointercancel", end);
  point.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const ways = { ArrowUp: [0, 0.001], ArrowDown: [0, -0.001], ArrowRight: [0.001, 0], ArrowLeft: [-0.001, 0] };
    const way = ways[/** @type {keyof typeof ways} */ (event.key)];
    if (!way) return;
    event.preventDefault();
    from = page.store.state.made.recipe;
    page.refocus = "map";
    drag(here[0] + way[0], here[1] + way[1], false);
  });
  const words = h(
    "div",
    {},
    h(
      "p",
      { class: "note" },
      page.t("map_note", { first: page.year(data.baseYear + 1), last: page.year(data.baseYear + last) }),
    ),
  );
  box.append(h("div", { class: "beside" }, area, words));
  if (goalsX.length === 1 && goalsY.length === 1 && stated) {
    const [own, other] = [goalsX[0].statement, goalsY[0].statement];
    const grown = (1 + own.wording.aim) / (1 + other.wording.aim);
    const ratio = base * Math.pow(grown, last);
    words.append(
      h(
        "p",
        { class: "lead" },
        page.t("map_meet", {
          urban: `${page.say(data.groups[above].short)}${page.language ? " " : ""}${page.say(own.told)}`,
          rural: `${page.say(data.groups[below].short)}${page.language ? " " : ""}${page.say(other.told)}`,
          ratio: figureText(ratio, "ratio", 2),
          target: page.target(stated.statement),
        }),
      ),
    );
  }
  if (page.refocus === "map") {
    page.refocus = null;
    point.focus();
  }
}

/**
 * Return the band in which a value is still about what a statement prints; nothing where it asks for one side only.
 * @param {import("../engine/types.js").Statement} statement
 * @param {(low: number, high: number) => Record<string, number>} placed
 */
function aboutBand({ wording }, placed) {
  const [low, high] = wording.ends;
  const isBetween = wording.kind === "about" && Number.isFinite(low) && Number.isFinite(high);
  return isBetween ? s("rect", { class: "about", ...placed(low, high) }) : null;
}

/**
 * Return the points to add to a group's growth so that its total grows on average at a rate.
 * @param {Page} page
 * @param {any} recipe
 * @param {number} g
 * @param {number} wanted
 * @param {number} last
 */
function pointsToAverage(page, recipe, g, wanted, last) {
  const { data } = page;
  const years = projected(data, recipe).years.slice(0, last);
  const miss = (/** @type {number} */ points) => {
    const { totals } = projected(data, raised(recipe, { groups: [data.groups[g].key] }, points, years));
    return Math.pow(totals[g][last] / totals[g][0], 1 / last) - 1 - wanted;
  };
  const rates = projected(data, recipe).growth[g].flatMap((/** @type {number[]} */ path) => path.slice(0, last));
  let [low, high] = [Math.max(-0.6, -0.99 - Math.min(...rates)), Math.min(0.6, 0.99 - Math.max(...rates))];
  if (!(miss(low) < 0 && miss(high) > 0)) return null;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (miss(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @type {Panel} */
function fan(page, box) {
  const { data, projection, chances } = page;
  const why = page.whyNoChances();
  if (why) return box.append(h("p", { class: "note" }, page.t("no_draws", { why })));
  if (!chances) return box.append(h("p", { class: "note" }, page.t("draws_wait")));
  const options = [...(data.ratio ? [{ key: "ratio", label: data.ratio.label }] : []), ...data.groups];
  const chosen = options.find(({ key }) => key === page.store.state.view.fan) ?? options[0];
  const select = h(
    "select",
    { id: "fan-of", onchange: (/** @type {any} */ event) => page.store.show({ fan: event.target.value }) },
    options.map(({ key, label }) => h("option", { value: key, selected: key === chosen.key }, page.say(label))),
  );
  const { totals } = chances.drawn;
  const g = data.groups.findIndex((/** @type {any} */ group) => group.key === chosen.key);
  const isRatio = chosen.key === "ratio";
  const compared = data.ratio ?? { above: 0, below: 0, short: chosen.short };
  const path = isRatio && projection.ratio ? projection.ratio : projection.totals[g];
  const [start] = path;
  const byYear = totals.map((/** @type {any} */ year) =>
    isRatio
      ? year[compared.above].map((/** @type {number} */ one, /** @type {number} */ n) => one / year[compared.below][n])
      : year[g],
  );
  const found = byYear.map((/** @type {Float64Array} */ values) => quantilesOf(values, data.draws.quantiles));
  const at = (/** @type {number} */ k) => [start, ...found.map((/** @type {number[]} */ one) => one[k])];
  const text = (/** @type {number} */ value) =>
    isRatio ? figureText(value, "ratio", 2) : figureText(value, "yuan", 0);
  const count = data.draws.quantiles.length;
  const chart = lineChart({
    years: [data.baseYear, ...projection.years],
    lines: [
      {
        name: page.say(isRatio ? compared.short : chosen.short),
        values: path,
        kind: isRatio ? "ratio" : "yuan",
        text,
      },
    ],
    ghosts: [],
    marks: page.marks(chosen.key, 0),
    bands: [
      [at(0), at(count - 1)],
      [at(1), at(count - 2)],
    ],
    label: page.t("fan_label", {
      label: chosen.label,
      low: text(at(0).at(-1) ?? NaN),
      high: text(at(count - 1).at(-1) ?? NaN),
    }),
    width: Math.min(760, Math.max(300, box.clientWidth - 8 || 600)),
    height: 260,
    yearText: (year) => String(year),
  });
  const drawnToo = page.checked.filter(
    ({ statement, verdict }) => verdict === "not_judged" && chances.counts[statement.id],
  ).length;
  const words = h(
    "div",
    {},
    h(
      "p",
      { class: "lead" },
      page.t("all_together", { value: probabilityText(chances.together / chances.draws) }),
      drawnToo > 0 && page.t("drawn_too", { count: drawnToo }),
    ),
    h(
      "p",
      { class: "note" },
      page.t("fan_note", {
        draws: figureText(chances.draws, "count"),
        source: data.draws.source,
        base: page.year(data.baseYear),
      }),
    ),
  );
  box.append(
    h("label", { class: "check", for: "fan-of" }, page.t("fan_of"), select),
    h("div", { class: "beside" }, chart, words),
  );
}

/** @type {Panel} */
function audit(page, box) {
  const { data, store } = page;
  const { reading } = store.state.view;
  const choice = (/** @type {string} */ one) =>
    h(
      "label",
      { class: "check", for: `reading-${one}` },
      h("input", {
        type: "radio",
        name: "reading",
        id: `reading-${one}`,
        checked: reading === one,
        onchange: () => store.show({ reading: one }),
      }),
      page.t(`reading_${one}`),
    );
  const found = data.audit[reading];
  box.append(
    h("div", { class: "tools", role: "radiogroup", "aria-label": page.t("reading") }, choice("value"), choice("floor")),
  );
  if (found.why_not) return box.append(h("p", { class: "note" }, page.say(found.why_not)));
  const tried = Object.keys(store.state.made.tried).length > 0;
  const { recipe } = store.state.made;
  const isElsewhere = recipe.base || JSON.stringify(recipe.shares ?? {}) !== JSON.stringify(store.start.shares ?? {});
  putInto(
    box,
    h("p", { class: "lead" }, page.say(found.headline)),
    isElsewhere ? h("p", { class: "notice" }, page.t("audit_elsewhere")) : null,
    tried
      ? h(
          "p",
          { class: "note" },
          page.t("tried_now"),
          h(
            "button",
            {
              type: "button",
              class: "small",
              onclick: () => store.step(page.t("untry"), { tried: {}, recipe: beforeTrial(page) }),
            },
            page.t("untry"),
          ),
        )
      : null,
    found.proposals.length ? h("h2", {}, page.t("fewest")) : null,
    h(
      "div",
      { class: "cards" },
      found.proposals.map((/** @type {any} */ one, /** @type {number} */ k) => proposalCard(page, one, k)),
    ),
    found.clashes.length ? h("h2", {}, page.t("clashes", { count: found.clashes.length })) : null,
    h(
      "ol",
      { class: "clashes" },
      found.clashes.map((/** @type {any} */ one) => h("li", {}, page.say(one))),
    ),
    h("p", { class: "note" }, page.t("audit_note", { grounds: found.grounds })),
  );
}

/** @param {Page} page @param {any} proposal @param {number} k */
function proposalCard(page, proposal, k) {
  return h(
    "article",
    { class: "card" },
    h("h3", {}, page.t("proposal", { number: k + 1, count: proposal.changes.length })),
    h(
      "ul",
      {},
      proposal.changes.map((/** @type {any} */ change) =>
        h(
          "li",
          {},
          change.to
            ? page.t("change_to", { said: change.said, to: change.to })
            : page.t("give_up", { said: change.said }),
        ),
      ),
    ),
    h("button", { type: "button", onclick: () => tryProposal(page, k) }, page.t("try")),
  );
}

/**
 * Judge by the changed wordings, and bring growth about where they ask for more of a group.
 * @param {Page} page
 * @param {number} k
 */
function tryProposal(page, k) {
  const { data, store } = page;
  const { reading } = store.state.view;
  const { changes } = data.audit[reading].proposals[k];
  const tried = wordingsOf(data, reading, k, changes);
  const before = beforeTrial(page);
  let recipe = before;
  for (const change of changes) {
    if (!change.wording) continue;
    const statement = data.statements.find((/** @type {any} */ one) => change.ids.includes(one.id));
    if (!statement || !["income", "average_annual_growth"].includes(statement.quantity) || !statement.headline)
      continue;
    const checked = page.checked.find((/** @type {Checked} */ one) => one.statement.id === statement.id);
    const found = checked && solved(page, checked, change.wording.aim, recipe);
    if (found) recipe = found.recipe;
  }
  store.step(page.t("step_try", { number: k + 1 }), { tried, recipe });
  page.trial = { before, after: recipe };
  page.tell(page.t("tried_told"));
}

/**
 * Return the scenario as it was before a proposal was tried, where nothing was changed since; else the present one.
 * @param {Page} page
 */
function beforeTrial(page) {
  const { recipe } = page.store.state.made;
  return page.trial?.after === recipe ? page.trial.before : recipe;
}

/** @type {Panel} */
function measures(page, box) {
  const { data, store, projection } = page;
  const levers = store.state.made.recipe.lever ?? [];
  const put = (/** @type {any[]} */ list, /** @type {string} */ name) =>
    store.step(name, { recipe: { ...store.state.made.recipe, lever: list } });
  const titleOf = (/** @type {any} */ lever) =>
    typeof lever.title === "string" ? lever.title : page.language ? lever.title.en : lever.title.zh;
  const fields = [...MEASURE_NUMBERS, "residents", "first_year", "last_year"];
  const rows = levers.map((/** @type {any} */ lever) => {
    const inputs = fields
      .filter((name) => lever[name] !== undefined && typeof lever[name] === "number")
      .map((name) =>
        numberField(page, page.t(`measure_${name}`), lever[name], (value) => {
          const next = { ...lever, [name]: value };
          if (!isMeasure(data, next)) return page.t("measure_wrong");
          put(
            levers.map((/** @type {any} */ one) => (one === lever ? next : one)),
            page.t("step_measure", { title: titleOf(lever) }),
          );
          return "";
        }),
      );
    const g = data.groups.findIndex((/** @type {any} */ group) => group.key === lever.group);
    const end = projection.years.length;
    const without = projected(data, {
      ...store.state.made.recipe,
      lever: levers.filter((/** @type {any} */ one) => one !== lever),
    });
    const effects = [
      page.t("measure_money", { value: page.valueOf(measureIncome(lever), { unit: "yuan", decimals: 0 }) }),
      page.t("measure_head", {
        group: data.groups[g].label,
        year: page.year(projection.years[end - 1]),
        value: page.valueOf(perPerson(lever, projection.years[end - 1]), { unit: "yuan", decimals: 1 }),
      }),
      data.ratio
        ? page.t("measure_ratio", {
            before: figureText(without.ratio?.[end] ?? NaN, "ratio"),
            after: figureText(projection.ratio?.[end] ?? NaN, "ratio"),
          })
        : "",
    ];
    return h(
      "article",
      { class: "card" },
      h("h3", {}, titleOf(lever)),
      h("div", { class: "fields" }, inputs),
      h("p", {}, effects.filter(Boolean).join(page.t("part_end"))),
      h(
        "button",
        {
          type: "button",
          class: "small",
          onclick: () =>
            put(
              levers.filter((/** @type {any} */ one) => one !== lever),
              page.t("step_drop", { title: titleOf(lever) }),
            ),
        },
        page.t("drop"),
      ),
    );
  });
  box.append(
    h("h2", {}, page.t("panel_measures")),
    rows.length ? h("div", { class: "cards" }, rows) : h("p", { class: "note" }, page.t("no_measures")),
    rows.length > 1 ? h("p", { class: "lead" }, allMeasures(page, levers)) : "",
  );
  if (!data.measures.length) return box.append(h("p", { class: "note" }, page.t("none_priced")));
  // the panel is drawn anew at every step: what is half filled in stays
  const draft = (page.draft ??= { which: 0, typed: {} });
  const which = h(
    "select",
    {
      id: "new-measure",
      onchange: () => {
        Object.assign(draft, { which: Number(which.value), typed: {} });
        form.replaceChildren(...newMeasure(page, data.measures[draft.which], put, levers));
      },
    },
    data.measures.map((/** @type {any} */ one, /** @type {number} */ k) =>
      h("option", { value: k, selected: k === draft.which }, page.say(one.title)),
    ),
  );
  const form = h("div", { class: "fields" }, newMeasure(page, data.measures[draft.which], put, levers));
  box.append(
    h("h2", {}, page.t("add_measure")),
    h("label", { class: "check", for: "new-measure" }, page.t("measure"), which),
    form,
  );
}

/**
 * Say what all measures cost together, and what they do.
 * @param {Page} page
 * @param {any[]} levers
 */
function allMeasures(page, levers) {
  const { data, store, projection } = page;
  const end = projection.years.length;
  const last = projection.years[end - 1];
  const paid = levers.filter((lever) => perPerson(lever, last) !== 0);
  const without = projected(data, { ...store.state.made.recipe, lever: [] });
  const money = page.valueOf(sum(paid.map(measureIncome)), { unit: "yuan", decimals: 0 });
  const effects = [page.t("measures_money", { year: page.year(last), value: money })];
  if (data.ratio)
    effects.push(
      page.t("measure_ratio", {
        before: figureText(without.ratio?.[end] ?? NaN, "ratio"),
        after: figureText(projection.ratio?.[end] ?? NaN, "ratio"),
      }),
    );
  return effects.join(page.t("part_end"));
}

/**
 * Return the fields of a measure that the plan prices, for what it does not give.
 * @param {Page} page
 * @param {any} template
 * @param {(list: any[], name: string) => void} put
 * @param {any[]} levers
 */
function newMeasure(page, template, put, levers) {
  const { data } = page;
  /** @type {Record<string, string>} */
  const typed = page.draft?.typed ?? {};
  const shown = { first_year: String(data.baseYear + 1), take_up: "1", ...typed };
  /** @type {{name: string, input: any, field: any}[]} */
  const inputs = template.needed.map((/** @type {string} */ name) => {
    const offered = template.choices[name];
    const id = `measure-${name}`;
    const input = offered
      ? h(
          "select",
          { id },
          offered.map((/** @type {number} */ value) => h("option", { value }, value)),
        )
      : h("input", {
          id,
          type: "text",
          inputmode: "decimal",
          autocomplete: "off",
          value: /** @type {any} */ (shown)[name] ?? "",
        });
    if (offered && name in typed) input.value = typed[name];
    input.addEventListener("input", () => (typed[name] = input.value));
    return {
      name,
      input,
      field: h("label", { class: "field", for: id }, h("span", {}, page.t(`measure_${name}`)), input),
    };
  });
  const wrong = h("span", { class: "error", role: "alert" });
  const enter = h(
    "button",
    {
      type: "button",
      onclick: () => {
        const lever = {
          id: template.id,
          title: { zh: template.title[0], en: template.title[1] ?? template.title[0] },
          group: template.group,
          component: template.component,
          ...template.printed,
          cost: template.cost,
          words: template.words[0],
          ...Object.fromEntries(inputs.map(({ name, input }) => [name, typedNumber(input.value)])),
        };
        if (!isMeasure(data, lever)) {
          wrong.textContent = page.t("measure_wrong");
          return;
        }
        page.draft = undefined;
        put([...levers.filter((one) => one.id !== lever.id), lever], page.t("step_measure", { title: template.title }));
      },
    },
    page.t("add"),
  );
  return [
    h(
      "p",
      { class: "note" },
      page.t("quoted", { words: template.words }),
      page.say(template.place) && page.t("bracketed", { place: template.place }),
    ),
    ...inputs.map(({ field }) => field),
    enter,
    wrong,
  ];
}

/** What a sign after a number multiplies it by. @type {Record<string, number>} */
const TIMES = { 万: 1e4, 亿: 1e8 };

/**
 * Return the number that a person typed: 12,000, 1.2万元, １２, 2024年; NaN for what is none.
 * @param {string} text
 */
export function typedNumber(text) {
  const plain = text
    .replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[,，\s]/g, "")
    .replace(/．/g, ".");
  const match = /^(-?\d{1,15}(?:\.\d{0,12})?)([万亿]?)[元人年]?$/.exec(plain);
  // the decimal that is meant, not the nearest product
  return match ? Number((Number(match[1]) * (TIMES[match[2]] ?? 1)).toPrecision(15)) : NaN;
}

let fieldCount = 0;

/**
 * Return a field for a number; what is refused is said beside it.
 * @param {Page} page
 * @param {string} label
 * @param {number | string} value
 * @param {(value: number) => string} put
 * @param {(text: string) => number} [read]
 */
function numberField(page, label, value, put, read = typedNumber) {
  fieldCount += 1;
  const id = `field-${fieldCount}`;
  const wrong = h("span", { class: "error", role: "alert" });
  const input = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    value: String(value),
    onchange: () => {
      const read_ = read(input.value);
      wrong.textContent = Number.isNaN(read_) ? page.t("not_a_number", { came: input.value.slice(0, 24) }) : put(read_);
    },
  });
  return h("label", { class: "field", for: id }, h("span", {}, label), input, wrong);
}

/** @type {Panel} */
function surroundings(page, box) {
  const { data, store, projection } = page;
  const { recipe } = store.state.made;
  const put = (/** @type {any} */ change, /** @type {string} */ name) =>
    store.step(name, { recipe: { ...recipe, ...change } });
  const option = (/** @type {string} */ value, /** @type {any} */ text, /** @type {boolean} */ selected) =>
    h("option", { value, selected }, page.say(text));
  const ways = Object.entries(data.alternatives).filter(([, way]) => !(/** @type {any} */ (way).why_not));
  const fields = [
    h(
      "label",
      { class: "field", for: "based-on" },
      h("span", {}, page.t("based_on")),
      h(
        "select",
        {
          id: "based-on",
          onchange: (/** @type {any} */ event) =>
            put({ based_on: event.target.value, growth: [] }, page.t("step_based_on")),
        },
        ways.map(([key, way]) => option(key, /** @type {any} */ (way).title, key === (recipe.based_on ?? "plan"))),
      ),
    ),
    numberField(
      page,
      page.t("last_year", { most: data.furthest }),
      projection.years[projection.years.length - 1],
      (value) => {
        if (!Number.isInteger(value) || value <= data.baseYear || value > data.furthest)
          return page.t("year_between", { first: data.baseYear + 1, last: data.furthest });
        if ((recipe.lever ?? []).some((/** @type {any} */ lever) => lever.first_year > value))
          return page.t("measure_later");
        const growth = (recipe.growth ?? [])
          .map((/** @type {any} */ one) =>
            one.years ? { ...one, years: one.years.filter((/** @type {number} */ year) => year <= value) } : one,
          )
          .filter((/** @type {any} */ one) => !one.years || one.years.length);
        put({ last_year: value, growth, ...around(page, value) }, page.t("step_horizon"));
        return "";
      },
    ),
    ...data.groups.map((/** @type {any} */ group) => {
      const cases = Object.entries(data.bases[group.key]);
      if (cases.length < 2) return null;
      const chosen = (recipe.shares ?? {})[group.key] ?? data.shares[group.key];
      return h(
        "label",
        { class: "field", for: `case-${group.key}` },
        h("span", {}, page.t("split_of", { group: group.label })),
        h(
          "select",
          {
            id: `case-${group.key}`,
            onchange: (/** @type {any} */ event) =>
              put({ shares: { ...recipe.shares, [group.key]: event.target.value } }, page.t("step_split")),
          },
          cases.map(([key, base]) => option(key, /** @type {any} */ (base).title, key === chosen)),
        ),
      );
    }),
    ...data.groups.map((/** @type {any} */ group) => baseField(page, group, put)),
    rateField(page, "gdp_growth", page.t("gdp"), projection.gdp, put),
    rateField(page, "price_growth", page.t("prices"), projection.price, put),
    ...data.groups
      .filter((/** @type {any} */ group) => !group.within)
      .map((/** @type {any} */ group) => peopleField(page, group, put)),
  ];
  box.append(h("div", { class: "fields wide" }, fields));
  const rows = data.groups.flatMap((/** @type {any} */ group) =>
    sourcesOf(page, group.key).map(({ what, value, status, source }) => [
      what,
      value,
      h("span", {}, page.say(data.status[status]), status === "assumed" ? page.mark(group.key) : null),
      source || page.t("no_source"),
    ]),
  );
  box.append(
    table(
      page,
      page.t("sources", { year: page.year(data.baseYear) }),
      [page.t("head_quantity"), page.t("head_value"), page.t("head_status"), page.t("head_source")],
      rows,
      "texts",
    ),
  );
}

/**
 * Return what is given by year for another last year: what holds alike in every year holds in those that come, too.
 * @param {Page} page
 * @param {number} last
 */
function around(page, last) {
  const { baseYear } = page.data;
  const { recipe } = page.store.state.made;
  const till = (/** @type {number} */ end) => Array.from({ length: end - baseYear + 1 }, (_, t) => baseYear + t);
  const given = (/** @type {any} */ by, /** @type {number} */ first) => {
    if (!by || typeof by !== "object") return by;
    const [now, then] = [till(baseYear + page.projection.years.length), till(last)].map((all) => all.slice(first));
    const isAlike = now.every((year) => by[year] !== undefined && by[year] === by[now[0]]);
    return Object.fromEntries(
      then.flatMap((year) => {
        const value = by[year] ?? (isAlike ? by[now[0]] : undefined);
        return value === undefined ? [] : [[String(year), value]];
      }),
    );
  };
  const { gdp_growth, price_growth, population } = recipe;
  return {
    ...(gdp_growth !== undefined && { gdp_growth: given(gdp_growth, 1) }),
    ...(price_growth !== undefined && { price_growth: given(price_growth, 1) }),
    ...(population !== undefined && {
      population: Object.fromEntries(Object.entries(population).map(([group, by]) => [group, given(by, 0)])),
    }),
  };
}

/**
 * Return the field of a group's base-year income; empty, it is the plan's own again.
 * @param {Page} page
 * @param {any} group
 * @param {(change: any, name: string) => void} put
 */
function baseField(page, group, put) {
  const { data, projection, store } = page;
  const g = data.groups.indexOf(group);
  if (!Number.isFinite(projection.totals[g][0])) return null;
  const label = page.t("base_in", { year: page.year(data.baseYear), group: group.label });
  return numberField(
    page,
    label,
    Number(fixed(projection.totals[g][0], 2)),
    (value) => {
      const { [group.key]: _, ...others } = store.state.made.recipe.base ?? {};
      const base = value === Infinity ? others : { ...others, [group.key]: value };
      if (value !== Infinity && !isBase(data, group.key, value)) return page.t("base_between");
      put(
        { base: Object.keys(base).length ? base : undefined },
        page.t("step_around", { what: page.t("base_of", { group: group.label }) }),
      );
      return "";
    },
    (typed) => (typed.trim() === "" ? Infinity : typedNumber(typed)),
  );
}

/**
 * @param {Page} page
 * @param {string} key
 * @param {string} label
 * @param {number[] | null} now
 * @param {(change: any, name: string) => void} put
 */
function rateField(page, key, label, now, put) {
  const text =
    now && now.every((rate) => rate === now[0])
      ? figureText(now[0], "percent", 2)
      : now
        ? now.map((rate) => (Number.isNaN(rate) ? "–" : figureText(rate, "percent", 2))).join(" ")
        : "";
  return numberField(
    page,
    page.t("each_year", { what: label }),
    text,
    (value) => {
      const { years } = page.projection;
      put(
        {
          [key]:
            value === Infinity
              ? undefined
              : Object.fromEntries(years.map((/** @type {number} */ year) => [String(year), value])),
        },
        page.t("step_around", { what: label }),
      );
      return "";
    },
    (typed) => (typed.trim() === "" ? Infinity : (typedRate(typed) ?? NaN)),
  );
}

/**
 * @param {Page} page
 * @param {any} group
 * @param {(change: any, name: string) => void} put
 */
function peopleField(page, group, put) {
  const { data, projection, store } = page;
  const g = data.groups.indexOf(group);
  const now = projection.people?.[g]?.[0];
  const counted = data.groups.filter((/** @type {any} */ one) => !one.within);
  // what waits for the other groups is no part of the scenario yet
  const waiting = store.state.made.recipe.population ? {} : (page.people ??= {});
  const field = numberField(
    page,
    page.t("people_of", { group: group.label }),
    waiting[group.key] ?? (Number.isFinite(now) ? now : ""),
    (value) => {
      if (value === Infinity) {
        page.people = {};
        put({ population: undefined }, page.t("step_people"));
        return "";
      }
      if (!(value > 0)) return page.t("above_zero");
      waiting[group.key] = value;
      const known = counted.map((/** @type {any} */ one) => [
        one.key,
        waiting[one.key] ?? projection.people?.[data.groups.indexOf(one)]?.[0],
      ]);
      if (!known.every(([, count]) => Number.isFinite(count))) return page.t("people_rest");
      const all = [data.baseYear, ...projection.years];
      page.people = {};
      put(
        {
          population: Object.fromEntries(
            known.map(([one, count]) => [one, Object.fromEntries(all.map((year) => [String(year), count]))]),
          ),
        },
        page.t("step_people"),
      );
      return "";
    },
    (typed) => (typed.trim() === "" ? Infinity : typedNumber(typed)),
  );
  if (waiting[group.key]) field.querySelector(".error").textContent = page.t("people_rest");
  return field;
}

/** @type {Panel} */
function tables(page, box) {
  const { data, projection } = page;
  const years = [data.baseYear, ...projection.years];
  const incomes = data.groups.flatMap((/** @type {any} */ group, /** @type {number} */ g) => [
    [
      h("span", {}, page.say(group.label), page.mark(group.key)),
      ...years.map((_, t) => figureText(projection.totals[g][t], "yuan")),
    ],
    ...data.components.map((/** @type {any} */ part, /** @type {number} */ c) => [
      `　${page.say(part.label)}`,
      ...years.map((_, t) => figureText(projection.levels[g][c][t], "yuan")),
    ]),
  ]);
  if (projection.ratio)
    incomes.push([
      page.say(data.ratio?.label),
      ...projection.ratio.map((/** @type {number} */ one) => figureText(one, "ratio")),
    ]);
  const heads = years.map((year) => page.year(year));
  box.append(table(page, page.say(data.texts.incomes), [page.t("head_quantity"), ...heads], incomes));
  const growth = data.groups.flatMap((/** @type {any} */ group, /** @type {number} */ g) => [
    ...data.components.map((/** @type {any} */ part, /** @type {number} */ c) => [
      `${page.say(group.label)} ${page.say(part.label)}`,
      ...projection.years.map((_, /** @type {number} */ t) => figureText(projection.growth[g][c][t], "percent")),
    ]),
    [
      `${page.say(group.label)} ${page.t("total_growth")}`,
      ...projection.years.map((_, /** @type {number} */ t) =>
        figureText(projection.totals[g][t + 1] / projection.totals[g][t] - 1, "percent"),
      ),
    ],
  ]);
  box.append(table(page, page.t("growth_table"), [page.t("head_quantity"), ...heads.slice(1)], growth));
  box.append(
    h(
      "p",
      { class: "note" },
      data.provenance.map((/** @type {any} */ one) => begun(page.say(one))).join(page.t("sentence_end")),
    ),
  );
}

/**
 * Return a sentence that begins with a capital letter, where its letters have any.
 * @param {string} text
 */
const begun = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
