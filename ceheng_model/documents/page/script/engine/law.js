// @ts-check
/** Build the joint law of what growth strays by, and the shocks of one block: once for all scenarios on one base. */

import { DIMENSIONS, DRAWS, cellsOf, normalsOf, stretchesOf } from "./points.js";

const PIVOT = 1e-12;
const DEPENDENT = 1e-6;
const SAME = 1e-12;

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Projection} Projection */
/** @typedef {{shocks: Float64Array[][], common: Float64Array[], own: Float64Array[], years: number, size: number}} Law */

/**
 * Return the lower-triangular factor of a covariance, of a singular one too.
 * @param {ArrayLike<number>[]} covariance
 * @returns {Float64Array[]}
 */
export function semidefiniteFactor(covariance) {
  const size = covariance.length;
  const factor = Array.from({ length: size }, () => new Float64Array(size));
  for (let j = 0; j < size; j += 1) {
    let pivot = covariance[j][j];
    for (let k = 0; k < j; k += 1) pivot -= factor[j][k] * factor[j][k];
    if (!(pivot > PIVOT * covariance[j][j])) continue;
    const root = Math.sqrt(pivot);
    factor[j][j] = root;
    for (let i = j + 1; i < size; i += 1) {
      let rest = covariance[i][j];
      for (let k = 0; k < j; k += 1) rest -= factor[i][k] * factor[j][k];
      factor[i][j] = rest / root;
    }
  }
  return factor;
}

/**
 * Return whose growth in which year is the average of the series it follows: by year, then by cell.
 * @param {Data} data
 * @param {Projection} projection
 */
export function marksOf(data, projection) {
  const { trends } = data.draws;
  return projection.years.map((_, t) =>
    projection.growth.flatMap((group, g) =>
      group.map((path, c) => trends[g][c] !== null && Math.abs(path[t] - trends[g][c]) <= SAME),
    ),
  );
}

/** @param {number | null} freedom */
const meanSquare = (freedom) => (freedom === null || freedom <= 2 ? 1 : freedom / (freedom - 2));

/**
 * Return the law and the shocks.
 * @param {Data} data
 * @param {number} years
 * @param {number[][]} base
 * @param {boolean[][]} marks
 * @param {number[]} series Which compared series are drawn, in order of first use.
 */
export function lawOf(data, years, base, marks, series) {
  const { draws } = data;
  const cells = base.length * base[0].length;
  const variables = [...Array(cells).keys(), ...series.map((s) => cells + s)];
  const size = variables.length;
  const flags = marks.map((row, t) => [...row, ...series.map((s) => Boolean(draws.grownOn[t]?.[s]))]);
  const decay = (/** @type {number} */ apart) => (apart ? Math.pow(draws.persistence, apart) : 1);
  const rows = years * size;
  const common = Array.from({ length: rows }, () => new Float64Array(rows));
  const own = Array.from({ length: rows }, () => new Float64Array(rows));
  let isDependent = draws.persistence !== 0;
  for (let s = 0; s < years; s += 1) {
    for (let t = 0; t < years; t += 1) {
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          const [a, b] = [variables[i], variables[j]];
          let value = decay(Math.abs(s - t)) * draws.common[a][b];
          if (flags[s][i] && flags[t][j]) {
            value += draws.means[a][b];
            if (s !== t && draws.means[a][b]) isDependent = true;
          }
          common[s * size + i][t * size + j] = value;
          if (i < cells && j < cells) own[s * size + i][t * size + j] = decay(Math.abs(s - t)) * draws.own[i][j];
        }
      }
    }
  }
  const isApart =
    draws.own.some((/** @type {number[]} */ row) => row.some(Boolean)) &&
    !(draws.freedom === null && draws.ownFreedom === null);
  const covariance = isApart ? common : common.map((row, i) => row.map((value, j) => value + own[i][j]));
  const factor = yearFactor(covariance, years, size, isDependent);
  const loading = isApart ? loadingOf(draws.own) : [];
  const shocks = shocksOf(draws, { years, size, cells, factor, loading, base });
  return {
    years,
    size,
    cells,
    series,
    shocks,
    common,
    own,
    square: meanSquare(draws.freedom),
    ownSquare: meanSquare(draws.ownFreedom),
    isDependent,
  };
}

