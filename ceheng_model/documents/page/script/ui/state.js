// @ts-check
/** Hold what the page shows, with undo and redo, kept over a reload and in the address. */

import { filled, inLanguage } from "../engine/digits.js";
import { fileOf, partsLeft, readRecipe } from "../engine/recipe.js";
import { newMemory } from "./memory.js";

/** @typedef {import("../engine/types.js").Data} Data */
/** @typedef {import("../engine/types.js").Recipe} Recipe */
/** @typedef {import("../engine/types.js").Wording} Wording */
/** @typedef {{recipe: Recipe, tried: Record<string, Wording>, closing: boolean}} Made
 * What a step changes: the scenario, wordings that are tried, whether open cells follow. */
/** @typedef {{name: string, made: Made}} Step */
/** @typedef {{language: number, panel: string, meeting: boolean, fan: string, reading: string,
 *   shelf: Recipe[], paper: Record<string, string>}} View
 * How it is shown, and what was typed for the head and foot of papers: that is no part of an address. */

const MOST_STEPS = 100;
const MOST_KEPT = 6;
const LONGEST_ADDRESS = 60000;
const LONGEST_FIELD = 80;
/** Milliseconds between two changes of the address: browsers complain of more than two hundred in ten seconds. */
const BETWEEN_ADDRESSES = 100;
/** Form of the address; of another one what is known is taken. */
const VERSION = 1;
/** Parts of the view that an address may hold. */
const ADDRESSED = ["language", "panel", "meeting", "reading", "shelf"];

/**
 * @param {Data} data
 * @param {(kind: "live" | "end" | "step" | "view") => void} changed
 */
