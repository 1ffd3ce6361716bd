// @ts-check
/** Read scenario files as the page and the library write them, and put a recipe into the form of a file. */

import { inLanguage } from "./digits.js";
import { perPerson } from "./scenario.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Recipe} Recipe */
/** @typedef {{recipe: Recipe, left: string[]}} Read What was read, and the keys of what was not taken. */

/** Numbers of a measure, none below zero, in the order in which they are shown. */
export const MEASURE_NUMBERS = [
  "recipients",
  "amount",
  "periods",
  "quantity",
  "price",
  "investment",
  "share",
  "present_share",
  "take_up",
];

/** What the library takes for an income, too. */
export const HIGHEST_BASE = 1e9;
const LONGEST_SPREAD = 4000;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/**
 * Return what of a scenario file, or of an address, makes sense for this plan.
 * @param {Data} data
 * @param {unknown} came
 * @returns {Read}
 */
export function readRecipe(data, came) {
  /** @type {Recipe} */
  const recipe = { based_on: data.start.based_on };
  /** @type {string[]} */
  const left = [];
  if (!isTable(came)) return { recipe, left: ["?"] };
  for (const [key, value] of Object.entries(came)) {
    // what every object has by birth is no part of a scenario
    const isTaken = Object.hasOwn(READERS, key) && READERS[key](data, value, recipe);
    if (!isTaken) left.push(key.slice(0, 40));
  }
  return { recipe, left };
}

/** Parts that are named to a reader: more would tell nothing else. */
const MOST_NAMED = 8;

/**
 * Return in both languages what was not taken of a file or an address, by the names that readers know.
 * @param {Data} data
 * @param {string[]} left
 * @returns {import("./types.js").Told}
 */
export function partsLeft(data, left) {
  const named = left.slice(0, MOST_NAMED).map((key) => (Object.hasOwn(data.parts, key) ? data.parts[key] : [key]));
  return [0, 1].map((language) => {
    const parts = named.map((told) => inLanguage(told, language)).join(inLanguage(data.texts.and, language));
    return inLanguage(data.texts.parts_left, language).replace("{parts}", () => parts);
  });
}

/** @type {Record<string, (data: Data, value: any, recipe: Recipe) => boolean>} */
const READERS = {
  format: (_, value) => value === 1,
  name: (_, value, recipe) => text(value) !== null && ((recipe.name = text(value)), true),
  description: (_, value, recipe) => text(value) !== null && ((recipe.description = text(value)), true),
  based_on: (data, value, recipe) =>
    typeof value === "string" &&
    Object.hasOwn(data.alternatives, value) &&
    !data.alternatives[value].why_not &&
    ((recipe.based_on = value), true),
  last_year: (data, value, recipe) =>
    Number.isInteger(value) && value > data.baseYear && value <= data.furthest && ((recipe.last_year = value), true),
  shares: (data, value, recipe) => {
    if (!isTable(value)) return false;
    const known = Object.entries(value).filter(
      ([group, one]) => Object.hasOwn(data.bases, group) && Object.hasOwn(data.bases[group], one),
    );
    recipe.shares = Object.fromEntries(known);
    return known.length === Object.keys(value).length;
  },
  base: (data, value, recipe) => {
    if (!isTable(value)) return false;
    const known = Object.entries(value).filter(([group, one]) => isBase(data, group, one));
    if (known.length) recipe.base = Object.fromEntries(known);
    return known.length === Object.keys(value).length;
  },
  as_of: (data, value, recipe) =>
    Number.isInteger(value) && value >= data.baseYear && value < data.baseYear + 100 && ((recipe.as_of = value), true),
  distribution: (data, value, recipe) => {
    const isKnown =
      isTable(value) &&
      Object.entries(value).every(([group, one]) => data.groups.some(({ key }) => key === group) && isTable(one));
    if (!isKnown || JSON.stringify(value).length > LONGEST_SPREAD) return false;
    recipe.distribution = value;
    return true;
  },
  growth: (data, value, recipe) => {
    if (!Array.isArray(value)) return false;
    const read = value.slice(0, 2000).map((one) => change(data, one));
    recipe.growth = read.filter((one) => one !== null);
    return recipe.growth.length === value.length;
  },
  price_growth: (data, value, recipe) => rates(data, value, "price_growth", recipe),
  gdp_growth: (data, value, recipe) => rates(data, value, "gdp_growth", recipe),
  population: (data, value, recipe) => {
    if (!isTable(value)) return false;
    const counted = data.groups.filter((group) => !group.within);
    const isWhole = counted.every(
      ({ key }) => isTable(value[key]) && Object.values(value[key]).every((one) => isNumber(one) && one > 0),
    );
    if (Object.keys(value).length && !isWhole) return false;
    recipe.population = value;
    return true;
  },
  lever: (data, value, recipe) => {
    if (!Array.isArray(value)) return false;
    const read = value.slice(0, 200).filter((one) => isMeasure(data, one));
    recipe.lever = read;
    return read.length === value.length;
  },
};

/**
 * Return whether a group's base-year income can be so: above zero, and of a group that has one.
 * @param {Data} data
 * @param {string} group
 * @param {unknown} total
 */