/**
 * @param {Float64Array[]} covariance
 * @param {number} years
 * @param {number} size
 * @param {boolean} isDependent
 */
function yearFactor(covariance, years, size, isDependent) {
  if (isDependent) return semidefiniteFactor(covariance);
  const factor = covariance.map((row) => new Float64Array(row.length));
  for (let t = 0; t < years; t += 1) {
    const block = covariance.slice(t * size, (t + 1) * size).map((row) => row.subarray(t * size, (t + 1) * size));
    semidefiniteFactor(block).forEach((row, i) => factor[t * size + i].set(row, t * size));
  }
  return factor;
}

/** @param {number[][]} covariance */
function loadingOf(covariance) {
  const factor = semidefiniteFactor(covariance);
  const moving = covariance.map((_, j) => j).filter((j) => factor.some((row) => row[j] !== 0));
  return factor.map((row) => moving.map((j) => row[j]));
}

/**
 * @param {any} draws
 * @param {{years: number, size: number, cells: number, factor: Float64Array[], loading: number[][], base: number[][]}} law
 */
function shocksOf(draws, { years, size, cells, factor, loading, base }) {
  const ownCount = loading[0]?.length ?? 0;
  const width = size + ownCount;
  const count = years * width;
  // rows of the whole factor: the normals of a year are the common ones, then the region's own
  const whole = factor.map((row, at) => {
    const [s, i] = [Math.floor(at / size), at % size];
    const wide = new Float64Array(count);
    for (let t = 0; t <= s; t += 1) {
      wide.set(row.subarray(t * size, (t + 1) * size), t * width);
      for (let k = 0; k < ownCount && i < cells; k += 1) {
        const persistence = Math.pow(draws.persistence, s - t) * (t ? Math.sqrt(1 - draws.persistence ** 2) : 1);
        wide[t * width + size + k] = (s === t || draws.persistence ? persistence : 0) * loading[i][k];
      }
    }
    return wide;
  });
  const order = orderOf(whole, { years, width, size, cells });
  const reflections = reflectionsTo(directionsOf(whole, base, { years, size, count }), order);
  const stretched = [draws.freedom, ownCount ? draws.ownFreedom : null];
  const first = stretched.filter((freedom) => freedom !== null).length;
  const { cells: points, places } = cellsOf(draws, first + order.length);
  let at = 0;
  const [scale, ownScale] = stretched.map((freedom) => {
    if (freedom === null) return null;
    const found = stretchesOf(points[at], places[at], freedom);
    at += 1;
    return found;
  });
  /** @type {Float64Array[]} */
  const normals = Array.from({ length: count }, () => new Float64Array(0));
  order.forEach((row, k) => {
    normals[row] = normalsOf(points[first + k], places[first + k]);
  });
  for (let k = 0; k < count; k += 1) if (!normals[k].length) normals[k] = new Float64Array(DRAWS);
  reflected(normals, reflections);
  if (ownCount) {
    const ratio = new Float64Array(DRAWS);
    for (let k = 0; k < DRAWS; k += 1) ratio[k] = (ownScale ? ownScale[k] : 1) / (scale ? scale[k] : 1);
    for (let t = 0; t < years; t += 1) {
      for (let k = 0; k < ownCount; k += 1) {
        const row = normals[t * width + size + k];
        for (let n = 0; n < DRAWS; n += 1) row[n] *= ratio[n];
      }
    }
  }
  return Array.from({ length: years }, (_, t) =>
    Array.from({ length: size }, (_, i) => {
      const shock = new Float64Array(DRAWS);
      const row = whole[t * size + i];
      row.forEach((weight, j) => {
        if (weight) for (let n = 0, own = normals[j]; n < DRAWS; n += 1) shock[n] += weight * own[n];
      });
      if (scale) for (let n = 0; n < DRAWS; n += 1) shock[n] *= scale[n];
      return shock;
    }),
  );
}

/**
 * Return which normals have a dimension, in the order of their dimensions: cells, the region's own, compared series.
 * @param {Float64Array[]} whole
 * @param {{years: number, width: number, size: number, cells: number}} shape
 */
