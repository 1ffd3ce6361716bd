// @ts-check
/** Tell where a base-year figure comes from: its mark, and what opens when that is pressed. */

import { figureText } from "../engine/digits.js";
import { h } from "./elements.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{what: string, value: string, status: string, source: string}} Source */

/**
 * Return where the total and the split of a group come from, under the scenario as it stands.
 * @param {Page} page
 * @param {string} key
 * @returns {Source[]}
 */
export function sourcesOf(page, key) {
  const { data, projection, store } = page;
  const { recipe } = store.state.made;
  const g = data.groups.findIndex((/** @type {any} */ one) => one.key === key);
  const chosen = (recipe.shares ?? {})[key] ?? data.shares[key];
  const base = data.bases[key][chosen] ?? Object.values(data.bases[key])[0];
  const joined = (/** @type {string[][]} */ parts) => parts.map(page.say).join(page.t("part_end"));
  const given = recipe.base?.[key] !== undefined;
  const total = {
    what: page.t("base_of", { group: data.groups[g].label }),
    value: page.valueOf(projection.totals[g][0], { unit: "yuan", decimals: 1 }),
    status: given ? "assumed" : base.status,
    source: given ? page.t("base_given") : joined(base.source),
  };
  if (!base.split) return [total];
  const [status, ...source] = base.split;
  const levels = projection.levels[g].map((/** @type {number[]} */ path) => path[0]);
  const shares = data.components.map(
    (/** @type {any} */ part, /** @type {number} */ c) =>
      `${page.say(part.label)} ${figureText(levels[c] / projection.totals[g][0], "percent", 1)}`,
  );
  const what = page.t("split_of", { group: data.groups[g].label });
  const value = `${page.say(base.title)}${page.t("bracketed", { place: shares.join(page.t("and")) })}`;
  return [total, { what, value, status, source: joined(source) }];
}

/**
 * Return the mark of a group whose base rests on an assumption; nothing where none is.
 * @param {Page} page
 * @param {string} key
 */
export function sourceMark(page, key) {
  const sources = sourcesOf(page, key);
  const assumed = sources.filter(({ status }) => status === "assumed");
  if (!assumed.length) return null;
  const why = assumed.map(({ what, source }) => `${what} ${source}`).join(page.t("part_end"));
  return h(
    "button",
    {
      type: "button",
      class: "assumed",
      title: why,
      "aria-label": page.t("assumed_mark", { why: assumed.map(({ what }) => what).join(page.t("and")) }),
      onclick: () => openSources(page, sources),
    },
    "※",
  );
}

/**
 * @param {Page} page
 * @param {Source[]} sources
 */
function openSources(page, sources) {
  const close = h("button", { type: "button", onclick: () => box.close() }, page.t("close"));
  const box = h(
    "dialog",
    { class: "source", "aria-labelledby": "source-title", onclose: () => box.remove() },
    h("h2", { id: "source-title" }, page.t("sources", { year: page.year(page.data.baseYear) })),
    sources.map(({ what, value, status, source }) => [
      h("h3", {}, what, page.t("colon"), value),
      h("p", {}, h("b", {}, page.say(page.data.status[status])), page.t("part_end"), source || page.t("no_source")),
    ]),
    close,
  );
  document.querySelector("dialog.source")?.remove();
  document.body.append(box);
  box.showModal();
}
