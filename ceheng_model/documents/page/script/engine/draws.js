// @ts-check
/** Draw growth around a scenario and count in how many draws each statement holds, as the library's `simulate` does. */

import { evaluated, formValue, knownIn, levelsIn, ratioOfPeople, rooted } from "./forms.js";
import { lawOf, marksOf, preserving } from "./law.js";
import { DRAWS } from "./points.js";
import { baseOf, perPerson } from "./scenario.js";
import { ROUNDOFF, extreme, lacking, sideOf, statementsOf } from "./verdicts.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Projection} Projection */
/** @typedef {import("./types.js").Statement} Statement */
/** @typedef {import("./types.js").Figures} Figures */
/** @typedef {import("./types.js").Form} Form */
/** @typedef {import("./types.js").Wording} Wording */
/** @typedef {{held: number, undecided: number}} Count */
/** @typedef {{totals: Float64Array[][], levels: Float64Array[][][], published: Float64Array[][], atZero: number,
 *   law: any}} Drawn */

const FAR = 1;
const FARTHER = 1 + 1e-6;
const NEVER = 1e300;

/** @type {{key: string, law: any}} */
const kept = { key: "", law: null };

/**
 * Return which of a plan's statements can be judged in draws, each with its forms there.
 * @param {Data} data
 * @param {Projection} projection
 */
export function judgeable(data, projection) {
  return statementsOf(data, projection)
    .filter((statement) => statement.headline && !statement.everybody)
    .map((statement) => ({ statement, written: statement.drawn ?? statement }))
    .filter(
      ({ statement, written }) =>
        written.forms && !lacking(data, { forms: written.forms, missing: written.missing }, statement, projection),
    );
}

/**
 * Return drawn incomes; the shocks are those of the last call where nothing that they hang on has changed.
 * @param {Data} data
 * @param {Projection} projection
 * @param {number[]} series
 * @returns {Drawn}
 */
export function drawnIncomes(data, projection, series) {
  const base = baseOf(data, projection.recipe);
  const marks = marksOf(data, projection);
  const years = projection.years.length;
  const key = JSON.stringify([years, base, marks, series]);
  if (kept.key !== key) {
    kept.law = lawOf(
      data,
      years,
      base.map((levels) => levels.map((level) => (Number.isNaN(level) ? 0 : level))),
      marks,
      series,
    );
    kept.key = key;
  }
  const { law } = kept;
  const parts = data.components.length;
  const around = preserving(
    projection.growth.flatMap((group) => group.map((path) => path.map((rate) => (Number.isNaN(rate) ? 1 : rate)))),
    law,
    0,
  );
  const compared = preserving(
    series.map((s) => projection.years.map((_, t) => data.draws.compared.growth[s][t] ?? 0)),
    law,
    law.cells,
  );
  let atZero = 0;
  /** @type {Float64Array[][]} */
  const paths = [];
  const rows = [...around, ...compared];
  const starts = [...base.flat(), ...series.map((s) => data.draws.compared.base[s])];
  for (let t = 0; t < years; t += 1) {
    paths.push(
      rows.map((rates, i) => {
        const path = new Float64Array(DRAWS);
        const shock = law.shocks[t][i];
        const before = t ? paths[t - 1][i] : null;
        const centre = 1 + rates[t];
        const start = starts[i];
        for (let n = 0; n < DRAWS; n += 1) {
          let grown = shock[n] + centre;
          if (grown < 0) {
            grown = 0;
            if (i < law.cells) atZero += 1;
          }
          path[n] = before ? before[n] * grown : start * grown;
        }
        return path;
      }),
    );
  }
  const levels = paths.map((year) => base.map((_, g) => data.components.map((_, c) => year[g * parts + c])));
  for (const lever of projection.recipe.lever ?? []) {
    const g = data.groups.findIndex((group) => group.key === lever.group);
    const c = data.components.findIndex((part) => part.key === lever.component);
    // what is added does not grow: the paths beneath stay as they are
    projection.years.forEach((year, t) => {
      const more = perPerson(lever, year);
      levels[t][g][c] = levels[t][g][c].map((level) => level + more);
    });
  }
  const totals = levels.map((year) =>
    year.map((components) => {
      const whole = components[0].slice();
      for (let c = 1; c < components.length; c += 1)
        for (let n = 0, part = components[c]; n < DRAWS; n += 1) whole[n] += part[n];
      return whole;
    }),
  );
  return { levels, totals, published: paths.map((year) => year.slice(law.cells)), atZero, law };
}

