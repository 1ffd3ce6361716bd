// @ts-check
/** The shelf: scenarios kept beside the one the page opened with, and what makes two of them differ. */

import { figureText, fixed } from "../engine/digits.js";
import { perPerson, projected } from "../engine/scenario.js";
import { valueText } from "../engine/verdicts.js";
import { thumbnail, waterfall } from "./charts.js";
import { h, putInto } from "./elements.js";
import { SIGNS } from "./page.js";
import { table } from "./table.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../engine/types.js").Checked} Checked */

/** @param {Page} page @param {any} box */
export function shelf(page, box) {
  const { data, store, projection } = page;
  const kept = store.state.view.shelf;
  const pathOf = (/** @type {any} */ one) => one.ratio ?? one.totals[0];
  const plan = page.planned;
  const nameOf = (/** @type {any} */ recipe, /** @type {number} */ k) => {
    const { name } = recipe;
    return (
      (typeof name === "string" ? name : name && (page.language ? name.en : name.zh)) ||
      page.t("kept", { number: k + 1 })
    );
  };
  const card = (/** @type {string} */ title, /** @type {any} */ one, /** @type {any[]} */ buttons) => {
    const text = data.ratio
      ? figureText(one.ratio?.at(-1) ?? NaN, "ratio", 2)
      : page.valueOf(one.totals[0].at(-1), { unit: "yuan", decimals: 0 });
    return h(
      "article",
      { class: "card" },
      h("h3", {}, title),
      thumbnail(pathOf(one), pathOf(plan), `${title} ${text}`),
      h("p", {}, page.say(data.ratio ? data.ratio.short : data.groups[0].short), " ", text),
      h("div", { class: "tools" }, buttons),
    );
  };
  const others = kept.map((/** @type {any} */ recipe, /** @type {number} */ k) => ({
    recipe,
    k,
    one: projected(data, recipe),
  }));
  putInto(
    box,
    h("h2", {}, page.t("kept_scenarios")),
    h(
      "div",
      { class: "cards thumbs" },
      card(page.t("plan_fixed"), plan, [
        h(
          "button",
          {
            type: "button",
            class: "small",
            onclick: () => store.step(page.t("reset"), { recipe: store.start, tried: {} }),
          },
          page.t("take_up_again"),
        ),
      ]),
      others.map(({ recipe, k, one }) =>
        card(nameOf(recipe, k), one, [
          h(
            "button",
            { type: "button", class: "small", onclick: () => store.step(page.t("take_up_again"), { recipe }) },
            page.t("take_up_again"),
          ),
          h(
            "button",
            {
              type: "button",
              class: "small",
              id: `drop-${k}`,
              onclick: () => {
                page.dropped = { recipe, at: k, name: nameOf(recipe, k) };
                store.show({ shelf: kept.filter((/** @type {any} */ other) => other !== recipe) });
                document.getElementById("put-back")?.focus({ preventScroll: true });
              },
            },
            page.t("drop"),
          ),
        ]),
      ),
      kept.length < store.most
        ? h(
            "button",
            { type: "button", onclick: () => store.show({ shelf: [...kept, store.state.made.recipe] }) },
            page.t("keep"),
          )
        : null,
      page.dropped && kept.length < store.most ? putBack(page, page.dropped) : null,
    ),
  );
  const all = [plan, ...others.map(({ one }) => one), projection];
  const heads = [page.t("plan_fixed"), ...others.map(({ recipe, k }) => nameOf(recipe, k)), page.t("present")];
  const targets = page.targets();
  const rows = targets.map((/** @type {Checked} */ target) => [
    page.say(target.statement.label),
    ...all.map((one) => {
      const found = page
        .checkedIn(one)
        .find((/** @type {Checked} */ other) => other.statement.id === target.statement.id);
      return !found || found.verdict === "not_judged"
        ? "–"
        : `${SIGNS[/** @type {keyof typeof SIGNS} */ (found.verdict)]} ${valueText(found)}`;
    }),
  ]);
  if (Object.keys(store.state.made.tried).length) box.append(h("p", { class: "note" }, page.t("tried_now")));
  box.append(table(page, page.t("side_by_side"), [page.t("head_quantity"), ...heads], rows));
  differences(
    page,
    box,
    all.map((one, k) => ({ one, name: heads[k] })),
  );
}

