// @ts-check
/** Hold what every part of the page asks: data, state, words in the language chosen, and what was last computed. */

import { figureText, filled, inLanguage, probabilityText } from "../engine/digits.js";
import { projected } from "../engine/scenario.js";
import { checkedAll } from "../engine/verdicts.js";
import { simulated } from "../engine/draws.js";
import { newState } from "./state.js";

/** @typedef {import("../engine/types.js").Data} Data */
/** @typedef {import("../engine/types.js").Checked} Checked */
/** @typedef {import("../engine/types.js").Projection} Projection */
/** @typedef {import("../engine/types.js").Statement} Statement */

/**
 * @typedef {{data: Data, store: ReturnType<typeof newState>, readonly language: number, say: (text: any) => string,
 *   t: (key: string, fields?: Record<string, any>) => string, verdict: (verdict: string) => string,
 *   year: (year: number) => string, projection: Projection, checked: Checked[], chances: any, planned: Projection,
 *   compute: () => void, computeChances: () => void, whyNoChances: () => string[] | null, targets: () => Checked[],
 *   target: (statement: Statement, isBare?: boolean) => string, short: (statement: Statement) => string,
 *   valueOf: (value: number, statement: {unit: string, decimals: number}) => string, tell: (text: string) => void,
 *   frame: (work: () => void) => void, flush: () => void, projectedOf: (recipe: any) => Projection,
 *   checkedIn: (projection: Projection) => Checked[], mark: (group: string) => any,
 *   marks: (key: string, line: number) => import("./charts.js").Mark[], borne?: string, borneBy?: string,
 *   people?: Record<string, number>, trial?: {before: any, after: any},
 *   draft?: {which: number, typed: Record<string, string>}, holding?: boolean, pair?: any, lack: (checked: Checked) => string,
 *   chanceOf: (checked: Checked) => string, refocus?: string | null,
 *   dropped?: {recipe: any, at: number, name: string} | null}} Page
 */

const SHOWN_FIRST = [
  "income",
  "all_residents",
  "urban_rural_ratio",
  "relative_level",
  "average_annual_growth",
  "multiple",
];
const MOST_TARGETS = 6;
export const SIGNS = { met: "✓", exceeded: "✓", missed: "✗", undecidable: "?", not_judged: "–" };

/**
 * @param {Data} data
 * @param {(kind: "live" | "end" | "step" | "view") => void} changed
 */
export function newPage(data, changed) {
  const store = newState(data, changed);
  /** @type {Page} */
  const page = {
    data,
    store,
    get language() {
      return store.state.view.language;
    },
    /** @param {any} text */
    say: (text) => inLanguage(text ?? "", page.language),
    /** @param {string} key @param {Record<string, any>} [fields] */
    t: (key, fields = {}) => inLanguage(filled(data.texts[key] ?? [key], fields), page.language),
    /** @param {string} verdict */
    verdict: (verdict) => page.say(data.says[verdict]),
    /** @param {number} year */
    year: (year) => page.say(filled(data.says.year, { year: [String(year)] })),
    /** @type {Projection} */
    projection: /** @type {any} */ (null),
    /** @type {Checked[]} */
    checked: [],
    /** @type {any} */
    chances: null,
    planned: projected(data, store.start),
    tell: () => {},
    frame: (work) => work(),
    flush: () => {},
    projectedOf: (recipe) => projected(data, recipe),
    checkedIn: (projection) => checkedAll(data, projection, store.state.made.tried),
    mark: () => null,
    lack: ({ missing }) => {
      if (!missing) return "";
      // what the page itself leaves out is a sentence of its own
      const isOwn = ["base_apart", "spread_apart", "given_up"].some((key) => data.texts[key] === missing);
      return isOwn ? page.say(missing) : page.say(data.says.lacks).replace("{what}", () => page.say(missing));
    },
    chanceOf: ({ statement, verdict }) => {
      const count = page.chances?.counts[statement.id];
      // what is not judged in years that are published may be so in draws of them
      if (!count || verdict === "not_judged") return "";
      return page.say(probabilityText(count.held / page.chances.draws));
    },
    compute,
    computeChances,
    whyNoChances: () =>
      data.draws.why_not ?? ((store.state.made.recipe.as_of ?? 0) > data.baseYear ? data.texts.later_known : null),
    targets: () => targetsOf(page.checked),
    /** @param {string} key @param {number} line */
    marks: (key, line) => promisesOf(page, key, line),
    /** @param {import("../engine/types.js").Statement} statement @param {boolean} [isBare] */
    target: (statement, isBare = false) => targetText(page, statement, isBare),
    /** @param {import("../engine/types.js").Statement} statement */
    short: (statement) => shortLabel(page, statement),
    /** @param {number} value @param {any} statement */
    valueOf: (value, statement) =>
      unitText(page, figureText(value, statement.unit, statement.decimals), statement.unit),
  };

  function compute() {
    const { recipe, tried } = store.state.made;
    page.projection = projected(data, recipe);
    page.checked = checkedAll(data, page.projection, tried);
  }

  function computeChances() {
    page.chances = null;
    if (page.whyNoChances() || page.projection.lacking.length) return;
    page.chances = simulated(data, page.projection, store.state.made.tried);
  }
  return page;
}

