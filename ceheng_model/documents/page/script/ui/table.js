// @ts-check
/** Show a table, and save it. */

import { h } from "./elements.js";
import { saveCsv } from "./files.js";

/** @typedef {import("./page.js").Page} Page */

/** Letters up to which what stands in a cell keeps to one line. */
const SHORT = 12;

/**
 * Return a table in a frame that scrolls, and a button that saves it as CSV.
 * @param {Page} page
 * @param {string} title
 * @param {any[]} head
 * @param {any[][]} rows
 * @param {"numbers" | "texts"} [kind] Of texts each row stands by itself where there is little room.
 * @param {boolean[]} [words] Which columns hold words, among numbers.
 */
export function table(page, title, head, rows, kind = "numbers", words = []) {
  const text = (/** @type {any} */ cell) => (cell?.nodeType ? cell.textContent : String(cell ?? ""));
  const save = h(
    "button",
    {
      type: "button",
      class: "small",
      onclick: () =>
        saveCsv(
          page,
          title,
          [head, ...rows].map((row) => row.map(text)),
        ),
    },
    page.t("csv"),
  );
  return h(
    "div",
    { class: `table ${kind}` },
    h("div", { class: "tools" }, h("h2", {}, title), save),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": title },
      h(
        "table",
        {},
        h("caption", { class: "unseen" }, title),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head.map((one, k) => h("th", { scope: "col", class: words[k] ? "words" : null }, one)),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map((row) =>
            h(
              "tr",
              {},
              row.map((cell, k) =>
                k
                  ? h(
                      "td",
                      {
                        class: `${lengthOf(text(cell))}${words[k] ? " words" : ""}`,
                        "data-name": kind === "texts" ? head[k] : null,
                      },
                      cell,
                    )
                  : h("th", { scope: "row" }, cell),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {string} text */
const lengthOf = (text) => ("–".startsWith(text) ? "none" : [...text].length > SHORT ? "long" : "short");