export function isBase(data, group, total) {
  if (!Object.hasOwn(data.bases, group) || !isNumber(total)) return false;
  const [first] = Object.values(/** @type {Record<string, any>} */ (data.bases[group]));
  return total > 0 && total <= HIGHEST_BASE && first.levels.every(isNumber);
}

/** @param {unknown} value */
function text(value) {
  if (typeof value === "string") return value.slice(0, 200);
  if (isTable(value) && typeof value.zh === "string" && typeof value.en === "string")
    return { zh: value.zh.slice(0, 200), en: value.en.slice(0, 200) };
  return null;
}

/**
 * Return the keys that names mean: keys, or what readers call them.
 * @param {any[]} known
 * @param {unknown} named
 * @returns {string[] | null}
 */
function keysOf(known, named) {
  const listed = named === undefined ? [] : Array.isArray(named) ? named : [named];
  const keys = listed.map(
    (name) => known.find((one) => [one.key, ...one.label, ...(one.short ?? [])].includes(name))?.key,
  );
  return keys.some((key) => key === undefined) ? null : keys;
}

/**
 * @param {Data} data
 * @param {unknown} value
 * @returns {import("./types.js").Change | null}
 */
function change(data, value) {
  if (!isTable(value)) return null;
  const [groups, components] = [keysOf(data.groups, value.groups), keysOf(data.components, value.components)];
  const years = value.years === undefined ? [] : [value.years].flat();
  const hows = /** @type {const} */ (["set", "add", "multiply"]).filter((how) => value[how] !== undefined);
  const known = ["groups", "components", "years", "set", "add", "multiply"];
  if (!groups || !components || hows.length !== 1 || Object.keys(value).some((key) => !known.includes(key)))
    return null;
  if (!years.every((year) => Number.isInteger(year) && year > data.baseYear && year <= data.furthest)) return null;
  const [how] = hows;
  const by = value[how];
  if (!isNumber(by) || (how === "set" && !(by > -1 && by < 1)) || (how === "add" && Math.abs(by) >= 1)) return null;
  return {
    ...(groups.length && { groups }),
    ...(components.length && { components }),
    ...(years.length && { years }),
    [how]: by,
  };
}

/**
 * @param {Data} data
 * @param {unknown} value
 * @param {"price_growth" | "gdp_growth"} key
 * @param {Recipe} recipe
 */
function rates(data, value, key, recipe) {
  const isRegion = typeof value === "string" && Object.hasOwn(data.surroundings.others[key] ?? {}, value);
  const isRates = isTable(value) && Object.values(value).every((rate) => isNumber(rate) && rate > -1 && rate < 1);
  if (isRegion || isRates) recipe[key] = value;
  return isRegion || isRates;
}

/**
 * Return whether a measure can be: known group and component, numbers that make sense, no more recipients than people.
 * @param {Data} data
 * @param {unknown} value
 */
export function isMeasure(data, value) {
  if (!isTable(value) || typeof value.id !== "string" || text(value.title) === null) return false;
  if (
    !data.groups.some(({ key }) => key === value.group) ||
    !data.components.some(({ key }) => key === value.component)
  )
    return false;
  if (MEASURE_NUMBERS.some((name) => value[name] !== undefined && !(isNumber(value[name]) && value[name] >= 0)))
    return false;
  if (["share", "present_share", "take_up"].some((name) => value[name] > 1)) return false;
  const people = isTable(value.residents) ? Object.values(value.residents) : [value.residents];
  if (
    !people.length ||
    !people.every((one) => isNumber(one) && one > 0) ||
    (value.recipients ?? 0) > Math.min(...people)
  )
    return false;
  if (!Number.isInteger(value.first_year) || value.first_year <= data.baseYear || value.first_year > data.furthest)
    return false;
  if (value.last_year !== undefined && !(Number.isInteger(value.last_year) && value.last_year >= value.first_year))
    return false;
  return Number.isFinite(perPerson(/** @type {any} */ (value), value.first_year));
}

/**
 * Return how a scenario is described: words of one's own stay, those of a shipped one hold while its growth does.
 * @param {Data} data
 * @param {Recipe} recipe
 */
function descriptionOf(data, recipe) {
  const { description, growth } = recipe;
  const chinese = typeof description === "string" ? description : description?.zh;
  const isShipped = Object.values(data.alternatives).some((one) => one.description[0] === chinese);
  if (!isShipped) return description;
  const [zh, en = zh] = data.alternatives[recipe.based_on ?? data.start.based_on ?? ""]?.description ?? [];
  return growth?.length || !zh ? undefined : { zh, en };
}

/**
 * Return a recipe as a scenario file holds it.
 * @param {Data} data
 * @param {Recipe} recipe
 */
export function fileOf(data, recipe) {
  const { growth, lever, shares, description: _, ...others } = recipe;
  const description = descriptionOf(data, recipe);
  return {
    format: 1,
    ...others,
    ...(description && { description }),
    shares: { ...data.shares, ...shares },
    ...(lever?.length && { lever }),
    ...(growth?.length && { growth }),
  };
}
