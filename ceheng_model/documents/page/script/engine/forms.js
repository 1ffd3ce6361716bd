// @ts-check
/** Evaluate quantities in their forms: quotients of sums of incomes and known figures. */

import { normalBelow, normalQuantile } from "./quantiles.js";

/** @typedef {import("./types.js").Figures} Figures */
/** @typedef {import("./types.js").Node} Node */
/** @typedef {import("./types.js").Term} Term */
/** @typedef {import("./types.js").Quotient} Quotient */
/** @typedef {import("./types.js").Form} Form */
/** @typedef {import("./types.js").Curve} Curve */
/** @typedef {import("./types.js").Projection} Projection */

const NEAR = 1e-12;

/**
 * Look figures up in a projection.
 * @param {Projection} projection
 * @returns {Figures}
 */
export function figuresOf(projection) {
  const { levels, totals, gdp, price, people } = projection;
  return {
    level: (g, c, t) => (c < 0 ? totals[g][t] : levels[g][c][t]),
    published: (_s, _t, value) => value,
    gdp: (a, b) => factor(gdp, a, b),
    prices: (a, b) => {
      const grown = factor(price, a, b);
      return Number.isNaN(grown) ? 1 : grown;
    },
    residents: (g, t) => (people ? people[g][t] / people.reduce((all, row) => all + row[t], 0) : NaN),
  };
}

/**
 * Return the factor by which rates grow from the end of one year to that of another; NaN where one is not known.
 * @param {number[] | null} rates
 * @param {number} start
 * @param {number} end
 */
export function factor(rates, start, end) {
  if (!rates) return NaN;
  let grown = 1;
  for (let t = start; t < end; t += 1) grown *= 1 + (rates[t] ?? NaN);
  return grown;
}

/**
 * Do the arithmetic of a node.
 * @param {Node} node
 * @param {Figures} figures
 * @returns {number}
 */
export function evaluated(node, figures) {
  if (typeof node === "number") return node;
  const [name, ...parts] = node;
  switch (name) {
    case "L":
      return figures.level(parts[0], parts[1], parts[2]);
    case "P":
      return figures.published(parts[0], parts[1], parts[2] ?? NaN);
    case "gdp":
      return figures.gdp(parts[0], parts[1]);
    case "cpi":
      return figures.prices(parts[0], parts[1]);
    case "res":
      return figures.residents(parts[0], parts[1]);
    case "+":
      return evaluated(parts[0], figures) + evaluated(parts[1], figures);
    case "-":
      return evaluated(parts[0], figures) - evaluated(parts[1], figures);
    case "*":
      return evaluated(parts[0], figures) * evaluated(parts[1], figures);
    case "/":
      return evaluated(parts[0], figures) / evaluated(parts[1], figures);
    case "^":
      return Math.pow(evaluated(parts[0], figures), parts[1]);
    case "root":
      return Math.pow(evaluated(parts[0], figures), 1 / parts[1]);
    case "growth":
      return Math.pow(evaluated(parts[1], figures) / evaluated(parts[0], figures), 1 / parts[2]) - 1;
    case "max":
      return parts
        .map((part) => evaluated(part, figures))
        .reduce((most, one) => (one > most || one !== one ? one : most));
    case "part":
      return partOfPeople(evaluated(parts[0], figures), parts[1]);
    case "ratio":
      return ratioOfPeople(evaluated(parts[0], figures), parts[1]);
  }
  throw new Error(`no figure is called ${name}`);
}

/**
 * @param {Term} term
 * @param {Figures} figures
 */
function termValue([times, known, level], figures) {
  let value = times;
  if (known !== null) value = times === 1 ? evaluated(known, figures) : value * evaluated(known, figures);
  if (level !== null) {
    const income = figures.level(level[1], level[2], level[3]);
    value = times === 1 && known === null ? income : value * income;
  }
  return value;
}

/**
 * @param {Term[]} terms
 * @param {Figures} figures
 */
export function sumValue(terms, figures) {
  return terms.reduce((value, term, at) => (at ? value + termValue(term, figures) : termValue(term, figures)), 0);
}

