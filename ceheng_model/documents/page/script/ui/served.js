// @ts-check
/** Ask the server of a served page for what needs Python: reading files, writing documents; without one, say so. */

import { partsLeft, readRecipe } from "../engine/recipe.js";
import { h } from "./elements.js";
import { download, fileName, openScenario } from "./files.js";
import { table } from "./table.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../engine/types.js").Told} Told */
/** @typedef {{title: Told, words: boolean[], rows: string[][][]}} Sheet */
/** @typedef {{ending: string, content: string, published?: string, region?: string, confirm?: boolean}} Sent */
/** @typedef {{key: string, more: string, endings?: string[], needs?: boolean}} Document */

const MOST_FILE = 5_000_000;
const REFUSED = 403;
const SCENARIOS = ".json,.toml,.xlsx,.xlsm";
const TABLES = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods";
const PAPERS = ["docx", "html"];
const LENGTHS = ["page", "brief", "full"];
/** What stands at the head and foot of a paper, and what its field is called. @type {["to" | "signed" | "day", string][]} */
const LETTERHEAD = [
  ["to", "paper_to"],
  ["signed", "paper_signed"],
  ["day", "paper_day"],
];
/** @type {Document[]} */
const DOCUMENTS = [
  { key: "brief", more: "write_brief", endings: PAPERS },
  { key: "workbook", more: "write_workbook" },
  { key: "charts", more: "write_charts" },
  { key: "form", more: "write_form" },
  { key: "bulletin", more: "write_bulletin", endings: PAPERS, needs: true },
];
/** What fields hold before anything is chosen or typed. */
const UNTOUCHED = {
  length: "brief",
  ending: "docx",
  published: "",
  region: "",
  to: "",
  signed: "",
  day: "",
  since: "",
};
const ENDINGS = { workbook: "xlsx", charts: "zip", form: "xlsx" };

/**
 * What is at hand beside the scenario: the figures that were read, what was said last, what is being done. It outlives
 * the panel, which is drawn anew at every step.
 * @type {{token: string, figures: {name: string, sent: Sent, told: Told[], tables: Sheet[]} | null,
 *   confirm: boolean, busy: boolean, status: Told[], faults: Told[]}}
 */
const desk = {
  token: document.querySelector('meta[name="token"]')?.getAttribute("content") ?? "",
  figures: null,
  confirm: false,
  busy: false,
  status: [],
  faults: [],
};

/**
 * Return what stands in the fields; it is kept over a reload.
 * @param {Page} page
 * @returns {typeof UNTOUCHED}
 */
const fieldsOf = (page) => ({ ...UNTOUCHED, ...page.store.state.view.paper });

/** Return which files can be opened. */
export const openable = () => (desk.token ? SCENARIOS : ".json,.toml");

/**
 * Open a scenario: JSON here, all else by the server where there is one.
 * @param {Page} page
 * @param {File} file
 */
export async function openFile(page, file) {
  if (!desk.token || /\.json$/i.test(file.name)) return openScenario(page, file);
  page.store.quiet();
  await worked(page, "now_reading", { name: file.name }, async () => {
    const answer = await asked(page, "scenario", { file: await sent(page, file) });
    const { told, scenario } = await answer.json();
    const { recipe, left } = readRecipe(page.data, scenario);
    page.store.step(page.t("step_open", { name: file.name }), { recipe, tried: {} });
    if (left.length) told.push(partsLeft(page.data, left));
    return [inBoth(page, "file_opened", { name: file.name }), ...told];
  });
  // the panel may not be there, where what came of it stands
  if (!document.getElementById("files-status"))
    for (const said of [...desk.faults, ...desk.status.slice(1)]) page.store.notice(page.say(said));
}

/**
 * Show what opens files and what writes documents.
 * @param {Page} page
 * @param {any} box
 */