/**
 * Count in how many draws each statement holds, and in how many all do.
 * @param {Data} data
 * @param {Projection} projection
 * @param {Record<string, Wording>} [tried]
 */
export function simulated(data, projection, tried = {}) {
  const judged = judgeable(data, projection).filter(({ statement }) => !tried[statement.id]?.dropped);
  const series = [
    ...new Set(
      judged.flatMap(({ written }) =>
        knownIn(/** @type {Form[]} */ (written.forms))
          .filter(([name, , t]) => name === "P" && t > 0)
          .map(([, s]) => s),
      ),
    ),
  ];
  const drawn = drawnIncomes(data, projection, series);
  const together = new Uint8Array(DRAWS).fill(1);
  /** @type {Record<string, Count>} */
  const counts = {};
  const around = aroundOf(data, projection, drawn, series);
  for (const { statement, written } of judged) {
    const wording = tried[statement.id] ?? statement.wording;
    const { holds, undecided } = judgedIn(statement, written, wording, around, drawn);
    let held = 0;
    for (let n = 0; n < DRAWS; n += 1) {
      held += holds[n];
      together[n] &= holds[n];
    }
    counts[statement.id] = { held, undecided };
  }
  return { counts, together: together.reduce((all, one) => all + one, 0), draws: DRAWS, drawn, atZero: drawn.atZero };
}

/**
 * Return how figures are looked up: in all draws at once, or in one.
 * @param {Data} data
 * @param {Projection} projection
 * @param {Drawn} drawn
 * @param {number[]} series
 */
function aroundOf(data, projection, drawn, series) {
  const base = baseOf(data, projection.recipe);
  const wholes = base.map((levels) => levels.reduce((all, level) => all + level, 0));
  const known = {
    gdp: (/** @type {number} */ a, /** @type {number} */ b) => product(projection.gdp, a, b, NaN),
    prices: (/** @type {number} */ a, /** @type {number} */ b) => {
      const grown = product(projection.price, a, b, NaN);
      return Number.isNaN(grown) ? 1 : grown;
    },
    residents: (/** @type {number} */ g, /** @type {number} */ t) =>
      projection.people ? projection.people[g][t] / projection.people.reduce((all, row) => all + row[t], 0) : NaN,
  };
  /** @returns {number | Float64Array} */
  const level = (/** @type {number} */ g, /** @type {number} */ c, /** @type {number} */ t) => {
    if (!t) return c < 0 ? wholes[g] : base[g][c];
    return c < 0 ? drawn.totals[t - 1][g] : drawn.levels[t - 1][g][c];
  };
  /** @returns {number | Float64Array} */
  const published = (/** @type {number} */ s, /** @type {number} */ t, /** @type {number} */ value) =>
    t > 0 ? drawn.published[t - 1][series.indexOf(s)] : value;
  let at = 0;
  const one = (/** @type {number | Float64Array} */ value) => (typeof value === "number" ? value : value[at]);
  /** @type {Figures} */
  const figures = {
    ...known,
    level: (g, c, t) => one(level(g, c, t)),
    published: (s, t, value) => one(published(s, t, value)),
  };
  /** @type {Figures} */
  const alone = { ...known, level: () => NaN, published: (_s, t, value) => (t > 0 ? NaN : value) };
  return {
    level,
    published,
    figures,
    alone,
    least: (/** @type {number} */ s) => data.draws.compared.base[s] / 2,
    moveTo: (/** @type {number} */ n) => (at = n),
  };
}

/**
 * @param {number[] | null} rates
 * @param {number} a
 * @param {number} b
 * @param {number} none
 */
function product(rates, a, b, none) {
  if (!rates) return none;
  let grown = 1;
  for (let t = a; t < b; t += 1) grown *= 1 + (rates[t] ?? none);
  return grown;
}

/**
 * @param {Statement} statement
 * @param {{forms?: Form[], uncertainty?: any[]}} written
 * @param {Wording} wording
 * @param {ReturnType<typeof aroundOf>} around
 * @param {Drawn} drawn
 */
