// @ts-check
/** Draw lines, bands and bars as SVG from finished numbers; what is no number is left out. */

import { s } from "./elements.js";

/** @typedef {{name: string, values: number[], kind: string, text: (value: number) => string}} Line */
/** @typedef {{line: number, t: number, value: number, text: string, met: boolean}} Mark */
/** @typedef {{years: number[], lines: Line[], ghosts: number[][], marks: Mark[],
 *   label: string, width: number, height: number, bands?: number[][][], letters?: number, yearText: (year: number) => string}} Chart */

export const TONES = ["a", "b", "c", "d", "e", "f"];
/** What an axis spans at least: less would make noise of rounding. @type {Record<string, number>} */
const LEAST = { percent: 0.02, ratio: 0.04 };
const LEFT = 58;
/** Height of letters for which margins are made. */
const LETTERS = 12;
/** What a year takes of an axis with such letters. */
const YEAR = 38;
/** The part of a chart that names at the ends of lines take at most, where they can be broken to fit it. */
const NAMES = 0.3;
const TOP = 12;
const BOTTOM = 26;
/** From one row of a name to the next. */
const ROW = 16;

/**
 * Return round numbers over a range, some five of them.
 * @param {number} low
 * @param {number} high
 * @param {number} [count]
 */
export function ticks(low, high, count = 4) {
  const step = 10 ** Math.floor(Math.log10((high - low) / count || 1));
  const wide = [1, 2, 5, 10].map((times) => times * step).find((one) => (high - low) / one <= count + 1) ?? step;
  const first = Math.ceil(low / wide - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / wide + 1e-9) - first + 1) }, (_, k) => (first + k) * wide);
}

/**
 * Return about how wide a text is drawn, Chinese signs as squares.
 * @param {string} text
 */
export function widthOf(text) {
  return [...text].reduce((wide, sign) => wide + (sign > "\u2e7f" ? 12.4 : 7), 0);
}

/**
 * Return the range of some numbers with a little room.
 * @param {number[]} values
 * @param {number} [least] What it spans at least.
 */
export function rangeOf(values, least = 0) {
  const finite = values.filter(Number.isFinite);
  if (!finite.length) return [0, 1];
  let [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (high - low < least) [low, high] = [(low + high - least) / 2, (low + high + least) / 2];
  const room = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1;
  return [low - room, high + room];
}

/**
 * Return a chart of lines by year, each named at its end.
 * @param {Chart} chart
 */
export function lineChart(chart) {
  const { years, lines, ghosts, marks, width, height } = chart;
  const size = (chart.letters ?? LETTERS) / LETTERS;
  const left = LEFT * size;
  const bottom = BOTTOM * size;
  const names = lines.map(({ name, values, text }) =>
    broken(name, text(values[values.length - 1]), (width * NAMES - 14) / size),
  );
  const right = Math.min(width * 0.5, (Math.max(60, ...names.flat().map(widthOf)) + 6) * size + 8);
  const bands = (chart.bands ?? []).flat(2);
  const [low, high] = rangeOf(
    [...lines.flatMap(({ values }) => values), ...ghosts.flat(), ...marks.map(({ value }) => value), ...bands],
    LEAST[lines[0]?.kind] ?? 0,
  );
  const x = (/** @type {number} */ t) => left + ((width - left - right) * t) / Math.max(1, years.length - 1);
  const y = (/** @type {number} */ value) => TOP + ((height - TOP - bottom) * (high - value)) / (high - low || 1);
  const path = (/** @type {number[]} */ values) => {
    let open = false;
    return values
      .map((value, t) => {
        if (!Number.isFinite(value)) return ((open = false), "");
        const step = `${open ? "L" : "M"}${x(t).toFixed(1)},${y(value).toFixed(1)}`;
        open = true;
        return step;
      })
      .join("");
  };
  const every = Math.max(1, Math.ceil(((years.length - 1) * YEAR * size) / Math.max(YEAR, width - left - right)));
  const svg = s(
    "svg",
    { role: "img", "aria-label": chart.label, width, height, viewBox: `0 0 ${width} ${height}`, class: "chart" },
    ticks(low, high).map((value) => [
      s("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      s(
        "text",
        { class: "tick", x: left - 6, y: y(value) + 4, "text-anchor": "end" },
        lines[0] ? lines[0].text(value) : value,
      ),
    ]),
    years.map((year, t) =>
      (t % every === 0 || t === years.length - 1) && (t === years.length - 1 || years.length - 1 - t >= every)
        ? s("text", { class: "tick", x: x(t), y: height - 6, "text-anchor": "middle" }, chart.yearText(year))
        : null,
    ),
    (chart.bands ?? []).map(([lower, upper], k) =>
      s("path", { class: `band band-${k}`, d: areaPath(lower, upper, x, y) }),
    ),
    ghosts.map((values) => s("path", { class: "ghost", d: path(values) })),
    lines.map(({ values }, k) => s("path", { class: `line tone-${TONES[k % TONES.length]}`, d: path(values) })),
    marks.map(({ t, value, text, met, line }) =>
      Number.isFinite(value)
        ? s(
            "path",
            { class: `mark ${met ? "met" : "missed"} tone-${TONES[line % TONES.length]}`, d: diamond(x(t), y(value)) },
            s("title", {}, text),
          )
        : null,
    ),
    ends(lines, names, y, [TOP * size, height - bottom - 5 * size], ROW * size).map(({ at, k }) =>
      names[k].map((text, row) =>
        s(
          "text",
          { class: `end tone-${TONES[k % TONES.length]}`, x: width - right + 8, y: at + 4 + row * ROW * size },
          fitted(text, (right - 8) / size),
        ),
      ),
    ),
  );
  return svg;
}

/**
 * @param {number[]} lower
 * @param {number[]} upper
 * @param {(t: number) => number} x
 * @param {(value: number) => number} y
 */
function areaPath(lower, upper, x, y) {
  if (![...lower, ...upper].every(Number.isFinite)) return "";
  const points = [...upper.map((value, t) => [x(t), y(value)]), ...lower.map((value, t) => [x(t), y(value)]).reverse()];
  return `M${points.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join("L")}Z`;
}

/** @param {number} x @param {number} y */
function diamond(x, y) {
  return `M${x - 5},${y}L${x},${y - 5}L${x + 5},${y}L${x},${y + 5}Z`;
}

/**
 * Return a name with what belongs to it in as many lines as it needs; a word that is wider than the room stays whole.
 * @param {string} name
 * @param {string} value
 * @param {number} room
 */
function broken(name, value, room) {
  /** @type {string[]} */
  const rows = [];
  for (const word of [...name.split(" "), value]) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= room) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}