export function files(page, box) {
  if (!desk.token) {
    box.append(h("p", { class: "note", id: "needs-python" }, page.t("needs_python")));
    return;
  }
  const figures = h("input", {
    type: "file",
    id: "open-figures",
    accept: TABLES,
    class: "unseen",
    tabindex: -1,
    "aria-label": page.t("read_figures"),
    onchange: () => figures.files?.[0] && readFigures(page, figures.files[0]).then(() => (figures.value = "")),
  });
  box.append(
    h("h2", {}, page.t("read_files")),
    h("p", { class: "note" }, page.t("read_note")),
    h(
      "div",
      { class: "tools" },
      button(page.t("open_scenario"), () => document.getElementById("open-file")?.click()),
      button(page.t("read_figures"), () => figures.click()),
      figures,
    ),
    h(
      "div",
      { class: "fields" },
      typed(page, "published", "figures_published"),
      typed(page, "region", "figures_region"),
      checked(page),
    ),
    h("h2", {}, page.t("write_files")),
    h("p", { class: "note" }, page.t("write_note")),
    h(
      "div",
      { class: "fields" },
      choice(page, "length", LENGTHS),
      choice(page, "ending", PAPERS),
      LETTERHEAD.map(([name, label]) => typed(page, name, label)),
      typed(page, "since", "paper_since"),
    ),
    h(
      "div",
      { class: "tools" },
      DOCUMENTS.map((one) => button(page.t(one.more), () => write(page, one))),
    ),
    h("p", { id: "files-status", class: "lines", role: "status" }),
    h("p", { id: "files-error", class: "lines error", role: "alert" }),
    h("div", { id: "files-figures" }),
  );
  show(page);
}

/** @param {string} text @param {() => void} act */
const button = (text, act) => h("button", { type: "button", onclick: act }, text);

/**
 * @param {Page} page
 * @param {"length" | "ending"} name
 * @param {string[]} options
 */
function choice(page, name, options) {
  const select = h(
    "select",
    { id: `paper-${name}`, onchange: () => page.store.noted(name, select.value) },
    options.map((one) => h("option", { value: one }, page.t(`paper_${one}`))),
  );
  select.value = fieldsOf(page)[name];
  return h("label", { class: "field" }, h("span", {}, page.t(`paper_${name}`)), select);
}

/**
 * Return a field for what an official table may not say itself, or for what stands at the head and foot of a paper.
 * @param {Page} page
 * @param {"published" | "region" | "to" | "signed" | "day" | "since"} name
 * @param {string} label
 */
function typed(page, name, label) {
  const field = h("input", {
    type: "text",
    id: label.replace("_", "-"),
    maxlength: 80,
    value: fieldsOf(page)[name],
    oninput: () => page.store.noted(name, field.value),
  });
  return h("label", { class: "field" }, h("span", {}, page.t(label)), field);
}

/** @param {Page} page */
function checked(page) {
  const box = h("input", {
    type: "checkbox",
    id: "figures-confirm",
    checked: desk.confirm,
    onchange: () => (desk.confirm = box.checked),
  });
  return h("label", { class: "check" }, box, page.t("figures_confirm"));
}

/**
 * Read a table of actual figures; it is kept for documents that follow.
 * @param {Page} page
 * @param {File} file
 */
async function readFigures(page, file) {
  await worked(page, "now_reading", { name: file.name }, async () => {
    const { published, region } = fieldsOf(page);
    const table = { ...(await sent(page, file)), published, region, confirm: desk.confirm };
    const answer = await asked(page, "figures", { scenario: scenarioText(page), file: table });
    const { told, tables } = await answer.json();
    desk.figures = { name: file.name, sent: table, told, tables };
    return [inBoth(page, "figures_read", { name: file.name })];
  });
}

/**
 * @param {Page} page
 * @param {Document} one
 */
async function write(page, one) {
  const what = page.t(one.more);
  await worked(page, "now_writing", { what }, async () => {
    if (one.needs && !desk.figures) throw new Refusal([inBoth(page, "figures_first")]);
    const fields = fieldsOf(page);
    const ending = one.endings ? fields.ending : ENDINGS[/** @type {keyof typeof ENDINGS} */ (one.key)];
    const answer = await asked(page, one.key, {
      scenario: scenarioText(page),
      language: page.language ? "en" : "zh",
      ...(one.endings && { ending, ...Object.fromEntries(LETTERHEAD.map(([name]) => [name, fields[name]])) }),
      ...(one.key === "bulletin" && { since: fields.since }),
      ...(one.key === "brief" && { length: fields.length }),
      ...(one.endings && desk.figures && { file: desk.figures.sent }),
    });
    const name = fileName(page, what, ending);
    download(name, await answer.blob());
    return [inBoth(page, "file_written", { name })];
  });
}