function judgedIn(statement, written, wording, around, drawn) {
  const forms = /** @type {Form[]} */ (written.forms);
  const widths = /** @type {any[]} */ (written.uncertainty);
  const holds = new Uint8Array(DRAWS).fill(1);
  const close = new Uint8Array(DRAWS);
  forms.forEach((form, f) => condition(form, widths[f], wording, around, holds, close));
  markLost(forms, around, drawn, close);
  let undecided = 0;
  for (let n = 0; n < DRAWS; n += 1) {
    if (!close[n]) continue;
    around.moveTo(n);
    const values = forms.map((form) => formValue(form, around.figures));
    const worst = extreme(values, statement.better === "down");
    const [value, width] = [values[worst], evaluated(widths[worst], around.figures)];
    const meets = sideOf(wording, value) >= 0;
    const isOpen =
      Number.isNaN(value) || [value - width, value + width].some((end) => sideOf(wording, end) >= 0 !== meets);
    holds[n] = meets && !isOpen ? 1 : 0;
    if (isOpen) undecided += 1;
  }
  return { holds, undecided };
}

/**
 * Mark the draws in which a figure that is read may be lost, so that they are looked at closely.
 * @param {Form[]} forms
 * @param {ReturnType<typeof aroundOf>} around
 * @param {Drawn} drawn
 * @param {Uint8Array} close
 */
function markLost(forms, around, drawn, close) {
  const figures = levelsIn(forms).map(([, g, c, t]) => ({ value: around.level(g, c, t), least: 0 }));
  for (const [name, s, t, value] of knownIn(forms)) {
    if (name === "P" && t > 0) figures.push({ value: around.published(s, t, value), least: around.least(s) });
  }
  if (!drawn.atZero && figures.every(({ value, least }) => typeof value !== "number" || value > least)) {
    // no factor fell to nothing: only measures could take a level below zero, and they add
    if (!figures.some(({ least }) => least)) return;
  }
  for (const { value, least } of figures) {
    if (typeof value === "number") {
      if (value <= least) close.fill(1);
      continue;
    }
    for (let n = 0; n < DRAWS; n += 1) if (value[n] <= least) close[n] = 1;
  }
}

/**
 * Return a sum in all draws: one number where it reads nothing that is drawn.
 * @param {import("./types.js").Term[]} terms
 * @param {ReturnType<typeof aroundOf>} around
 * @returns {number | Float64Array}
 */
function sumIn(terms, around) {
  let constant = 0;
  /** @type {[number, Float64Array][]} */
  const moving = [];
  for (const [times, known, income] of terms) {
    let factor = times;
    /** @type {Float64Array | null} */
    let path = null;
    if (Array.isArray(known) && known[0] === "P" && known[2] > 0)
      path = /** @type {Float64Array} */ (around.published(known[1], known[2], known[3]));
    else if (known !== null) factor *= evaluated(known, around.alone);
    if (income !== null) {
      const value = around.level(income[1], income[2], income[3]);
      if (typeof value === "number") factor *= value;
      else path = value;
    }
    if (path) moving.push([factor, path]);
    else constant += factor;
  }
  if (!moving.length) return constant;
  if (moving.length === 1 && moving[0][0] === 1 && constant === 0) return moving[0][1];
  const total = new Float64Array(DRAWS).fill(constant);
  for (const [factor, path] of moving) for (let n = 0; n < DRAWS; n += 1) total[n] += factor * path[n];
  return total;
}

/** @param {number | Float64Array} values @param {number} n */
const at = (values, n) => (typeof values === "number" ? values : values[n]);

/**
 * Take from `holds` the draws in which a form lies on the worse side of what is asked for, and mark in `close` those so
 * near to it that rounding may decide.
 * @param {Form} form
 * @param {any} width
 * @param {Wording} wording
 * @param {ReturnType<typeof aroundOf>} around
 * @param {Uint8Array} holds
 * @param {Uint8Array} close
 */
