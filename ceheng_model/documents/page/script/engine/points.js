// @ts-check
/** Make the library's Sobol' points of one block: the same generator, scramble and shift, quantiles and order. */

import { gammaQuantile, normalQuantile } from "./quantiles.js";

export const DRAWS = 8192;
const DIGITS = 13;
export const DIMENSIONS = 48;
const PLACES = 19;
const WORD = (1n << 128n) - 1n;
const HALF = (1n << 64n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** Numbers of 32 digits from PCG64, the lower half of each draw first. */
export class Generator {
  /**
   * @param {string} state
   * @param {string} increment
   */
  constructor(state, increment) {
    this.state = BigInt(`0x${state}`);
    this.increment = BigInt(`0x${increment}`);
    /** @type {number | null} */
    this.kept = null;
  }

  next() {
    if (this.kept !== null) {
      const kept = this.kept;
      this.kept = null;
      return kept;
    }
    this.state = (this.state * MULTIPLIER + this.increment) & WORD;
    const turn = this.state >> 122n;
    const mixed = (this.state >> 64n) ^ (this.state & HALF);
    const drawn = ((mixed >> turn) | (mixed << (64n - turn))) & HALF;
    this.kept = Number(drawn >> 32n);
    return Number(drawn & 0xffffffffn);
  }
}

/** @param {number} drawn */
const placeOf = (drawn) => ((drawn & (2 ** PLACES - 1)) + 0.5) / 2 ** PLACES;

/**
 * Return the cells of the points in every dimension, and their places in them.
 * @param {{state: string, increment: string, directions: string}} draws
 * @param {number} dimensions
 */
export function cellsOf(draws, dimensions) {
  const generator = new Generator(draws.state, draws.increment);
  const even = Math.min(dimensions, DIMENSIONS);
  const drawn = Array.from({ length: even }, () => Array.from({ length: DIGITS + 1 }, () => generator.next()));
  const cells = drawn.map((numbers, d) => scrambled(draws.directions, d, numbers));
  const places = drawn.map((numbers) => placeOf(numbers[DIGITS]));
  for (let d = even; d < dimensions; d += 1) {
    places.push(placeOf(generator.next()));
    const own = new Uint16Array(DRAWS);
    for (let k = 0; k < DRAWS; k += 2) {
      const pair = generator.next();
      own[k] = pair & (DRAWS - 1);
      own[k + 1] = (pair >>> 16) & (DRAWS - 1);
    }
    cells.push(own);
  }
  // places of further dimensions are drawn row by row with their cells
  return { cells, places };
}

/**
 * @param {string} directions
 * @param {number} d
 * @param {number[]} drawn
 */
function scrambled(directions, d, drawn) {
  const cells = new Uint16Array(DRAWS);
  cells[0] = drawn[DIGITS] >>> PLACES;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const at = 4 * (d * DIGITS + digit);
    const number = parseInt(directions.slice(at, at + 4), 16);
    let mixed = 0;
    for (let i = 0; i < DIGITS; i += 1) {
      const top = 1 << (DIGITS - 1 - i);
      if (number & top) mixed ^= (drawn[i] & (top - 1)) | top;
    }
    const done = 1 << digit;
    for (let k = 0; k < done; k += 1) cells[done + k] = cells[k] ^ mixed;
  }
  return cells;
}

/**
 * Return the normals of a dimension's points.
 * @param {Uint16Array} cells
 * @param {number} place
 */
export function normalsOf(cells, place) {
  const table = new Float64Array(DRAWS);
  for (let k = 0; k < DRAWS; k += 1) table[k] = normalQuantile((k + place) / DRAWS);
  const normals = new Float64Array(DRAWS);
  for (let k = 0; k < DRAWS; k += 1) normals[k] = table[cells[k]];
  return normals;
}

/**
 * Return by how much each draw stretches a spread that is estimated with so many degrees of freedom.
 * @param {Uint16Array} cells
 * @param {number} place
 * @param {number} freedom
 */
export function stretchesOf(cells, place, freedom) {
  const table = new Float64Array(DRAWS);
  let guess = freedom / 8;
  for (let k = 0; k < DRAWS; k += 1) {
    guess = gammaQuantile(freedom / 2, (k + place) / DRAWS, guess);
    table[k] = Math.sqrt(freedom / (2 * guess));
  }
  return Float64Array.from(cells, (cell) => table[cell]);
}
