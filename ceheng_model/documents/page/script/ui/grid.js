// @ts-check
/** The growth table, which is the control: cells to drag, type and paste into, a row for all components at once. */

import { figureText } from "../engine/digits.js";
import { closedToTotal, baseOf } from "../engine/scenario.js";
import { h, putInto, updated } from "./elements.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../engine/types.js").Change} Change */

const STEP = 0.005;
const FINE = 0.001;
/** Points for every pixel that a cell is dragged by. */
const DRAG = 0.0005;
/** Pixels of a column that can still be read, and of one with room for the old value. */
const NARROWEST = 60;
const ROOMY = 96;
/** Pixels of the column of names, as the style has it. */
const HEADS = 124;

/**
 * Return a rate that a person typed, as a fraction: 12, 12%, １２．５; null for what is none or cannot be.
 * @param {string} text
 */
export function typedRate(text) {
  const plain = text
    .replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, ".")
    .replace(/[－−–—]/g, "-")
    .replace(/[％%\s,，]/g, "");
  if (!/^[+-]?(\d{1,4}(\.\d{0,12})?|\.\d{1,12})$/.test(plain)) return null;
  // the decimal that is shown, not the nearest product
  const rate = Number((Number(plain) / 100).toPrecision(14));
  return rate > -1 && rate < 1 ? rate : null;
}

/** @param {number} rate */
const limited = (rate) => Math.min(0.9999, Math.max(-0.9999, Number(rate.toPrecision(12))));