function orderOf(whole, { years, width, size, cells }) {
  const order = [];
  for (const [from, to] of [
    [0, cells],
    [size, width],
    [cells, size],
  ]) {
    for (let t = 0; t < years; t += 1) for (let k = from; k < to; k += 1) order.push(t * width + k);
  }
  return order.filter((j) => whole.some((row) => row[j] !== 0));
}

/**
 * Return what matters most: the totals of all years together, then those without the last year, and so on.
 * @param {Float64Array[]} whole
 * @param {number[][]} base
 * @param {{years: number, size: number, count: number}} shape
 */
function directionsOf(whole, base, { years, size, count }) {
  const parts = base[0].length;
  /** @type {Float64Array[][]} */
  const byYear = [];
  for (let t = 0; t < years; t += 1) {
    byYear.push(
      base.map((levels, g) => {
        const moved = t ? byYear[t - 1][g].slice() : new Float64Array(count);
        levels.forEach((level, c) => {
          whole[t * size + g * parts + c].forEach((weight, j) => {
            moved[j] += level * weight;
          });
        });
        return moved;
      }),
    );
  }
  return byYear.reverse().flat().slice(0, DIMENSIONS);
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function dot(a, b) {
  let product = 0;
  for (let k = 0; k < a.length; k += 1) product += a[k] * b[k];
  return product;
}

/** @param {ArrayLike<number>} a */
const length = (a) => Math.sqrt(dot(a, a));

/**
 * Return reflections that lead the axes, in their order, to what is left of the directions.
 * @param {Float64Array[]} directions
 * @param {number[]} order
 */
function reflectionsTo(directions, order) {
  /** @type {Float64Array[]} */
  const found = [];
  for (const direction of directions) {
    const rest = direction.slice();
    for (let again = 0; again < 2; again += 1) {
      for (const before of found) {
        const along = dot(before, rest);
        for (let k = 0; k < rest.length; k += 1) rest[k] -= along * before[k];
      }
    }
    const left = length(rest);
    if (left > DEPENDENT * length(direction)) found.push(rest.map((value) => value / left));
  }
  /** @type {Float64Array[]} */
  const vectors = [];
  found.forEach((direction, k) => {
    const left = direction.slice();
    for (const vector of vectors) {
      const twice = 2 * dot(vector, left);
      for (let n = 0; n < left.length; n += 1) left[n] -= twice * vector[n];
    }
    left[order[k]] += left[order[k]] < 0 ? -1 : 1;
    const size = length(left);
    vectors.push(left.map((value) => value / size));
  });
  return vectors;
}

/**
 * Multiply columns by the reflections, the last one first, in place.
 * @param {Float64Array[]} rows
 * @param {Float64Array[]} vectors
 */
function reflected(rows, vectors) {
  const along = new Float64Array(DRAWS);
  for (const vector of vectors.slice().reverse()) {
    along.fill(0);
    vector.forEach((weight, j) => {
      if (weight) for (let n = 0, row = rows[j]; n < DRAWS; n += 1) along[n] += weight * row[n];
    });
    vector.forEach((weight, j) => {
      if (weight) for (let n = 0, row = rows[j], twice = 2 * weight; n < DRAWS; n += 1) row[n] -= twice * along[n];
    });
  }
}

/**
 * Return growth so moved that dependence between years leaves the mean of its product as it was.
 * @param {number[][]} growth By variable and year.
 * @param {any} law
 * @param {number} start Where the variables begin.
 */
export function preserving(growth, law, start) {
  if (!law.isDependent) return growth;
  const { size, common, own, square, ownSquare } = law;
  return growth.map((path, n) =>
    path.map((rate, t) => {
      const factor = (/** @type {number} */ s) => (1 + path[s] > 0 ? 1 + path[s] : Infinity);
      let drift = 0;
      for (let s = 0; s < t; s += 1) {
        const [i, j] = [s * size + start + n, t * size + start + n];
        drift += (square * common[i][j] + ownSquare * own[i][j]) / (factor(s) * factor(t));
      }
      return rate + (1 + rate) * Math.expm1(-drift);
    }),
  );
}