/**
 * Return a quotient before its shift is taken off.
 * @param {Quotient} quotient
 * @param {Figures} figures
 */
export function rooted(quotient, figures) {
  const above = sumValue(quotient.above, figures);
  const fraction = quotient.below ? above / sumValue(quotient.below, figures) : above;
  if (quotient.curve) return partOfPeople(fraction, quotient.curve);
  return quotient.root === 1 ? fraction : Math.pow(fraction, 1 / quotient.root);
}

/**
 * @param {Quotient} quotient
 * @param {Figures} figures
 */
function quotientValue(quotient, figures) {
  return rooted(quotient, figures) - quotient.shift;
}

/**
 * Return the value of a form.
 * @param {Form} form
 * @param {Figures} figures
 */
export function formValue(form, figures) {
  const own = quotientValue(form.own, figures);
  return form.other ? own - quotientValue(form.other, figures) : own;
}

/**
 * Return the known figures that forms read, in their order.
 * @param {Form[]} forms
 * @returns {any[][]}
 */
export function knownIn(forms) {
  const sums = forms.flatMap(({ own, other }) => [
    own.above,
    own.below ?? [],
    ...(other ? [other.above, other.below ?? []] : []),
  ]);
  return sums.flatMap((terms) => terms.flatMap(([, known]) => (Array.isArray(known) ? leaves(known) : [])));
}

/**
 * @param {any[]} node
 * @returns {any[][]}
 */
function leaves(node) {
  return node[0] === "*" ? node.slice(1).flatMap((part) => (Array.isArray(part) ? leaves(part) : [])) : [node];
}

/**
 * Return the incomes that forms read.
 * @param {Form[]} forms
 * @returns {any[][]}
 */
export function levelsIn(forms) {
  const sums = forms.flatMap(({ own, other }) => [
    own.above,
    own.below ?? [],
    ...(other ? [other.above, other.below ?? []] : []),
  ]);
  return sums.flatMap((terms) => terms.flatMap(([, , level]) => (level ? [level] : [])));
}

/**
 * Return the part of people that a ratio of incomes stands for.
 * @param {number} ratio
 * @param {Curve} curve
 */
export function partOfPeople(ratio, curve) {
  let part;
  if (curve.sigma !== undefined) {
    part = normalBelow(Math.log(ratio) / curve.sigma + /** @type {number} */ (curve.shift));
    if (curve.start === 0 && curve.scale === 1) return part;
  } else {
    const line = /** @type {number} */ (curve.line);
    part = straight(curve.inverted ? line / ratio : line * ratio, /** @type {number[][]} */ (curve.points), 1, 0);
  }
  return Math.min(1, Math.max(0, curve.start + curve.scale * part));
}

/**
 * Return the ratio of incomes that gives a part of people.
 * @param {number} part
 * @param {Curve} curve
 */
export function ratioOfPeople(part, curve) {
  const inner = (part - curve.start) / curve.scale;
  if (curve.sigma !== undefined) {
    const within = Math.min(1 - NEAR, Math.max(NEAR, inner));
    return Math.exp(curve.sigma * (normalQuantile(within) - /** @type {number} */ (curve.shift)));
  }
  const line = /** @type {number} */ (curve.line);
  const income = Math.max(straight(inner, /** @type {number[][]} */ (curve.points), 0, 1), line * NEAR);
  return curve.inverted ? line / income : income / line;
}

/**
 * Return the height of a line through points, level beyond the first and the last.
 * @param {number} at
 * @param {number[][]} points
 * @param {number} from Which of a point's two numbers is looked up.
 * @param {number} to
 */
function straight(at, points, from, to) {
  if (Number.isNaN(at)) return NaN;
  if (at <= points[0][from]) return points[0][to];
  for (let k = 1; k < points.length; k += 1) {
    const [low, high] = [points[k - 1], points[k]];
    if (at <= high[from]) return low[to] + ((high[to] - low[to]) / (high[from] - low[from])) * (at - low[from]);
  }
  return points[points.length - 1][to];
}