export function newState(data, changed) {
  // what another page has kept is not this one's
  const memory = newMemory(`ceheng:${data.plan.id}:`, `${data.format}:${data.stamp}`);
  const start = readRecipe(data, data.start).recipe;
  /** @type {Made} */
  const begun = { recipe: start, tried: {}, closing: false };
  /** @type {{made: Made, past: Step[], future: Step[], view: View, notices: string[][], gesture: Made | null, isGivenUp: boolean}} */
  const state = {
    made: begun,
    past: [],
    future: [],
    view: {
      language: data.language === "en" ? 1 : 0,
      panel: "verdicts",
      meeting: false,
      fan: "",
      reading: "value",
      shelf: [],
      paper: {},
    },
    notices: [],
    gesture: null,
    isGivenUp: false,
  };
  let addressed = -BETWEEN_ADDRESSES;
  let waiting = 0;
  let due = "";
  const kept = memory.recalled();
  restore(kept);
  // the entry of the browser's history that this page wrote last may be a step behind what is kept; all others are asked
  // for. Browsers forget what they were told of an entry that changed just before they load it anew.
  const isSame = () => isReload() && [kept.shown, address()].includes(location.hash);
  const isOwn = Boolean(kept?.entry) && (history.state === kept.entry || isSame());
  const entry = isOwn ? kept.entry : String(performance.timeOrigin);
  if (isOwn) {
    due = address();
    readdress();
  } else follow(location.hash);
  addEventListener("pagehide", caughtUp);
  document.addEventListener("visibilitychange", () => document.hidden && caughtUp());
  addEventListener("hashchange", () => {
    // pasted, or gone back to: what it says comes first
    memory.keep({ ...held(), entry: "" });
    location.reload();
  });

  /** @param {string} hash */
  function follow(hash) {
    const came = decoded(hash);
    if (!came) {
      if (hash.length > 1) state.notices.push(data.texts.bad_address);
      return;
    }
    take(came.came);
    if (came.version !== VERSION) state.notices.push(data.texts.newer_address);
  }

  /** @param {any} kept */
  function restore(kept) {
    if (!kept || typeof kept !== "object") return;
    const steps = (/** @type {any} */ list) =>
      (Array.isArray(list) ? list.slice(-MOST_STEPS) : []).map((one) => ({
        name: String(one?.name ?? ""),
        made: madeOf(one?.made),
      }));
    state.past = steps(kept.past);
    state.future = steps(kept.future);
    if (kept.made) state.made = madeOf(kept.made);
    takeView(kept.view);
    if (typeof kept.view?.fan === "string") state.view.fan = kept.view.fan;
    for (const [name, text] of Object.entries(kept.view?.paper ?? {}))
      if (typeof text === "string") state.view.paper[name] = text.slice(0, LONGEST_FIELD);
  }

  /** @param {any} came @returns {Made} */
  function madeOf(came) {
    const { recipe } = readRecipe(data, came?.recipe ?? data.start);
    return { recipe, tried: triedOf(came?.tried), closing: came?.closing === true };
  }

  /** @param {any} came @returns {Record<string, Wording>} */
  function triedOf(came) {
    /** @type {Record<string, Wording>} */
    const tried = {};
    // only wordings that the audit proposes
    for (const place of Array.isArray(came) ? came : []) {
      const proposal = data.audit[place?.[0]]?.proposals?.[place?.[1]];
      Object.assign(tried, wordingsOf(data, String(place?.[0]), Number(place?.[1]), proposal?.changes ?? []));
    }
    return tried;
  }

  /** @param {any} view */
  function takeView(view) {
    if (!view || typeof view !== "object") return;
    if (view.language === 0 || view.language === 1) state.view.language = view.language;
    if (typeof view.panel === "string") state.view.panel = view.panel;
    state.view.meeting = view.meeting === true;
    if (view.reading === "floor") state.view.reading = "floor";
    if (Array.isArray(view.shelf))
      state.view.shelf = view.shelf
        .slice(0, MOST_KEPT)
        .map((/** @type {any} */ one) => readRecipe(data, unpacked(data, one)).recipe);
  }

  /**
   * Take up what an address says, as a step: what was made before is one undo away, what was kept stays kept.
   * @param {any} came
   */
  function take(came) {
    const { recipe, left } = readRecipe(data, unpacked(data, came.r ?? data.start));
    const before = { made: state.made, shelf: state.view.shelf };
    const made = { recipe, tried: triedOf(came.t), closing: came.c === 1 };
    if (ordered(short(made)) !== ordered(short(before.made))) {
      state.past = [
        ...state.past,
        { name: inLanguage(data.texts.step_address, state.view.language), made: before.made },
      ].slice(-MOST_STEPS);
      state.future = [];
      state.made = made;
    }
    takeView(came.v);
    both(before.shelf, state.view.shelf);
    const view = typeof came.v === "object" ? Object.keys(came.v ?? {}) : [];
    const unknown = [
      ...left,
      ...Object.keys(came).filter((name) => !["r", "t", "c", "v"].includes(name)),
      ...view.filter((name) => !ADDRESSED.includes(name)),
    ].map((name) => name.slice(0, 40));
    if (unknown.length) state.notices.push(partsLeft(data, unknown));
  }
  /**
   * Put the shelf of an address behind what is kept, as far as there is room.
   * @param {Recipe[]} own
   * @param {Recipe[]} came
   */
  function both(own, came) {
    const known = new Set(own.map((one) => ordered(packed(data, one))));
    const others = came.filter((one) => !known.has(ordered(packed(data, one))));
    state.view.shelf = [...own, ...others].slice(0, MOST_KEPT);
    const left = own.length + others.length - state.view.shelf.length;
    if (left) state.notices.push(filled(data.texts.shelf_full, { count: String(left), most: String(MOST_KEPT) }));
  }

  /** Return what is kept. */
  function held() {
    const out = (/** @type {Made} */ { recipe, tried, closing }) => ({ recipe, tried: placesOf(tried), closing });
    const steps = (/** @type {Step[]} */ list) => list.map(({ name, made }) => ({ name, made: out(made) }));
    const { made, past, future, view } = state;
    return { made: out(made), past: steps(past), future: steps(future), view };
  }

  function saved() {
    memory.keep({ ...held(), entry, shown: location.hash });
    due = address();
    clearTimeout(waiting);
    const wait = addressed + BETWEEN_ADDRESSES - performance.now();
    if (wait > 0) waiting = setTimeout(caughtUp, wait);
    else readdress();
  }

  /** Bring the address up to date where it lags behind; one that was pasted meanwhile is left alone. */
  function caughtUp() {
    if (waiting && history.state === entry) readdress();
  }

  function readdress() {
    clearTimeout(waiting);
    waiting = 0;
    addressed = performance.now();
    try {
      history.replaceState(entry, "", due);
    } catch {
      // some browsers refuse where an address changes too often
    }
  }

  /** @param {Made} made What is not as the page opened, in short form. */
  function short({ recipe, tried, closing }) {
    const places = placesOf(tried);
    return {
      ...(JSON.stringify(recipe) !== JSON.stringify(start) && { r: packed(data, recipe) }),
      ...(places.length && { t: places }),
      ...(closing && { c: 1 }),
    };
  }

  function address() {
    const { language, panel, meeting, reading, shelf } = state.view;
    const whole = {
      ...short(state.made),
      v: {
        language,
        panel,
        ...(meeting && { meeting }),
        ...(reading !== "value" && { reading }),
        ...(shelf.length && { shelf: shelf.map((one) => packed(data, one)) }),
      },
    };
    return `#${VERSION}.${encoded(whole)}`;
  }

  return {
    state,
    address,
    saved,
    /**
     * Change what is made while a gesture goes on: nothing is remembered of it before its end.
     * @param {Partial<Made>} change
     */
    live(change) {
      if (state.isGivenUp) return;
      state.gesture ??= state.made;
      state.made = { ...state.made, ...change };
      changed("live");
    },
    /**
     * End a gesture as one step with a name.
     * @param {string} name
     * @param {Partial<Made>} [change]
     */
    step(name, change = {}) {
      const before = state.gesture ?? state.made;
      const kind = state.gesture ? "end" : "step";
      state.gesture = null;
      const after = { ...state.made, ...change };
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        state.past = [...state.past, { name, made: before }].slice(-MOST_STEPS);
        state.future = [];
      }
      state.made = after;
      saved();
      changed(kind);
    },
    /** Give a gesture up: what was before it is back, and what still comes of it does nothing. */
    abandon() {
      if (!state.gesture) return;
      state.made = state.gesture;
      state.gesture = null;
      state.isGivenUp = true;
      changed("step");
    },
    /** Take what comes for a gesture of its own again. */
    begin() {
      state.isGivenUp = false;
    },
    undo() {
      const last = state.past.at(-1);
      // what is being dragged is no step yet
      if (!last || state.gesture) return;
      state.past = state.past.slice(0, -1);
      state.future = [{ name: last.name, made: state.made }, ...state.future];
      state.made = last.made;
      saved();
      changed("step");
    },
    redo() {
      const [next] = state.future;
      if (!next || state.gesture) return;
      state.future = state.future.slice(1);
      state.past = [...state.past, { name: next.name, made: state.made }];
      state.made = next.made;
      saved();
      changed("step");
    },
    /** @param {Partial<View>} change */
    show(change) {
      state.view = { ...state.view, ...change };
      saved();
      changed("view");
    },
    /**
     * Keep what was typed into a field for papers; nothing is drawn anew.
     * @param {string} name
     * @param {string} text
     */
    noted(name, text) {
      state.view.paper = { ...state.view.paper, [name]: text };
      saved();
    },
    /** @param {string | import("../engine/types.js").Told} text */
    notice(text) {
      state.notices.push(Array.isArray(text) ? text : [text]);
      changed("view");
    },
    /** Take back what was said of an earlier file. */
    quiet() {
      if (state.notices.splice(0).length) changed("view");
    },
    file: () => fileOf(data, state.made.recipe),
    start,
    most: MOST_KEPT,
  };
}