/**
 * Return where names begin at the ends of lines, moved apart where they would meet.
 * @param {Line[]} lines
 * @param {string[][]} names The rows of each.
 * @param {(value: number) => number} y
 * @param {number[]} between What the rows stay between.
 * @param {number} apart From one row to the next.
 */
function ends(lines, names, y, [highest, lowest], apart) {
  const high = (/** @type {number} */ k) => names[k].length * apart;
  const found = lines
    .map(({ values }, k) => ({ k, at: y(values[values.length - 1]) - ((names[k].length - 1) * apart) / 2 }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => one.at - other.at);
  let ceiling = highest;
  for (const one of found) {
    one.at = Math.max(one.at, ceiling);
    ceiling = one.at + high(one.k);
  }
  // those that were pushed below the axis go up again, and push those above them
  let floor = lowest + apart;
  for (const one of found.slice().reverse()) {
    one.at = Math.min(one.at, floor - high(one.k));
    floor = one.at;
  }
  return found;
}

/**
 * Return steps from one number to another, one below the other.
 * @param {{name: string, value: number, text: string, isWhole: boolean}[]} steps
 * @param {number} width
 */
export function waterfall(steps, width) {
  const beside = Math.min(330, width * 0.42);
  // where a name has no room beside its step, it stands above
  const isAbove = steps.some(({ name }) => widthOf(name) > beside - 12);
  const head = isAbove ? 18 : 0;
  const row = head + 26;
  const named = isAbove ? 4 : beside;
  const tail = 90;
  let at = 0;
  const bars = steps.map((step) => {
    const from = step.isWhole ? 0 : at;
    at = step.isWhole ? step.value : at + step.value;
    return { ...step, from, to: at };
  });
  const inner = bars.flatMap(({ from, to, isWhole }) => (isWhole ? [to] : [from, to]));
  const [low, high] = rangeOf(inner);
  const x = (/** @type {number} */ value) =>
    named + ((width - named - tail) * (Math.max(value, low) - low)) / (high - low || 1);
  return s(
    "svg",
    {
      role: "img",
      "aria-label": steps.map(({ name, text }) => `${name} ${text}`).join("; "),
      width,
      height: bars.length * row + 6,
      class: "chart",
    },
    bars.map(({ name, text, from, to, isWhole }, k) => {
      const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
      return [
        s(
          "text",
          isAbove
            ? { class: "tick", x: 0, y: k * row + 16 }
            : { class: "tick", x: named - 8, y: k * row + 19, "text-anchor": "end" },
          fitted(name, isAbove ? width : named - 12),
        ),
        // the axis does not begin at nothing: a whole is a mark, not a bar
        s("rect", {
          class: isWhole ? "whole" : to < from ? "down" : "up",
          x: isWhole ? x(to) - 2 : left,
          y: k * row + head + 6,
          width: isWhole ? 4 : Math.max(1, right - left),
          height: row - head - 8,
        }),
        s("text", { class: "tick", x: (isWhole ? x(to) : right) + 7, y: k * row + head + 19 }, text),
      ];
    }),
  );
}

/**
 * Return a text, cut where it is wider than the room.
 * @param {string} text
 * @param {number} room
 */
function fitted(text, room) {
  if (widthOf(text) <= room) return text;
  const signs = [...text];
  while (signs.length > 1 && widthOf(`${signs.join("")}…`) > room) signs.pop();
  return `${signs.join("").trim()}…`;
}

/**
 * Return a small chart of one path beside the plan's, for a shelf.
 * @param {number[]} values
 * @param {number[]} ghost
 * @param {string} label
 */
export function thumbnail(values, ghost, label) {
  const [low, high] = rangeOf([...values, ...ghost]);
  const path = (/** @type {number[]} */ one) =>
    one.every(Number.isFinite)
      ? `M${one.map((value, t) => `${(6 + (128 * t) / Math.max(1, one.length - 1)).toFixed(1)},${(6 + (48 * (high - value)) / (high - low || 1)).toFixed(1)}`).join("L")}`
      : "";
  return s(
    "svg",
    { role: "img", "aria-label": label, width: 140, height: 60, class: "chart" },
    s("path", { class: "ghost", d: path(ghost) }),
    s("path", { class: "line tone-b", d: path(values) }),
  );
}