function condition(form, width, wording, around, holds, close) {
  const { own, other } = form;
  const upper = sumIn(own.above, around);
  const below = own.below ? sumIn(own.below, around) : 1;
  const parts = other ? [other.above, other.below ?? []] : [];
  let relative =
    (own.below ? movedBy(own.below, around) : 0) + 2 * parts.reduce((all, part) => all + movedBy(part, around), 0);
  const bound = wording.accepted;
  /** @type {number | Float64Array} */
  let threshold;
  if (other && isDrawn(form)) threshold = drawnThreshold(form, wording, around);
  else {
    const subtracted = other ? rooted(other, around.alone) - other.shift : 0;
    const asked = own.shift + bound + subtracted;
    threshold = thresholdOf(own, asked);
    const half = knownIn([form]).some(([name]) => name === "P") ? 0 : evaluated(width, around.alone);
    if (half) {
      const ends = [-1, 1].map((sign) => thresholdOf(own, asked + sign * half));
      relative +=
        (FARTHER * Math.max(...ends.map((end) => Math.abs(end - /** @type {number} */ (threshold))))) /
        Math.max(Math.abs(threshold), ROUNDOFF);
    }
  }
  const absolute =
    FAR *
    own.above.reduce(
      (all, [times, known]) => all + (Array.isArray(known) && known[0] === "P" ? Math.abs(times) : 0),
      0,
    );
  const isUp = wording.better === "up";
  const allowsBound = wording.acceptedClosed;
  const doubt = absolute + relative > 0;
  for (let n = 0; n < DRAWS; n += 1) {
    const high = at(upper, n);
    const low = at(threshold, n) * at(below, n);
    const meets = isUp ? (allowsBound ? high >= low : high > low) : allowsBound ? high <= low : high < low;
    if (!meets) holds[n] = 0;
    if (doubt && Math.abs(high - low) <= absolute + relative * Math.abs(low)) close[n] = 1;
  }
}

/** @param {Form} form */
function isDrawn(form) {
  const other = [{ ...form, own: /** @type {any} */ (form.other), other: null }];
  return levelsIn(other).length > 0 || knownIn(other).some(([name, , t]) => name === "P" && t > 0);
}

/**
 * @param {import("./types.js").Term[]} terms
 * @param {ReturnType<typeof aroundOf>} around
 */
function movedBy(terms, around) {
  return terms.reduce((all, [, known]) => {
    if (!Array.isArray(known) || known[0] !== "P") return all;
    return all + FAR / (known[2] > 0 ? around.least(known[1]) : known[3]);
  }, 0);
}

/**
 * @param {import("./types.js").Quotient} own
 * @param {number} bound
 */
function thresholdOf(own, bound) {
  if (own.curve) {
    if (bound <= 0) return -1;
    return bound >= 1 ? NEVER : ratioOfPeople(bound, own.curve);
  }
  return Math.sign(bound) * Math.pow(Math.abs(bound), own.root);
}

/**
 * @param {Form} form
 * @param {Wording} wording
 * @param {ReturnType<typeof aroundOf>} around
 */
function drawnThreshold({ own, other }, wording, around) {
  const beside = /** @type {import("./types.js").Quotient} */ (other);
  const [above, below] = [sumIn(beside.above, around), beside.below ? sumIn(beside.below, around) : 1];
  const bound = wording.accepted;
  const underRoots = wording.strict && own.root === beside.root && own.shift === beside.shift;
  const offset = own.shift - beside.shift + bound;
  const threshold = new Float64Array(DRAWS);
  for (let n = 0; n < DRAWS; n += 1) {
    const fraction = at(above, n) / at(below, n);
    if (underRoots) threshold[n] = fraction * (1 + bound);
    else {
      const root =
        beside.root === 1
          ? fraction
          : beside.root === 2
            ? Math.sqrt(fraction)
            : beside.root === 3
              ? Math.cbrt(fraction)
              : Math.pow(fraction, 1 / beside.root);
      let raised = root + offset;
      for (let k = 1; k < own.root; k += 1) raised *= root + offset;
      threshold[n] = raised;
    }
  }
  return threshold;
}

/**
 * Return quantiles of a figure in all draws, straight between the ordered draws.
 * @param {Float64Array} values
 * @param {number[]} probabilities
 */
export function quantilesOf(values, probabilities) {
  const sorted = values.slice().sort();
  return probabilities.map((probability) => {
    const place = probability * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
  });
}
