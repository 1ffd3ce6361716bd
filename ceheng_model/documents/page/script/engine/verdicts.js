// @ts-check
/** Judge a projection by every statement of its plan, as the library's `check` does. */

import { evaluated, figuresOf, formValue, knownIn, levelsIn } from "./forms.js";
import { figureText, filled, inLanguage, joined } from "./digits.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Wording} Wording */
/** @typedef {import("./types.js").Statement} Statement */
/** @typedef {import("./types.js").Projection} Projection */
/** @typedef {import("./types.js").Checked} Checked */
/** @typedef {import("./types.js").Verdict} Verdict */

export const ROUNDOFF = 1e-12;

/** @param {number} bound */
export const noise = (bound) => ROUNDOFF * Math.max(1, Math.abs(bound));

/**
 * Return -1 (short of the words), 0 (what they say) or 1 (beyond, on the better side).
 * @param {Wording} wording
 * @param {number} x
 */
export function sideOf(wording, x) {
  if (wording.strict || wording.open) {
    const bound = wording.accepted;
    if (wording.acceptedClosed) return (wording.better === "up" ? x >= bound : x <= bound) ? 0 : -1;
    return (wording.better === "up" ? x > bound : x < bound) ? 0 : -1;
  }
  const [low, high] = wording.ends;
  const fromLow = x >= low - noise(low);
  const toHigh = wording.closed ? x <= high + noise(high) : x < high - noise(high);
  const [reached, within] = wording.better === "up" ? [fromLow, toHigh] : [toHigh, fromLow];
  if (!reached) return -1;
  return within ? 0 : 1;
}

/**
 * @param {Wording} wording
 * @param {number} value
 * @param {number} uncertainty
 * @returns {Verdict}
 */
export function judged(wording, value, uncertainty) {
  const side = sideOf(wording, value);
  const others = [sideOf(wording, value - uncertainty), sideOf(wording, value + uncertainty)];
  if (Number.isNaN(value) || others.some((other) => other >= 0 !== side >= 0)) return "undecidable";
  return side < 0 ? "missed" : side ? "exceeded" : "met";
}

/**
 * Return how far a value is from the printed one: positive with room, negative where it falls short.
 * @param {Wording} wording
 * @param {number} value
 */
export function distanceTo(wording, value) {
  const room = wording.better === "up" ? value - wording.aim : wording.aim - value;
  return sideOf(wording, value) >= 0 ? Math.max(room, 0) : Math.min(room, 0);
}

/**
 * Return whether a scenario takes incomes to be spread otherwise than the one with which the page was written.
 * @param {Data} data
 * @param {import("./types.js").Recipe} recipe
 */
export function isSpreadApart(data, recipe) {
  return JSON.stringify(recipe.distribution ?? {}) !== JSON.stringify(data.start.distribution ?? {});
}

/**
 * Return what a statement lacks, in words, or nothing.
 * @param {Data} data
 * @param {{forms?: import("./types.js").Form[], missing: string[] | null}} written
 * @param {Statement} statement
 * @param {Projection} projection
 * @returns {string[] | null}
 */
export function lacking(data, written, statement, projection) {
  const { years } = projection;
  if (statement.always_missing) return statement.missing;
  // other incomes within a group would need other forms than those that are written down
  if (statement.spread && isSpreadApart(data, projection.recipe)) return data.texts.spread_apart;
  if (statement.onBase && statement.forms && projection.recipe.base?.[statement.group] !== undefined)
    return data.texts.base_apart;
  if (statement.needed_years.some((t) => t < 1 || t > years.length)) {
    return filled(data.says.upTo, { year: yearText(data, data.baseYear + statement.last) });
  }
  if (written.missing) return written.missing;
  for (const [name, a, b, needed] of knownIn(written.forms ?? [])) {
    if (name === "gdp") {
      const found = ratesLacking(data, data.says.gdp, projection.gdp, a, b);
      if (found) return found;
    } else if (name === "cpi" && needed) {
      const found = ratesLacking(data, data.says.prices, projection.price, a, b);
      if (found) return found;
    } else if (name === "res") {
      if (!projection.people) return data.says.people;
      if (projection.people.some((row) => Number.isNaN(row[b]))) return inYears(data, data.says.people, [b]);
    }
  }
  const absent = levelsIn(written.forms ?? []).find(([, g]) =>
    projection.levels[g].every((path) => Number.isNaN(path[0])),
  );
  return absent ? data.groups[absent[1]].noBase : null;
}

/**
 * @param {Data} data
 * @param {string[]} what
 * @param {number[] | null} rates
 * @param {number} start
 * @param {number} end
 */
function ratesLacking(data, what, rates, start, end) {
  if (!rates) return what;
  const unknown = [];
  for (let t = start; t < end; t += 1) if (Number.isNaN(rates[t] ?? NaN)) unknown.push(t + 1);
  return unknown.length ? inYears(data, what, unknown) : null;
}

/**
 * @param {Data} data
 * @param {string[]} what
 * @param {number[]} at
 */
function inYears(data, what, at) {
  const years = joined(at.map((t) => [String(data.baseYear + t)]));
  return filled(data.says.inYears, { years: filled(data.says.year, { year: years }), what });
}

