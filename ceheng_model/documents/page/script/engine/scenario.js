// @ts-check
/** Fill growth, make changes on it, and compound it on the base: what the library's `project` gives. */

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Recipe} Recipe */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Lever} Lever */
/** @typedef {import("./types.js").Projection} Projection */

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

/** @param {number | null | undefined} value */
const numberOf = (value) => (typeof value === "number" ? value : NaN);

/**
 * Return the years of a recipe, without the base year.
 * @param {Data} data
 * @param {Recipe} recipe
 */
export function yearsOf(data, recipe) {
  const last = recipe.last_year ?? data.lastYear;
  return Array.from({ length: last - data.baseYear }, (_, t) => data.baseYear + 1 + t);
}

/**
 * Return base-year incomes under the share cases of a recipe, by group and component.
 * @param {Data} data
 * @param {Recipe} recipe
 * @returns {number[][]}
 */
export function baseOf(data, recipe) {
  return data.groups.map(({ key }) => {
    const cases = data.bases[key];
    const chosen = (recipe.shares ?? {})[key] ?? data.shares[key];
    const base = Object.hasOwn(cases, chosen ?? "") ? cases[chosen] : Object.values(cases)[0];
    const levels = base.levels.map(numberOf);
    const given = recipe.base?.[key];
    return given === undefined ? levels : scaled(levels, given / sum(levels));
  });
}

/** @param {number[]} levels @param {number} factor */
const scaled = (levels, factor) => levels.map((level) => level * factor);

/**
 * Close open cells: those of a group and year share the rate that gives its total.
 * @param {number[][]} base
 * @param {number[][][]} stated
 * @param {number[][][]} open
 * @param {number[][]} totals
 */
export function closedToTotal(base, stated, open, totals) {
  const growth = stated.map((group) => group.map((part) => part.slice()));
  const rates = totals.map((group) => group.map(() => NaN));
  base.forEach((start, g) => {
    let levels = start.slice();
    totals[g].forEach((total, t) => {
      const room = sum(levels.map((level, c) => (open[g][c][t] ? level : 0)));
      const gained = sum(levels.map((level, c) => (open[g][c][t] ? 0 : level * stated[g][c][t])));
      const rate = room === 0 ? NaN : (total * sum(levels) - gained) / room;
      rates[g][t] = rate;
      levels.forEach((_, c) => {
        if (open[g][c][t]) growth[g][c][t] = rate;
      });
      levels = levels.map((level, c) => level * (1 + growth[g][c][t]));
    });
  });
  return { growth, rates };
}

/**
 * Return growth of a shipped alternative over the plan's own years, and the rates of closed cells.
 * @param {Data} data
 * @param {string} name
 * @param {number[][]} base
 * @returns {{growth: number[][][], rates: number[][] | null}}
 */
export function filledGrowth(data, name, base) {
  const way = data.alternatives[name];
  if (way.growth)
    return {
      growth: way.growth.map((/** @type {any} */ g) => g.map((/** @type {any} */ c) => c.map(numberOf))),
      rates: null,
    };
  const totals = way.totals.map((/** @type {any} */ group) => group.map(numberOf));
  let closed = closedToTotal(base, way.stated, way.open, totals);
  if (way.ratio) {
    const { aim, above, below, years } = way.ratio;
    const levels = compounded(base, closed.growth);
    const needed = total(levels[above], years) / aim;
    const rate = Math.pow(needed / total(levels[below], 0), 1 / years) - 1;
    for (let t = 0; t < years; t += 1) totals[below][t] = rate;
    closed = closedToTotal(base, way.stated, way.open, totals);
  }
  return closed;
}

/**
 * @param {number[][]} base
 * @param {number[][][]} growth
 */
export function compounded(base, growth) {
  return growth.map((group, g) =>
    group.map((rates, c) => {
      const path = [base[g][c]];
      rates.forEach((rate, t) => path.push(path[t] * (1 + rate)));
      return path;
    }),
  );
}

/**
 * Return a group's total in one year.
 * @param {number[][]} components
 * @param {number} t
 */
export function total(components, t) {
  return sum(components.map((path) => path[t]));
}

/**
 * Return whether a change names a cell; what is not named means all.
 * @param {Change} change
 * @param {string} group
 * @param {string} component
 * @param {number} year
 */
export function names(change, group, component, year) {
  return (
    (!change.groups?.length || change.groups.includes(group)) &&
    (!change.components?.length || change.components.includes(component)) &&
    (!change.years?.length || change.years.includes(year))
  );
}

/**
 * Return growth after one change.
 * @param {number} rate
 * @param {Change} change
 */