/**
 * Return what puts a scenario that was taken off the shelf back to its place.
 * @param {Page} page
 * @param {{recipe: any, at: number, name: string}} dropped
 */
function putBack(page, { recipe, at, name }) {
  const { store } = page;
  return h(
    "p",
    { class: "note" },
    page.t("dropped", { name }),
    " ",
    h(
      "button",
      {
        type: "button",
        class: "small",
        id: "put-back",
        onclick: () => {
          page.dropped = null;
          const { shelf: kept } = store.state.view;
          store.show({ shelf: [...kept.slice(0, at), recipe, ...kept.slice(at)] });
          document.getElementById(`drop-${at}`)?.focus({ preventScroll: true });
        },
      },
      page.t("put_back"),
    ),
  );
}

/**
 * Show what makes two scenarios differ: which two, and in what, are chosen.
 * @param {Page} page
 * @param {any} box
 * @param {{one: any, name: string}[]} all The one of the start first, the present one last.
 */
function differences(page, box, all) {
  const { data } = page;
  const figures = [...(data.ratio ? [{ key: "ratio", label: data.ratio.label }] : []), ...data.groups];
  const pair = (page.pair ??= { from: 0, to: all.length - 1, of: figures[0].key });
  if (pair.to >= all.length || pair.count !== all.length) Object.assign(pair, { from: 0, to: all.length - 1 });
  pair.count = all.length;
  const choice = (/** @type {"from" | "to" | "of"} */ key, /** @type {{value: any, text: string}[]} */ options) =>
    h(
      "label",
      { class: "field", for: `differ-${key}` },
      h("span", {}, page.t(`differ_${key}`)),
      h(
        "select",
        {
          id: `differ-${key}`,
          onchange: (/** @type {any} */ event) => {
            pair[key] = key === "of" ? event.target.value : Number(event.target.value);
            drawn();
          },
        },
        options.map(({ value, text }) => h("option", { value, selected: value === pair[key] }, text)),
      ),
    );
  const scenarios = all.map(({ name }, k) => ({ value: k, text: name }));
  const place = h("div", {});
  box.append(
    h("h2", {}, page.t("why_differ")),
    h("div", { class: "fields" }, [
      choice("from", scenarios),
      choice("to", scenarios),
      choice(
        "of",
        figures.map(({ key, label }) => ({ value: key, text: page.say(label) })),
      ),
    ]),
    place,
  );
  const drawn = () => {
    const [first, second] = [all[pair.from], all[pair.to]];
    const steps = split(page, first.one, second.one, { of: pair.of, names: [first.name, second.name] });
    const last = Math.min(first.one.years.length, second.one.years.length);
    const rows = steps.map(({ name, text }) => [name, text]);
    place.replaceChildren(
      h("p", { class: "note" }, page.t("differ_note", { year: page.year(data.baseYear + last) })),
      steps.length > 2
        ? waterfall(steps, Math.min(820, Math.max(320, box.clientWidth - 8 || 700)))
        : h("p", { class: "lead" }, page.t("no_difference")),
      steps.length > 2 ? table(page, page.t("why_differ"), [page.t("head_step"), page.t("head_value")], rows) : "",
    );
  };
  drawn();
}

/**
 * Return what each difference of assumptions adds to the figure of the last year that both have: the mean of replacing
 * them in the order of the table and in the opposite one, so that the parts add up exactly, and so do their digits.
 * @param {Page} page
 * @param {any} first
 * @param {any} second
 * @param {{of?: string, names?: string[]}} [choice] The ratio, or the group whose income it is; what the two are called.
 */
