// @ts-check
/** Save and open files: scenarios as JSON, tables as CSV, named by plan and scenario. */

import { partsLeft, readRecipe } from "../engine/recipe.js";
import { isSpreadApart } from "../engine/verdicts.js";
import { h, shown } from "./elements.js";

/** @typedef {import("./page.js").Page} Page */
const LONGEST_NAME = 80;
const LONGEST_PART = 30;
const MOST_BYTES = 2_000_000;

/** @param {Page} page */
function scenarioName(page) {
  const { name } = page.store.state.made.recipe;
  return (typeof name === "string" ? name : name && (page.language ? name.en : name.zh)) || page.t("scenario");
}

/**
 * Return the beginning of a text in whole signs: half of a pair is no name.
 * @param {string} text
 * @param {number} most
 */
const beginning = (text, most) => [...text].slice(0, most).join("").trim();

/**
 * @param {Page} page
 * @param {string} more
 * @param {string} ending
 */
export function fileName(page, more, ending) {
  const [scenario, last] = [scenarioName(page), more].map((part) => beginning(part, LONGEST_PART));
  // what tells one file from another is kept; the plan's title gives way
  const plan = beginning(page.say(page.data.plan.title), LONGEST_NAME - scenario.length - last.length);
  const whole = [plan, scenario, last].filter(Boolean).join("-");
  return `${shown(whole).replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_")}.${ending}`;
}

/**
 * @param {string} name
 * @param {Blob} content
 */
export function download(name, content) {
  const url = URL.createObjectURL(content);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {Page} page */
export function saveScenario(page) {
  const file = page.store.file();
  const text = `${JSON.stringify({ ...file, name: file.name ?? page.t("scenario") }, null, 1)}\n`;
  download(fileName(page, "", "json"), new Blob([text], { type: "application/json" }));
}

/**
 * Save a table; cells that a spreadsheet would take for a formula are kept as text.
 * @param {Page} page
 * @param {string} title
 * @param {string[][]} rows
 */
export function saveCsv(page, title, rows) {
  const cell = (/** @type {string} */ text) => {
    const plain = shown(text).trim();
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(plain) && !/^[+-]?[\d.,]+%?$/.test(plain) ? `'${plain}` : plain;
    const bare = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(safe) ? safe.replace(/,/g, "") : safe;
    return /[",\n]/.test(bare) ? `"${bare.replace(/"/g, '""')}"` : bare;
  };
  // the mark at the start lets Excel read Chinese
  const text = `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  download(fileName(page, title, "csv"), new Blob([text], { type: "text/csv" }));
}

/**
 * @param {Page} page
 * @param {File} file
 */
export async function openScenario(page, file) {
  page.store.quiet();
  if (file.size > MOST_BYTES) return page.store.notice(page.t("file_big"));
  let came;
  try {
    came = JSON.parse((await file.text()).replace(/^\ufeff/, ""));
  } catch {
    return page.store.notice(page.t(/\.toml$/i.test(file.name) ? "file_toml" : "file_unread", { name: file.name }));
  }
  const { recipe, left } = readRecipe(page.data, came);
  if (left.length === Object.keys(came ?? {}).length)
    return page.store.notice(page.t("file_unread", { name: file.name }));
  page.store.step(page.t("step_open", { name: file.name }), { recipe, tried: {} });
  if ((recipe.as_of ?? 0) > page.data.baseYear) page.store.notice(page.t("later_known"));
  if (isSpreadApart(page.data, recipe)) page.store.notice(page.t("spread_apart"));
  if (left.length) page.store.notice(partsLeft(page.data, left));
}
