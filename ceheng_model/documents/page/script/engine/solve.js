// @ts-check
/** Find the growth with which a statement takes a value: the same points added to the cells that may move. */

import { figuresOf, formValue } from "./forms.js";
import { projected } from "./scenario.js";
import { extreme } from "./verdicts.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Recipe} Recipe */
/** @typedef {import("./types.js").Statement} Statement */

const LOWEST = -0.6;
const HIGHEST = 0.6;
const STEPS = 60;

/** @typedef {{groups: string[], components?: string[]}} Cells Whose growth changes; every component unless some are named. */

/**
 * Return a recipe with points added to growth of some cells, from the base year to a year.
 * @param {Recipe} recipe
 * @param {Cells} cells
 * @param {number} points
 * @param {number[]} years
 * @returns {Recipe}
 */
export function raised(recipe, cells, points, years) {
  return { ...recipe, growth: [...(recipe.growth ?? []), { ...cells, years, add: points }] };
}

/**
 * Return the value that a statement's quantity has under a recipe.
 * @param {Data} data
 * @param {Recipe} recipe
 * @param {Statement} statement
 */
export function valueUnder(data, recipe, statement) {
  const figures = figuresOf(projected(data, recipe));
  const values = (statement.forms ?? []).map((form) => formValue(form, figures));
  return values.length ? values[extreme(values, statement.better === "down")] : NaN;
}

/**
 * Return the points to add to growth of some cells so that a statement's quantity takes a value; null where none do.
 * Growth stays above -100 % and below 100 %.
 * @param {Data} data
 * @param {Recipe} recipe
 * @param {Statement} statement
 * @param {number} wanted
 * @param {Cells} cells
 * @returns {number | null}
 */
export function pointsFor(data, recipe, statement, wanted, cells) {
  const now = projected(data, recipe);
  const years = now.years.slice(0, statement.last);
  const moves = (/** @type {number} */ g, /** @type {number} */ c) =>
    cells.groups.includes(data.groups[g].key) && (cells.components?.includes(data.components[c].key) ?? true);
  const rates = now.growth.flatMap((group, g) =>
    group.flatMap((path, c) => (moves(g, c) ? path.slice(0, statement.last) : [])),
  );
  const edge = 1e-6;
  let low = Math.max(LOWEST, -1 + edge - Math.min(...rates));
  let high = Math.min(HIGHEST, 1 - edge - Math.max(...rates));
  const miss = (/** @type {number} */ points) =>
    valueUnder(data, raised(recipe, cells, points, years), statement) - wanted;
  const ends = [miss(low), miss(high)];
  if (!(ends[0] * ends[1] <= 0)) return null;
  for (let step = 0; step < STEPS && high - low > 1e-14; step += 1) {
    const middle = (low + high) / 2;
    if (miss(middle) * ends[0] > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
