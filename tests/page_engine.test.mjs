// Units of the page's engine that need no browser; run by `bash tests/run lint`.
import assert from "node:assert/strict";
import test from "node:test";

import { figureText, filled, fixed } from "../ceheng_model/documents/page/script/engine/digits.js";
import { semidefiniteFactor } from "../ceheng_model/documents/page/script/engine/law.js";
import { gammaQuantile, normalBelow, normalQuantile } from "../ceheng_model/documents/page/script/engine/quantiles.js";
import { closedToTotal, measureIncome, perPerson } from "../ceheng_model/documents/page/script/engine/scenario.js";
import { sideOf } from "../ceheng_model/documents/page/script/engine/verdicts.js";
import { typedRate } from "../ceheng_model/documents/page/script/ui/grid.js";
import { typedNumber } from "../ceheng_model/documents/page/script/ui/panels.js";
import { ticks } from "../ceheng_model/documents/page/script/ui/charts.js";

const near = (came, expected, room = 1e-12) =>
  assert.ok(Math.abs(came - expected) <= room, `${came} is not ${expected}`);

test("an exact half goes to the even digit, all else to the nearer one", () => {
  assert.deepEqual(
    [0.5, 1.5, 2.5, -2.5].map((value) => fixed(value, 0)),
    ["0", "2", "2", "-2"],
  );
  // 0.125 is exact, 0.285 lies below what it is written as
  assert.deepEqual([fixed(0.125, 2), fixed(0.285, 2)], ["0.12", "0.28"]);
});

test("figures have their unit, thousands and sign", () => {
  assert.equal(figureText(48594.81, "yuan"), "48,594.8");
  assert.equal(figureText(-0.0004, "percent", 1), "0.0%");
  assert.equal(figureText(0.0241, "points", 2, true), "+2.41");
  assert.equal(figureText(NaN, "ratio"), "–");
});

test("what is put into a text is not looked through for fields again", () => {
  assert.deepEqual(filled(["{a}和{b}", "{a} and {b}"], { a: "{b}", b: ["乙", "second"] }), [
    "{b}和乙",
    "{b} and second",
  ]);
});

test("quantiles are those of published tables", () => {
  near(normalQuantile(0.975), 1.959963984540054);
  near(normalBelow(1.959963984540054), 0.975);
  // chi-square with 7 degrees of freedom: 14.067 at 95 %; with 4: 0.711 at 5 %
  near(2 * gammaQuantile(3.5, 0.95, 3), 14.06714044934019, 1e-9);
  near(2 * gammaQuantile(2, 0.05, 1), 0.7107230213973241, 1e-9);
});

test("a singular covariance has a factor", () => {
  const factor = semidefiniteFactor([
    [4, 2, 0],
    [2, 1, 0],
    [0, 0, 0],
  ]);
  assert.deepEqual(
    factor.map((row) => [...row]),
    [
      [2, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
  );
});

test("open cells share the rate that gives the total", () => {
  // 8 % of 100 is 8; 10 % of 60 is 6, so that 2 are left for 40
  const { growth, rates } = closedToTotal([[60, 40]], [[[0.1], [0]]], [[[0], [1]]], [[0.08]]);
  near(rates[0][0], 0.05);
  near(growth[0][1][0], 0.05);
});

test("a measure pays recipients times amount times months over residents", () => {
  const measure = {
    id: "a",
    title: "a",
    group: "rural",
    component: "wages",
    recipients: 300,
    amount: 200,
    periods: 12,
    residents: 120000,
    first_year: 2023,
  };
  assert.equal(measureIncome(measure), 720000);
  assert.deepEqual(
    [2022, 2023].map((year) => perPerson(measure, year)),
    [0, 6],
  );
});

test("2.8 or so is met from 2.75 to below 2.85", () => {
  const wording = { better: "down", strict: false, open: false, closed: false, ends: [2.75, 2.8499999999999996] };
  assert.deepEqual(
    [3.12, 2.85, 2.8, 2.7].map((value) => sideOf(wording, value)),
    [-1, -1, 0, 1],
  );
});

test("rates are read as people type them", () => {
  assert.deepEqual(["12", "12%", "１２．５％", "-3", "100", "-100", "a", ""].map(typedRate), [
    0.12,
    0.12,
    0.125,
    -0.03,
    null,
    null,
    null,
    null,
  ]);
});

test("axes have round numbers", () => {
  assert.deepEqual(ticks(9500, 50500), [10000, 20000, 30000, 40000, 50000]);
});

test("numbers are read as people write them, with their unit", () => {
  const read = { "12,000": 12000, "1.2万": 12000, "1.2万元": 12000, "３００人": 300, "2024年": 2024, "-5": -5 };
  for (const [text, value] of Object.entries(read)) assert.equal(typedNumber(text), value);
  for (const text of ["", "元", "万", "12个", "1e3", "12元元"]) assert.ok(Number.isNaN(typedNumber(text)), text);
});
