// @ts-check
/**
 * The shapes of what the page is made from and of what its engine gives.
 *
 * @typedef {string[]} Told Chinese, and English where it differs.
 * @typedef {number | any[]} Node Arithmetic that is still to be done: a number, or a list led by an operation.
 * @typedef {[number, Node | null, any[] | null]} Term A factor, a known figure, an income.
 * @typedef {{sigma?: number, shift?: number, points?: number[][], line?: number, inverted?: boolean,
 *   start: number, scale: number}} Curve
 * @typedef {{above: Term[], below: Term[] | null, root: number, shift: number, curve: Curve | null}} Quotient
 * @typedef {{year: number, own: Quotient, other: Quotient | null}} Form
 * @typedef {{kind: string, values: number[], better: "up" | "down", strict: boolean, open: boolean, ends: number[],
 *   closed: boolean, accepted: number, acceptedClosed: boolean, aim: number, bound: number,
 *   tellsRounding: boolean, dropped?: boolean, printed?: string}} Wording
 * @typedef {{group: number, component: number, after: number, growth: Node, bound: Node}} Needed
 * @typedef {{id: string, label: Told, words: Told, place: Told, headline: boolean, force: Told | null,
 *   wording: Wording, printed: string, told: Told, quantity: string, unit: string, decimals: number,
 *   better: "up" | "down", group: string, component: string, first: number, last: number, needed_years: number[],
 *   always_missing: boolean, missing: Told | null, circular: number[], spread: boolean, onBase: boolean, notes: Told[], everybody?: boolean, without?: number[],
 *   forms?: Form[], uncertainty?: Node[], needed?: Needed[],
 *   ahead?: {group: number, other: number | null, level: number, was: boolean}, turned?: any,
 *   drawn?: {forms?: Form[], uncertainty?: Node[], missing: Told | null}}} Statement
 * @typedef {{groups?: string[], components?: string[], years?: number[], set?: number, add?: number,
 *   multiply?: number}} Change
 * @typedef {{id: string, title: any, group: string, component: string, amount?: number, periods?: number,
 *   recipients?: number, quantity?: number, price?: number, investment?: number, share?: number,
 *   present_share?: number, take_up?: number, residents: number | Record<string, number>, first_year: number,
 *   last_year?: number, cost?: string, words?: string, words_en?: string, place?: any}} Lever
 * @typedef {{format?: number, name?: any, description?: any, based_on?: string, last_year?: number,
 *   as_of?: number, shares?: Record<string, string>, base?: Record<string, number>, price_growth?: any, gdp_growth?: any, population?: any,
 *   distribution?: any, lever?: Lever[], growth?: Change[]}} Recipe
 * @typedef {{format: number, version: string, baseYear: number, planYears: number, lastYear: number,
 *   headlineYear: number, furthest: number, groups: any[], components: any[],
 *   ratio: {above: number, below: number, label: Told, short: Told} | null, bases: any, shares: Record<string, string>,
 *   alternatives: any, table: any, surroundings: any, measures: any[], start: Recipe, statements: Statement[],
 *   series: string[], draws: any, audit: any, texts: any, says: any, [more: string]: any}} Data
 * @typedef {{recipe: Recipe, years: number[], growth: number[][][], planned: number[][][], levels: number[][][],
 *   totals: number[][], ratio: number[] | null, rates: (number[] | null)[], price: number[] | null,
 *   gdp: number[] | null, people: number[][] | null, lacking: string[]}} Projection
 * @typedef {{level: (g: number, c: number, t: number) => number, published: (s: number, t: number, v: number) => number,
 *   gdp: (a: number, b: number) => number, prices: (a: number, b: number) => number,
 *   residents: (g: number, t: number) => number}} Figures
 * @typedef {"met" | "exceeded" | "missed" | "undecidable" | "not_judged"} Verdict
 * @typedef {{statement: Statement, verdict: Verdict, value: number, distance: number, uncertainty: number,
 *   missing: Told | null, byRounding: boolean,
 *   required: {group: number, component: number, growth: number, bound: number, present: number}[]}} Checked
 */
export {};