export function split(page, first, second, choice = {}) {
  const { data } = page;
  const of = choice.of ?? (data.ratio ? "ratio" : data.groups[0].key);
  const isRatio = of === "ratio";
  const chosen = Math.max(
    0,
    data.groups.findIndex((/** @type {any} */ group) => group.key === of),
  );
  const last = Math.min(first.years.length, second.years.length);
  const value = (/** @type {number[][]} */ totals) =>
    isRatio && data.ratio ? totals[data.ratio.above][last] / totals[data.ratio.below][last] : totals[chosen][last];
  /** @type {{name: string, apply: (state: any) => void}[]} */
  const parts = [];
  const baseOf = (/** @type {any} */ one, /** @type {number} */ g) =>
    one.levels[g].map((/** @type {number[]} */ path) => path[0]);
  const counted = isRatio && data.ratio ? [data.ratio.above, data.ratio.below] : [chosen];
  data.groups.forEach((/** @type {any} */ group, /** @type {number} */ g) => {
    // what grows elsewhere adds nothing
    if (!counted.includes(g)) return;
    if (JSON.stringify(baseOf(first, g)) !== JSON.stringify(baseOf(second, g)))
      parts.push({
        name: page.t(first.totals[g][0] === second.totals[g][0] ? "split_of" : "base_of", { group: group.label }),
        apply: (state) => (state.base[g] = baseOf(second, g)),
      });
    data.components.forEach((/** @type {any} */ component, /** @type {number} */ c) => {
      const differs = first.growth[g][c].some(
        (/** @type {number} */ rate, /** @type {number} */ t) =>
          t < last && Math.abs(rate - second.growth[g][c][t]) > 1e-12,
      );
      if (differs)
        parts.push({
          name: page.t("growth_of", {
            name: `${page.say(group.short)}${page.language ? " " : ""}${page.say(component.income)}`,
          }),
          apply: (state) => (state.growth[g][c] = second.growth[g][c]),
        });
    });
  });
  if (JSON.stringify(first.recipe.lever ?? []) !== JSON.stringify(second.recipe.lever ?? []))
    parts.push({ name: page.t("panel_measures"), apply: (state) => (state.lever = second.recipe.lever ?? []) });
  const figure = (/** @type {any} */ state) => {
    const totals = state.base.map((/** @type {number[]} */ levels, /** @type {number} */ g) =>
      Array.from({ length: last + 1 }, (_, t) =>
        levels.reduce(
          (all, level, c) =>
            all +
            level *
              state.growth[g][c]
                .slice(0, t)
                .reduce((/** @type {number} */ grown, /** @type {number} */ rate) => grown * (1 + rate), 1),
          0,
        ),
      ),
    );
    for (const lever of state.lever) {
      const g = data.groups.findIndex((/** @type {any} */ group) => group.key === lever.group);
      for (let t = 1; t <= last; t += 1) totals[g][t] += perPerson(lever, data.baseYear + t);
    }
    return value(totals);
  };
  const run = (/** @type {typeof parts} */ order) => {
    const state = {
      base: data.groups.map((_, /** @type {number} */ g) => baseOf(first, g)),
      growth: first.growth.map((/** @type {any} */ group) => group.slice()),
      lever: first.recipe.lever ?? [],
    };
    let before = figure(state);
    return new Map(
      order.map((part) => {
        part.apply(state);
        const now = figure(state);
        const added = now - before;
        before = now;
        return [part, added];
      }),
    );
  };
  const [there, back] = [run(parts), run(parts.slice().reverse())];
  const text = (/** @type {number} */ one, /** @type {boolean} */ signed) =>
    isRatio ? figureText(one, "ratio", 3, signed) : figureText(one, "yuan", 0, signed);
  const digits = isRatio ? 1000 : 1;
  const rounded = (/** @type {number} */ one) => Number(fixed(one * digits, 0)) / digits;
  const [begin, end] = [value(first.totals), value(second.totals)];
  let reached = begin;
  return [
    { name: choice.names?.[0] ?? page.t("plan_fixed"), value: begin, text: text(begin, false), isWhole: true },
    ...parts.map((part, k) => {
      const added = ((there.get(part) ?? 0) + (back.get(part) ?? 0)) / 2;
      // the digits shown add up, too: each is the step between rounded places
      const before = rounded(reached);
      reached = k === parts.length - 1 ? end : reached + added;
      return { name: part.name, value: added, text: text(rounded(reached) - before, true), isWhole: false };
    }),
    { name: choice.names?.[1] ?? page.t("present"), value: end, text: text(end, false), isWhole: true },
  ];
}