/** Say why a server did nothing. */
class Refusal extends Error {
  /** @param {Told[]} told */
  constructor(told) {
    super();
    this.told = told;
  }
}

/**
 * Do one thing after the other, and say when it begins and how it ended.
 * @param {Page} page
 * @param {string} begun
 * @param {Record<string, any>} fields
 * @param {() => Promise<Told[]>} work
 */
async function worked(page, begun, fields, work) {
  if (desk.busy) return;
  Object.assign(desk, { busy: true, status: [inBoth(page, begun, fields)], faults: [] });
  show(page);
  try {
    desk.status = await work();
  } catch (error) {
    desk.status = [];
    desk.faults = error instanceof Refusal ? error.told : [inBoth(page, "no_server")];
  } finally {
    desk.busy = false;
    show(page);
  }
}

/** @param {Page} page */
function show(page) {
  const said = (/** @type {Told[]} */ texts) => texts.map((one) => page.say(one)).join("\n");
  const parts = ["status", "error", "figures"].map((name) => document.getElementById(`files-${name}`));
  const [status, error, figures] = parts;
  if (!status || !error || !figures) return;
  status.textContent = said(desk.status);
  error.textContent = said(desk.faults);
  status.closest(".panel")?.setAttribute("aria-busy", String(desk.busy));
  const read = desk.figures;
  if (!read) return figures.replaceChildren();
  figures.replaceChildren(
    h("h2", {}, page.t("figures_of", { name: read.name })),
    h("p", { class: "lines" }, said(read.told)),
    ...read.tables.map(({ title, words, rows }) => {
      const [head, ...body] = rows[page.language];
      // a table of words is read row by row where there is little room
      const isOfWords = words.filter(Boolean).length * 2 > words.length;
      return table(page, page.say(title), head, body, isOfWords ? "texts" : "numbers", words);
    }),
  );
}

/**
 * Ask the server; after it was started anew its page says by which token it is asked now.
 * @param {Page} page
 * @param {string} what
 * @param {object} body
 */
async function asked(page, what, body) {
  const ask = () =>
    fetch(`${location.pathname}/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-ceheng-token": desk.token },
      body: JSON.stringify(body),
    });
  let answer = await ask();
  if (answer.status === REFUSED && (await renewed(page))) answer = await ask();
  if (!answer.ok) throw new Refusal((await answer.json()).told);
  return answer;
}

/**
 * Take the token of a server that was started anew, where it serves this very page.
 * @param {Page} page
 */
async function renewed(page) {
  const text = await (await fetch(location.pathname)).text();
  const made = new DOMParser().parseFromString(text, "text/html");
  const data = JSON.parse(made.getElementById("data")?.textContent ?? "{}");
  const token = made.querySelector('meta[name="token"]')?.getAttribute("content") ?? "";
  if (!token || data.stamp !== page.data.stamp) return false;
  desk.token = token;
  return true;
}

/** @param {Page} page */
const scenarioText = (page) => JSON.stringify(page.store.file());

/**
 * @param {Page} page
 * @param {string} key
 * @param {Record<string, any>} [fields]
 * @returns {Told}
 */
const inBoth = (page, key, fields = {}) =>
  page.data.texts[key].map((/** @type {string} */ text) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => String(fields[name] ?? whole)),
  );

/**
 * Return a file as it is sent: of its name only how it ends.
 * @param {Page} page
 * @param {File} file
 * @returns {Promise<Sent>}
 */
async function sent(page, file) {
  if (file.size > MOST_FILE) throw new Refusal([inBoth(page, "file_too_large", { most: MOST_FILE / 1e6 })]);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // what is spread over a call's arguments has a limit
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  const ending = /\.([^.]*)$/.exec(file.name)?.[1] ?? "";
  return { ending: ending.toLowerCase().slice(0, 8), content: btoa(text) };
}
