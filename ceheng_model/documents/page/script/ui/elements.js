// @ts-check
/** Make elements: texts are always texts, never markup. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} inside
 * @returns {any}
 */
export function h(tag, attributes = {}, ...inside) {
  return made(document.createElement(tag), attributes, inside);
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} inside
 * @returns {any}
 */
export function s(tag, attributes = {}, ...inside) {
  return made(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, inside);
}

/**
 * @param {any} element
 * @param {Record<string, any>} attributes
 * @param {any[]} inside
 */
function made(element, attributes, inside) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : shown(value));
  }
  for (const one of inside.flat(3)) {
    if (one === null || one === undefined || one === false) continue;
    if (one.nodeType) element.append(one);
    else element.append(...unbroken(element, shown(one)));
  }
  return element;
}

/** A range of years. */
const YEARS = /([（(]?\d{4}[-–—]\d{4}年?[）)]?)/;

/**
 * Return the parts of a text of which no range of years is broken over a line.
 * @param {any} element What it stands in: choices and drawings hold nothing but text.
 * @param {string} text
 */
function unbroken(element, text) {
  if (element.tagName === "OPTION" || !(element instanceof HTMLElement) || !YEARS.test(text)) return [text];
  return text.split(YEARS).map((part, k) => {
    if (k % 2 === 0) return part;
    const range = document.createElement("span");
    range.className = "unbroken";
    range.textContent = part;
    return range;
  });
}

/**
 * Put parts into a box; what is not there is left out.
 * @param {any} box
 * @param {...any} parts
 */
export function putInto(box, ...parts) {
  box.append(...parts.filter(Boolean));
}

/**
 * Give elements texts and attributes where they differ: what stays as it is need not be laid out again.
 * @param {any} element
 * @param {Record<string, string>} attributes
 * @param {string} [text]
 */
export function updated(element, attributes, text) {
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}

/**
 * Make a drawing like a fresh one, touching only what differs; where its parts are others, the fresh one takes its place.
 * @param {any} old
 * @param {any} fresh
 */
export function redrawn(old, fresh) {
  if (old.tagName !== fresh.tagName || old.childElementCount !== fresh.childElementCount) return old.replaceWith(fresh);
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  updated(old, Object.fromEntries([...fresh.attributes].map(({ name, value }) => [name, value])));
  if (!fresh.childElementCount) return updated(old, {}, fresh.textContent);
  const parts = [...fresh.children];
  [...old.children].forEach((child, k) => redrawn(child, parts[k]));
}

/**
 * Return a text that only shows: signs that turn the direction or stand alone for half of a pair are replaced.
 * @param {unknown} value
 */
export function shown(value) {
  return String(value)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "\ufffd")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** What can be gone to by keys. */
const CONTROLS = "button, input, select, [tabindex]";

/**
 * Remember where the control stands that has the focus; return what gives it to the one that stands for it after parts were drawn anew.
 * @param {Element | null} held
 * @param {number} along Controls further on, where a key that leaves the control has drawn them anew.
 * @returns {() => void}
 */
export function focusKept(held, along) {
  const controls = () =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll(CONTROLS)]).filter(
      (one) => one.tabIndex >= 0 && one.getClientRects().length > 0,
    );
  const at = controls().findIndex((one) => one === held);
  if (!held || at < 0) return () => {};
  const alike = () => controls().filter((one) => one.tagName === held.tagName && one.textContent === held.textContent);
  const place = alike().findIndex((one) => one === held);
  return () => {
    if (held.isConnected) return;
    const all = controls();
    const fresh = (held.id && document.getElementById(held.id)) || (held.textContent && alike()[place]) || all[at];
    const next = along && fresh ? all[all.indexOf(fresh) + along] : fresh;
    next?.focus({ preventScroll: true });
  };
}
