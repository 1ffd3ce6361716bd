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
    element.append(one.nodeType ? one : shown(one));
  }
  return element;
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
 * Return a text that only shows: signs that turn the direction or stand alone for half of a pair are replaced.
 * @param {unknown} value
 */
export function shown(value) {
  return String(value)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "\ufffd")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