/** @param {Page} page */
export function grid(page) {
  const { data } = page;
  const box = h("section", { class: "growth", "aria-label": page.t("growth_table") });
  const tools = h("div", { class: "tools" });
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": page.t("growth_table") });
  const told = h("p", { class: "cell-error", role: "alert" });
  box.append(tools, scroll, told);
  /** @type {{key: string, cells: any[]}} */
  let built = { key: "", cells: [] };
  /** How much room there is: asked for when the page is laid out anew, not at every step of a drag. */
  let room = 0;
  /** @type {any} */
  let focused = null;

  const closing = h("input", {
    type: "checkbox",
    id: "closing",
    onchange: () => page.store.step(page.t("step_closing"), { closing: closing.checked }),
  });
  const hasOpen =
    data.alternatives.plan?.open?.some((/** @type {any} */ g) => g.some((/** @type {any} */ c) => c.some(Boolean))) &&
    data.table.totals.flat().some((/** @type {any} */ one) => one !== null);
  putInto(
    tools,
    h("strong", {}, page.t("growth_table")),
    h("span", { class: "hint" }, page.t("grid_hint")),
    h("button", { type: "button", class: "small", onclick: () => fill(true) }, page.t("fill_right")),
    h("button", { type: "button", class: "small", onclick: () => fill(false) }, page.t("fill_down")),
    hasOpen ? h("label", { class: "check", for: "closing" }, closing, page.t("closing")) : null,
    h("label", { class: "check", for: "bearer" }, page.t("borne_by"), bearerList(page), partList(page)),
  );

  /**
   * Return the table of some groups, side by side; their cells are added to the list.
   * @param {number[]} groups
   * @param {any[]} cells
   */
  function sheetOf(groups, cells) {
    const { years } = page.projection;
    const eachYear = (/** @type {(g: number, t: number) => any} */ made) =>
      groups.flatMap((g) => years.map((_, /** @type {number} */ t) => made(g, t)));
    const cellsOf = (/** @type {number} */ c) =>
      eachYear((g, t) => {
        const cell = newCell(g, c, t, years[t]);
        cells.push(cell);
        return cell.td;
      });
    const head = h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td", {}),
        groups.map((g) =>
          h(
            "th",
            { colspan: years.length, scope: "colgroup" },
            page.say(data.groups[g].label),
            page.mark(data.groups[g].key),
          ),
        ),
      ),
      h(
        "tr",
        {},
        h("td", {}),
        eachYear((_, t) => h("th", { scope: "col" }, page.year(years[t]))),
      ),
    );
    const rows = data.components.map((/** @type {any} */ part, /** @type {number} */ c) =>
      h("tr", {}, h("th", { scope: "row" }, page.say(part.label)), cellsOf(c)),
    );
    const all = h("tr", { class: "all" }, h("th", { scope: "row" }, page.t("all_components")), cellsOf(-1));
    const total = h(
      "tr",
      { class: "total" },
      h("th", { scope: "row" }, page.t("total_growth")),
      eachYear((g, t) => {
        const td = h("td", {});
        cells.push({ g, c: -2, t, td, render: () => renderTotal(td, g, t) });
        return td;
      }),
    );
    const caption = [
      page.t("growth_table"),
      ...(groups.length < data.groups.length ? groups.map((g) => page.say(data.groups[g].label)) : []),
    ];
    const sheet = h(
      "table",
      { class: "cells" },
      h("caption", { class: "unseen" }, caption.join(" ")),
      h("colgroup", {}, h("col", { class: "first-column" })),
      head,
      h("tbody", {}, data.components.length > 1 ? all : null, rows, total),
    );
    sheet.style.minWidth = `${leastWidth(groups.length)}px`;
    return sheet;
  }

  /** @param {number} groups */
  const leastWidth = (groups) => HEADS + NARROWEST * page.projection.years.length * groups;
  /** Where groups have no room side by side, each has a table of its own. */
  const isStacked = () => room < leastWidth(data.groups.length);

  function build() {
    /** @type {any[]} */
    const cells = [];
    const groups = data.groups.map((_, /** @type {number} */ g) => g);
    const sheets = isStacked() ? groups.map((g) => sheetOf([g], cells)) : [sheetOf(groups, cells)];
    scroll.replaceChildren(...sheets);
    built = { key: keyNow(), cells };
  }

  function measure() {
    // a window that is put away has no width
    room = box.clientWidth || room;
    const columns = page.projection.years.length * (isStacked() ? 1 : data.groups.length);
    // beside a new value the old one needs room; else it is told when the cell is pointed at
    scroll.classList.toggle("narrow", (room - HEADS) / columns < ROOMY);
  }

  const keyNow = () => JSON.stringify([page.projection.years, page.language, isStacked()]);

  /** @param {any} td @param {number} g @param {number} t */
  function renderTotal(td, g, t) {
    const totals = page.projection.totals[g];
    const rate = totals[t + 1] / totals[t] - 1;
    const printed = data.table.totals[g]?.[t];
    updated(td, {}, figureText(rate, "percent"));
    const short =
      printed !== null && printed !== undefined && figureText(rate, "percent", 1) !== figureText(printed, "percent", 1);
    const isPrinted = printed !== null && printed !== undefined;
    updated(td, {
      class: short ? "apart" : "",
      title: isPrinted ? page.t("printed", { value: figureText(printed, "percent") }) : "",
    });
  }

  /** @param {number} g @param {number} c @param {number} t @returns {[number, number, number][]} */
  const members = (g, c, t) =>
    c < 0
      ? data.components.map((_, /** @type {number} */ k) => /** @type {[number, number, number]} */ ([g, k, t]))
      : [[g, c, t]];
  /** @param {number} g @param {number} c @param {number} t */
  const rateOf = (g, c, t) => page.projection.growth[g][c][t];

  /** @param {number} g @param {number} c @param {number} t @param {number} year */
  function newCell(g, c, t, year) {
    const group = data.groups[g];
    const part = c < 0 ? data.texts.all_components : data.components[c].income;
    const name = `${page.year(year)}${page.language ? " " : ""}${page.say(group.short)}${page.language ? " " : ""}${page.say(part)}`;
    const input = h("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": page.t("growth_of", { name }),
    });
    const old = h("small", { "aria-hidden": "true" });
    const td = h("td", { class: c < 0 ? "cell whole" : "cell" }, input, old);
    const statement =
      c < 0
        ? null
        : data.statements.find(
            (/** @type {any} */ one) =>
              !one.headline &&
              one.group === group.key &&
              one.component === data.components[c].key &&
              one.last === t + 1,
          );
    /** @type {{x: number, recipe: any, moved: boolean, rates: number[]} | null} */
    let held = null;
    const cell = { g, c, t, name, td, input, render };

    function common() {
      const rates = members(g, c, t).map(([a, b, d]) => rateOf(a, b, d));
      return rates.every((rate) => Math.abs(rate - rates[0]) < 1e-9) ? rates[0] : NaN;
    }

    function render() {
      const rate = common();
      const text = Number.isNaN(rate) ? "" : figureText(rate, "percent", 1);
      if ((document.activeElement !== input || !input.dataset.typing) && input.value !== text) input.value = text;
      updated(input, { placeholder: Number.isNaN(rate) && c < 0 ? page.t("apart") : "" });
      const planned = c < 0 ? NaN : page.projection.planned[g][c][t];
      const isChanged = c >= 0 && Math.abs(planned - rate) > 1e-12 && !Number.isNaN(rate);
      updated(old, {}, isChanged && !Number.isNaN(planned) ? figureText(planned, "percent", 1) : "");
      const kind = `cell${c < 0 ? " whole" : ""}${isChanged ? " changed" : ""}${statement?.wording.values.length ? " promised" : ""}${isOpen(g, c, t) ? " open" : ""}`;
      const before =
        isChanged && !Number.isNaN(planned) ? page.t("before", { value: figureText(planned, "percent", 1) }) : "";
      // a folder that is still to be filled in says no place
      const place = statement && page.say(statement.place) ? page.t("bracketed", { place: statement.place }) : "";
      const words = statement ? page.say(statement.words) + place : "";
      updated(td, { class: kind, title: before + words });
    }

    input.addEventListener("focus", () => {
      focused = cell;
      input.select();
    });
    input.addEventListener("input", () => {
      input.dataset.typing = "1";
    });
    const enter = () => {
      if (!input.dataset.typing) return true;
      delete input.dataset.typing;
      const rate = typedRate(input.value);
      if (rate === null) {
        refuse(cell, input.value);
        render();
        return false;
      }
      accept();
      put([[cell, rate]], page.t("step_cell", { name, value: figureText(rate, "percent", 1) }));
      return true;
    };
    input.addEventListener("blur", enter);
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        if (enter()) move(cell, event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape") {
        delete input.dataset.typing;
        accept();
        render();
      } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        delete input.dataset.typing;
        const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? FINE : STEP);
        add([cell], by, page.store.state.made.recipe, false, name);
      } else if ((event.ctrlKey || event.metaKey) && (event.key === "r" || event.key === "d")) {
        event.preventDefault();
        if (enter()) fill(event.key === "r");
      }
    });
    input.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      // one cell of a spreadsheet ends its line, and is typed
      if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
      event.preventDefault();
      paste(cell, text);
    });
    // what is pressed may be dragged: the browser would select its text, and drag that
    td.addEventListener("mousedown", (/** @type {MouseEvent} */ event) => {
      if (document.activeElement !== input) event.preventDefault();
    });
    td.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
    td.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button) return;
      held = {
        x: event.clientX,
        recipe: page.store.state.made.recipe,
        moved: false,
        rates: members(g, c, t).map(([a, b, d]) => rateOf(a, b, d)),
      };
    });
    td.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (!held || !event.buttons) return;
      const far = event.clientX - held.x;
      if (!held.moved && Math.abs(far) < 4) return;
      if (!held.moved) {
        td.setPointerCapture(event.pointerId);
        input.blur();
        document.body.classList.add("dragging");
      }
      held.moved = true;
      const { recipe } = held;
      const by = Math.round((far * DRAG) / FINE) * FINE;
      page.frame(() => add([cell], by, recipe, true, name));
    });
    const end = () => {
      if (!held) return;
      const { moved } = held;
      held = null;
      document.body.classList.remove("dragging");
      if (!moved) {
        input.focus();
        return;
      }
      page.flush();
      page.store.step(page.t("step_drag", { name }));
    };
    td.addEventListener("pointerup", end);
    td.addEventListener("pointercancel", end);
    return cell;
  }

  /** Take back what a cell was told: an empty warning does not stay in it. */
  function accept() {
    if (!told.textContent) return;
    told.textContent = "";
    box.append(told);
  }

  /** @param {any} cell @param {string} came */
  function refuse(cell, came) {
    told.textContent = page.t("not_a_rate", { came: came.slice(0, 24) });
    // towards the middle of the table, which would cut what stands outside it
    const [own, whole] = [cell.td, scroll].map((one) => one.getBoundingClientRect());
    told.classList.toggle("leftward", own.left + own.right > whole.left + whole.right);
    told.classList.toggle("upward", cell.c >= 0);
    cell.td.append(told);
    // out from under what stays at the top
    const sentence = document.getElementById("verdict");
    const bottoms = [sentence, sentence?.closest(".strip")].map((one) => one?.getBoundingClientRect().bottom ?? 0);
    const covered = Math.max(...bottoms) - told.getBoundingClientRect().top;
    if (covered > 0) scrollBy(0, -covered);
    page.tell(told.textContent);
  }

  /** @param {number} g @param {number} c @param {number} t */
  function isOpen(g, c, t) {
    const open = data.alternatives[page.projection.recipe.based_on ?? "plan"]?.open;
    return c >= 0 && Boolean(open?.[g][c][Math.min(t, data.planYears - 1)]);
  }

  /**
   * Set cells to rates, as one step.
   * @param {[any, number][]} wanted
   * @param {string} name
   */
  function put(wanted, name) {
    const changes = wanted.flatMap(([{ g, c, t }, rate]) => members(g, c, t).map(([a, b, d]) => change(a, b, d, rate)));
    page.store.step(name, {
      recipe: closed(
        withCells(page.store.state.made.recipe, changes),
        wanted.map(([cell]) => cell),
      ),
    });
  }

  /** @param {number} g @param {number} c @param {number} t @param {number} rate @returns {Change} */
  const change = (g, c, t, rate) => ({
    groups: [data.groups[g].key],
    components: [data.components[c].key],
    years: [page.projection.years[t]],
    set: rate,
  });

  /**
   * Add points to cells.
   * @param {any[]} cells
   * @param {number} by
   * @param {any} from
   * @param {boolean} live
   * @param {string} name
   */
  function add(cells, by, from, live, name) {
    const before = page.projectedOf(from);
    const changes = cells.flatMap(({ g, c, t }) =>
      members(g, c, t).map(([a, b, d]) => {
        const rate = before.growth[a][b][d];
        return change(a, b, d, limited((Number.isNaN(rate) ? 0 : rate) + by));
      }),
    );
    const recipe = closed(withCells(from, changes), cells);
    if (live) page.store.live({ recipe });
    else page.store.step(page.t("step_drag", { name }), { recipe });
  }

  /**
   * Return a recipe with cells set; earlier changes of the same single cells give way.
   * @param {any} recipe
   * @param {Change[]} changes
   */
  function withCells(recipe, changes) {
    const keyOf = (/** @type {Change} */ one) => JSON.stringify([one.groups, one.components, one.years]);
    const keys = new Set(changes.map(keyOf));
    const kept = (recipe.growth ?? []).filter((/** @type {Change} */ one) => !keys.has(keyOf(one)));
    const all = [...kept, ...changes];
    return { ...recipe, growth: all };
  }

  /**
   * Let the open cells of the same groups and years follow, so that totals grow as the plan prints.
   * @param {any} recipe
   * @param {any[]} cells
   */
  function closed(recipe, cells) {
    if (!page.store.state.made.closing || !hasOpen) return recipe;
    const now = page.projectedOf(recipe);
    const open = now.growth.map((/** @type {any} */ group, /** @type {number} */ g) =>
      group.map((/** @type {any} */ path, /** @type {number} */ c) =>
        path.map((/** @type {any} */ _, /** @type {number} */ t) => (touches(g, t) && wasOpen(g, c, t) ? 1 : 0)),
      ),
    );
    function touches(/** @type {number} */ g, /** @type {number} */ t) {
      return (
        cells.some((cell) => cell.g === g && t >= cell.t) &&
        data.table.totals[g][t] !== null &&
        data.table.totals[g][t] !== undefined
      );
    }
    function wasOpen(/** @type {number} */ g, /** @type {number} */ c, /** @type {number} */ t) {
      return (
        data.alternatives.plan.open[g][c][Math.min(t, data.planYears - 1)] &&
        !cells.some((cell) => cell.g === g && cell.t === t && cell.c === c)
      );
    }
    const totals = now.growth.map((/** @type {any} */ group, /** @type {number} */ g) =>
      group[0].map((/** @type {any} */ _, /** @type {number} */ t) => data.table.totals[g][t] ?? NaN),
    );
    const found = closedToTotal(baseOf(data, recipe), now.growth, open, totals);
    const follow = open.flatMap((/** @type {any} */ group, /** @type {number} */ g) =>
      group.flatMap((/** @type {any} */ path, /** @type {number} */ c) =>
        path.flatMap((/** @type {number} */ is, /** @type {number} */ t) =>
          is && Number.isFinite(found.growth[g][c][t]) && Math.abs(found.growth[g][c][t]) < 1
            ? [change(g, c, t, found.growth[g][c][t])]
            : [],
        ),
      ),
    );
    return withCells(recipe, follow);
  }

  /** @param {any} cell @param {number} way */
  function move(cell, way) {
    const at = built.cells.findIndex((one) => one === cell);
    const next = built.cells
      .slice(way > 0 ? at + 1 : 0, way > 0 ? undefined : at)
      .filter((one) => one.input && one.g === cell.g && one.t === cell.t);
    (way > 0 ? next[0] : next[next.length - 1])?.input.focus();
  }

  /** @param {boolean} right To the years that follow, else to the components below. */
  function fill(right) {
    if (!focused) return page.tell(page.t("choose_cell"));
    const { g, c, t, name } = focused;
    const from = members(g, c, t).map(([a, b, d]) => rateOf(a, b, d));
    if (!from.every(Number.isFinite)) return;
    const cells = built.cells.filter(
      (one) =>
        one.input &&
        one.g === g &&
        one.c >= 0 &&
        (right ? one.t > t && (c < 0 || one.c === c) : one.t === t && one.c > c),
    );
    if (!cells.length) return;
    const wanted = cells.map((one) => /** @type {[any, number]} */ ([one, right && c < 0 ? from[one.c] : from[0]]));
    // the cell is no longer marked once a button was pressed
    const said = page.t(right ? "filled_right" : "filled_down", { name });
    put(wanted, said);
    page.tell(said);
  }

  /** @param {any} cell @param {string} text */
  function paste(cell, text) {
    const rows = text
      .replace(/\r/g, "")
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => line.split("\t"));
    /** @type {[any, number][]} */
    const wanted = [];
    const width = page.projection.years.length;
    for (const [down, row] of rows.entries()) {
      for (const [right, came] of row.entries()) {
        const column = cell.g * width + cell.t + right;
        const to = built.cells.find(
          (one) => one.input && one.c === (cell.c < 0 ? down - 1 : cell.c + down) && one.g * width + one.t === column,
        );
        // what is blank leaves the cell as it is
        if (!came.trim()) continue;
        if (!to) return refuse(cell, page.t("paste_outside"));
        const rate = typedRate(came);
        if (rate === null) return refuse(cell, came);
        wanted.push([to, rate]);
      }
    }
    delete cell.input.dataset.typing;
    accept();
    if (!wanted.length) return;
    put(wanted, page.t("step_paste", { count: wanted.length }));
  }

  return {
    box,
    render(isLive = false) {
      if (!isLive) measure();
      if (built.key !== keyNow()) build();
      closing.checked = page.store.state.made.closing;
      for (const cell of built.cells) cell.render();
    },
    accept,
  };
}

/** @param {Page} page */
function bearerList(page) {
  const { groups, ratio } = page.data;
  page.borne ??= groups[ratio ? ratio.below : 0].key;
  return h(
    "select",
    { id: "bearer", onchange: (/** @type {any} */ event) => (page.borne = event.target.value) },
    groups.map((/** @type {any} */ group) =>
      h("option", { value: group.key, selected: group.key === page.borne }, page.say(group.short)),
    ),
  );
}

/**
 * Return the list from which is chosen whether all components of the group bear a target, or one.
 * @param {Page} page
 */
function partList(page) {
  const { components } = page.data;
  if (components.length < 2) return null;
  return h(
    "select",
    {
      id: "bearing-part",
      "aria-label": page.t("borne_part"),
      onchange: (/** @type {any} */ event) => (page.borneBy = event.target.value),
    },
    h("option", { value: "" }, page.t("all_components")),
    components.map((/** @type {any} */ part) =>
      h("option", { value: part.key, selected: part.key === page.borneBy }, page.say(part.label)),
    ),
  );
}