/**
 * Return a recipe in short form: changes of growth as places and numbers, what is the plan's own left out.
 * @param {Data} data
 * @param {Recipe} recipe
 */
export function packed(data, recipe) {
  const { growth, shares, based_on, ...others } = recipe;
  const at = (/** @type {any[]} */ known, /** @type {string[] | undefined} */ keys) =>
    (keys ?? []).map((key) => known.findIndex((one) => one.key === key)).join("+");
  const short = (growth ?? []).map((one) => {
    const years = (one.years ?? []).map((year) => year - data.baseYear).join("+");
    const [sign, value] =
      one.set !== undefined ? ["=", one.set] : one.add !== undefined ? ["~", one.add] : ["*", one.multiply];
    return `${at(data.groups, one.groups)}.${at(data.components, one.components)}.${years}${sign}${String(value).replace(/^(-?)0\./, "$1.")}`;
  });
  const own = Object.entries(shares ?? {}).filter(([group, one]) => data.shares[group] !== one);
  return {
    ...others,
    ...(based_on !== data.start.based_on && { based_on }),
    ...(own.length && { shares: Object.fromEntries(own) }),
    ...(short.length && { g: short.join(",") }),
  };
}

/**
 * Return a recipe from its short form; what makes no sense stays in it, to be told by who reads it.
 * @param {Data} data
 * @param {any} came
 */