function changedRate(rate, change) {
  if (change.set !== undefined) return change.set;
  return change.add !== undefined ? rate + change.add : rate * /** @type {number} */ (change.multiply);
}

/**
 * Return what a measure adds to the level per person in a year.
 * @param {Lever} lever
 * @param {number} year
 */
export function perPerson(lever, year) {
  if (year < lever.first_year || year > (lever.last_year ?? 9999)) return 0;
  const people = typeof lever.residents === "object" ? lever.residents[String(year)] : lever.residents;
  return measureIncome(lever) / people;
}

/**
 * Return what a measure pays to its group in a year, in all.
 * @param {Lever} lever
 */
export function measureIncome(lever) {
  const payments =
    (lever.recipients ?? 0) * (lever.amount ?? 0) * (lever.periods ?? 1) + (lever.quantity ?? 0) * (lever.price ?? 0);
  const labour = (lever.investment ?? 0) * ((lever.share ?? 0) - (lever.present_share ?? 0));
  return (payments + labour) * (lever.take_up ?? 1);
}

/**
 * Return rates by year around incomes: given ones, those of the folder where nothing is said, or null.
 * @param {any} given
 * @param {(number | null)[] | null} own
 * @param {Record<string, (number | null)[] | null>} others
 * @param {number[]} years
 * @returns {number[] | null}
 */
function ratesOf(given, own, others, years) {
  const folder = years.map((_, t) => numberOf(own?.[t]));
  let rates = folder;
  if (typeof given === "string") rates = years.map((_, t) => numberOf(others[given]?.[t]));
  else if (given !== undefined) {
    if (!Object.keys(given).length) return null;
    rates = years.map((year, t) => numberOf(given[String(year)] ?? folder[t]));
  }
  return rates.every(Number.isNaN) ? null : rates;
}

/**
 * @param {Data} data
 * @param {Recipe} recipe
 * @param {number[]} years
 * @returns {number[][] | null}
 */
function peopleOf(data, recipe, years) {
  const given = recipe.population;
  const own = data.surroundings.own.people;
  const all = [data.baseYear, ...years];
  if (given !== undefined) {
    if (!Object.keys(given).length) return null;
    return data.groups.map(({ key, within }) => all.map((year) => (within ? 0 : numberOf(given[key]?.[String(year)]))));
  }
  if (!own) return null;
  const people = data.groups.map((_, g) => all.map((_, t) => numberOf(own[g][t])));
  const counted = people.filter((_, g) => !data.groups[g].within);
  return counted.every((row) => row.every(Number.isNaN)) ? null : people;
}

/**
 * Return the incomes that a recipe leads to, with all that was used.
 * @param {Data} data
 * @param {Recipe} recipe
 * @returns {Projection}
 */
export function projected(data, recipe) {
  const years = yearsOf(data, recipe);
  const base = baseOf(data, recipe);
  const { growth: own, rates } = filledGrowth(data, recipe.based_on ?? "plan", base);
  const planned = own.map((group) => group.map((path) => years.map((_, t) => path[Math.min(t, path.length - 1)])));
  const growth = planned.map((group, g) =>
    group.map((path, c) =>
      path.map((rate, t) =>
        (recipe.growth ?? []).reduce(
          (value, change) =>
            names(change, data.groups[g].key, data.components[c].key, years[t]) ? changedRate(value, change) : value,
          rate,
        ),
      ),
    ),
  );
  const levels = compounded(base, growth);
  for (const lever of recipe.lever ?? []) {
    const g = data.groups.findIndex(({ key }) => key === lever.group);
    const c = data.components.findIndex(({ key }) => key === lever.component);
    years.forEach((year, t) => {
      levels[g][c][t + 1] += perPerson(lever, year);
    });
  }
  const totals = levels.map((group) => [data.baseYear, ...years].map((_, t) => total(group, t)));
  const compared = data.ratio;
  const around = data.surroundings;
  return {
    recipe,
    years,
    growth,
    planned,
    levels,
    totals,
    ratio: compared ? totals[compared.above].map((value, t) => value / totals[compared.below][t]) : null,
    rates: data.groups.map((_, g) => (rates ? rates[g] : null)),
    price: ratesOf(recipe.price_growth, around.own.price, around.others.price_growth ?? {}, years),
    gdp: ratesOf(recipe.gdp_growth, around.own.gdp, around.others.gdp_growth ?? {}, years),
    people: peopleOf(data, recipe, years),
    lacking: data.groups
      .filter((_, g) =>
        growth[g].some((path, c) => path.some((rate) => Number.isNaN(rate) && !Number.isNaN(base[g][c]))),
      )
      .map(({ key }) => key),
  };
}
