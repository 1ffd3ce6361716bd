// @ts-check
/** Say on paper what a scenario assumes beside its growth table: measures, base, split of incomes, words that are tried. */

import { measureIncome } from "../engine/scenario.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * Return what is assumed in one line; empty where growth alone was changed.
 * @param {Page} page
 */
export function assumptions(page) {
  const parts = [...measuresAssumed(page), ...basesAssumed(page), ...splitsAssumed(page), ...wordsTried(page)];
  return parts.length ? page.t("assumed_besides", { parts: parts.join(page.t("part_end")) }) : "";
}

/** @param {Page} page */
function measuresAssumed(page) {
  const levers = page.store.state.made.recipe.lever ?? [];
  return levers.map(({ title, ...lever }) => {
    const money = page.valueOf(measureIncome(/** @type {any} */ (lever)), { unit: "yuan", decimals: 0 });
    const name = typeof title === "string" ? title : page.say([title.zh, title.en]);
    return `${name}${page.t("bracketed", { place: page.t("measure_money", { value: money }) })}`;
  });
}

/** @param {Page} page */
function basesAssumed(page) {
  const { data, projection, store } = page;
  return data.groups.flatMap((group, g) =>
    store.state.made.recipe.base?.[group.key] === undefined
      ? []
      : [
          page.t("assumed_base", {
            year: page.year(data.baseYear),
            group: group.label,
            value: page.valueOf(projection.totals[g][0], { unit: "yuan", decimals: 0 }),
          }),
        ],
  );
}

/** @param {Page} page */
function splitsAssumed(page) {
  const { data, store } = page;
  const chosen = store.state.made.recipe.shares ?? {};
  return data.groups.flatMap(({ key, label }) =>
    chosen[key] === undefined || chosen[key] === store.start.shares?.[key]
      ? []
      : [`${page.t("split_of", { group: label })}${page.t("colon")}${page.say(data.bases[key][chosen[key]]?.title)}`],
  );
}

/** @param {Page} page */
function wordsTried(page) {
  const { made } = page.store.state;
  return page.checked
    .filter(({ statement }) => statement.headline && made.tried[statement.id])
    .map(({ statement }) => {
      const given = made.tried[statement.id].dropped;
      const goal = given ? page.t("given_up") : page.t("goal_tried", { value: page.target(statement) });
      return `${page.say(statement.label)}${page.t("colon")}${goal}`;
    });
}