export function unpacked(data, came) {
  if (!came || typeof came !== "object" || typeof came.g !== "string") return came;
  const { g, ...others } = came;
  const names = (/** @type {any[]} */ known, /** @type {string} */ text) =>
    text ? text.split("+").map((one) => known[Number(one)]?.key ?? "?") : undefined;
  const growth = g
    .split(",")
    .slice(0, 2000)
    .map((/** @type {string} */ one) => {
      const match = /^([\d+]*)\.([\d+]*)\.([\d+]*)([=~*])(-?[\d.]+(?:e-?\d+)?)$/.exec(one);
      if (!match) return one.slice(0, 40);
      const [, groups, components, years, sign, value] = match;
      const how = { "=": "set", "~": "add", "*": "multiply" }[sign] ?? "set";
      return {
        groups: names(data.groups, groups),
        components: names(data.components, components),
        years: years ? years.split("+").map((year) => data.baseYear + Number(year)) : undefined,
        [how]: Number(value),
      };
    });
  return { based_on: data.start.based_on, ...others, growth };
}

/**
 * Return the wordings that a proposal of the audit puts in place of those printed; what it gives up is judged no more.
 * @param {Data} data
 * @param {string} reading
 * @param {number} number
 * @param {any[]} changes
 */
export function wordingsOf(data, reading, number, changes) {
  /** @type {Record<string, any>} */
  const tried = {};
  for (const { ids, wording, printed: said } of changes) {
    for (const id of ids) {
      const printed = data.statements.find((one) => one.id === id)?.wording;
      tried[id] = {
        ...(wording ?? printed),
        ...(wording ? { printed: said } : { dropped: true }),
        from: [reading, number],
      };
    }
  }
  return tried;
}

/**
 * Return which proposals of the audit wordings come from: an address holds their places, not their numbers.
 * @param {Record<string, any>} tried
 */
function placesOf(tried) {
  const places = Object.values(tried).map((one) => JSON.stringify(one.from));
  return [...new Set(places)].map((one) => JSON.parse(one));
}

/**
 * Return a text that two values share which differ in nothing but the order of their parts.
 * @param {unknown} value
 */
const ordered = (value) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === "object" && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );

/** Return whether the tab showed this page before and loads it anew. */
function isReload() {
  const [load] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming | undefined} */ (load)?.type === "reload";
}

/** @param {unknown} value */
export function encoded(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {string} hash */
export function decoded(hash) {
  const match = /^#(\d{1,4})\.([\w-]+)$/.exec(hash);
  if (!match || match[2].length > LONGEST_ADDRESS) return null;
  try {
    const text = atob(match[2].replace(/-/g, "+").replace(/_/g, "/"));
    const value = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
    const isState = value && typeof value === "object" && !Array.isArray(value);
    return isState ? { version: Number(match[1]), came: value } : null;
  } catch {
    return null;
  }
}