/**
 * Return the statements that the strip shows: of levels, the ratio, averages; six at most.
 * @param {Checked[]} checked
 */
function targetsOf(checked) {
  const judged = checked.filter(
    ({ statement }) => statement.headline && statement.wording.values.length && statement.forms && !statement.everybody,
  );
  const rank = (/** @type {Checked} */ one) => {
    const at = SHOWN_FIRST.indexOf(one.statement.quantity);
    return at < 0 ? SHOWN_FIRST.length : at;
  };
  return judged
    .map((one, at) => ({ one, at }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.at - b.at)
    .slice(0, MOST_TARGETS)
    .map(({ one }) => one);
}

/**
 * Return where a chart marks what is promised of a group's income, or of the ratio.
 * @param {Page} page
 * @param {string} key A group, or the ratio.
 * @param {number} line The line of the chart that it belongs to.
 */
function promisesOf(page, key, line) {
  const { made } = page.store.state;
  return page.checked
    .filter(
      ({ statement: { headline, wording, component, last, quantity, group }, verdict }) =>
        headline &&
        verdict !== "not_judged" &&
        wording.values.length &&
        last <= page.projection.years.length &&
        (key === "ratio"
          ? quantity === "urban_rural_ratio"
          : quantity === "income" && component === "total" && group === key),
    )
    .map(({ statement, verdict }) => ({
      line,
      t: statement.last,
      value: (made.tried[statement.id] ?? statement.wording).aim,
      text: `${page.say(statement.label)} ${page.target(statement)}`,
      met: verdict !== "missed",
    }));
}

/**
 * Return what a card of the strip calls a statement.
 * @param {Page} page
 * @param {import("../engine/types.js").Statement} statement
 */
function shortLabel(page, statement) {
  const { data } = page;
  const group = data.groups.find((/** @type {any} */ one) => one.key === statement.group);
  const year = page.year(data.baseYear + statement.last);
  if (statement.component === "total" && group) {
    if (statement.quantity === "income") return page.t("short_income", { year, group: group.short });
    if (statement.quantity === "average_annual_growth") return page.t("short_average", { group: group.short });
  }
  if (statement.quantity === "urban_rural_ratio") return page.t("short_ratio", { year, ratio: data.ratio?.short });
  const label = page.say(statement.label);
  // two groups in one name: the short names keep it on one line of its card
  if (statement.quantity !== "relative_level" || !group) return label;
  return label.split(page.say(group.label)).join(page.say(group.short));
}

/**
 * @param {Page} page
 * @param {string} text
 * @param {string} unit
 */
export function unitText(page, text, unit) {
  if (unit === "yuan") return page.say(filled(page.data.texts.amount, { value: [text] }));
  return unit === "points" ? page.t("points", { value: [text] }) : text;
}

/**
 * Return what a statement asks for, as printed or as tried; bare without the unit of money.
 * @param {Page} page
 * @param {import("../engine/types.js").Statement} statement
 * @param {boolean} isBare
 */
function targetText(page, statement, isBare) {
  const tried = page.store.state.made.tried[statement.id];
  const isMoney = statement.unit === "yuan";
  const printed = tried?.printed ?? statement.printed;
  return isBare && isMoney ? printed : unitText(page, printed, statement.unit);
}