/**
 * Return a year as the plan writes it.
 * @param {Data} data
 * @param {number | string} year
 */
export function yearText(data, year) {
  return filled(data.says.year, { year: [String(year)] });
}

/**
 * Judge one statement, by its own wording or by another that is tried.
 * @param {Data} data
 * @param {Statement} statement
 * @param {Projection} projection
 * @param {import("./types.js").Figures} figures
 * @param {Wording} [wording]
 * @returns {Checked}
 */
export function checkedOne(data, statement, projection, figures, wording = statement.wording) {
  const missing = lacking(data, { forms: statement.forms, missing: statement.missing }, statement, projection);
  if (missing || !statement.forms || wording.dropped) {
    const none = { value: NaN, distance: NaN, uncertainty: 0, required: [], byRounding: false };
    return { statement, verdict: "not_judged", missing: missing ?? data.texts.given_up, ...none };
  }
  const values = statement.forms.map((form) => formValue(form, figures));
  const worst = extreme(values, statement.better === "down");
  const value = values[worst];
  const uncertainty = evaluated(/** @type {any} */ (statement.uncertainty)[worst], figures);
  const verdict = judged(wording, value, uncertainty);
  const short = wording.better === "up" ? value - wording.aim : wording.aim - value;
  return {
    statement,
    verdict,
    value,
    distance: distanceTo(wording, value),
    uncertainty,
    missing: statement.without
      ? ratesLacking(data, data.says.prices, projection.price, statement.without[0], statement.without[1])
      : null,
    byRounding: verdict === "met" && wording.tellsRounding && short < -noise(wording.aim),
    required: (statement.needed ?? []).map(({ group, component, after, growth, bound }) => {
      const [start, end] = [figures.level(group, component, after), figures.level(group, component, statement.last)];
      return {
        group,
        component,
        growth: evaluated(growth, figures),
        bound: evaluated(bound, figures),
        present: Math.pow(end / start, 1 / (statement.last - after)) - 1,
      };
    }),
  };
}

/**
 * Return the statements as they are written on the base of a projection: a gap is a lead where the group is ahead.
 * @param {Data} data
 * @param {Projection} projection
 */
export function statementsOf(data, projection) {
  if (!projection.recipe.base) return data.statements;
  return data.statements.map((statement) => {
    if (!statement.ahead) return statement;
    const { group, other, level, was } = statement.ahead;
    const theirs = other === null ? level : projection.totals[other][0];
    return projection.totals[group][0] > theirs === was ? statement : { ...statement, ...statement.turned };
  });
}

/**
 * Return where the highest or the lowest of some values stands; what is no number counts as either.
 * @param {number[]} values
 * @param {boolean} highest
 */
export function extreme(values, highest) {
  let found = 0;
  for (let k = 0; k < values.length; k += 1) {
    if (Number.isNaN(values[k])) return k;
    if (highest ? values[k] > values[found] : values[k] < values[found]) found = k;
  }
  return found;
}

/**
 * Judge every statement; those on all residents where their number is known.
 * @param {Data} data
 * @param {Projection} projection
 * @param {Record<string, Wording>} [tried] Wordings that are tried instead, by statement.
 * @returns {Checked[]}
 */
export function checkedAll(data, projection, tried = {}) {
  const figures = figuresOf(projection);
  return statementsOf(data, projection)
    .filter((statement) => !statement.everybody || projection.people)
    .map((statement) => checkedOne(data, statement, projection, figures, tried[statement.id]));
}

/**
 * Return whether growth may reach a rate at most, as a goal not passed asks for less.
 * @param {Checked} checked
 * @param {{growth: number, present: number}} required
 */
export function isCeiling(checked, required) {
  const below = required.growth < required.present - ROUNDOFF;
  // one met by rounding alone still lies on the side of those that are missed
  const short = checked.verdict === "missed" || checked.distance <= 0;
  return short ? below : required.growth > required.present + ROUNDOFF;
}

/**
 * Return the value of a checked statement as it is printed.
 * @param {Checked} checked
 */
export function valueText(checked) {
  return figureText(checked.value, checked.statement.unit, checked.statement.decimals);
}

/**
 * Return a signed distance; rates differ by points.
 * @param {Checked} checked
 */
export function distanceText(checked) {
  const { unit, decimals } = checked.statement;
  return figureText(checked.distance, unit === "percent" ? "points" : unit, decimals, true);
}

/**
 * Return the growth that would meet a statement, in words: one group, or either of two.
 * @param {Data} data
 * @param {Checked} checked
 * @returns {string[]}
 */
export function requiredText(data, checked) {
  /** @type {Map<number, string[]>} */
  const rates = new Map();
  for (const required of checked.required) {
    const rate = [figureText(required.growth, "percent", 3)];
    rates.set(required.group, isCeiling(checked, required) ? filled(data.says.atMost, { rate }) : rate);
  }
  if (rates.size === 1) return [...rates.values()][0];
  const ways = [...rates].map(([g, rate]) =>
    [0, 1].map((language) => `${inLanguage(data.groups[g].label, language)} ${inLanguage(rate, language)}`),
  );
  return joined(ways, " 或 ", " or ");
}
