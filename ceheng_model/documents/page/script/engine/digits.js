// @ts-check
/** Write numbers as the library prints them: rounded to even where exactly half, thousands set apart. */

const DASH = "–";
const NEARLY_NEVER = 0.0005;
const NEARLY_ALWAYS = 0.9995;
/** @type {Record<string, {decimals: number, scale?: number, thousands?: boolean, unit?: string}>} */
const FORMS = {
  percent: { decimals: 2, scale: 100, unit: "%" },
  points: { decimals: 2, scale: 100 },
  yuan: { decimals: 1, thousands: true },
  ratio: { decimals: 3 },
  count: { decimals: 0, thousands: true },
};

/**
 * Return a number with so many digits after the point; an exact half goes to the even digit.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const size = Math.abs(value);
  if (!(size < 1e21)) return String(value);
  let text = size.toFixed(decimals);
  // the digits of a double end before these: what follows the last one asked for is exact
  const exact = size.toFixed(Math.min(100, decimals + 40));
  const point = exact.indexOf(".") + 1;
  if (/^50*$/.test(exact.slice(point + decimals))) {
    const cut = exact.slice(0, decimals ? point + decimals : point - 1);
    if ("02468".includes(cut[cut.length - 1])) text = cut;
  }
  return value < 0 || Object.is(value, -0) ? `-${text}` : text;
}

/**
 * Return a number as tables show its kind.
 * @param {number} value
 * @param {string} kind
 * @param {number | null} [decimals]
 * @param {boolean} [signed]
 */
export function figureText(value, kind, decimals = null, signed = false) {
  if (Number.isNaN(value)) return DASH;
  const form = FORMS[kind] || { decimals: 3 };
  let text = fixed(form.scale ? value * form.scale : value, decimals ?? form.decimals);
  if (form.thousands) text = text.replace(/^(-?)(\d+)/, (_, sign, whole) => sign + apart(whole));
  text += form.unit || "";
  // a number that rounds to zero has no sign
  const isZero = !/[^-0.%]/.test(text);
  if (isZero) return text.replace(/^-/, "");
  return signed && value > 0 ? `+${text}` : text;
}

/** @param {string} whole */
function apart(whole) {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Return a probability in words that claim no more than draws can tell.
 * @param {number} probability
 * @returns {string[]}
 */
export function probabilityText(probability) {
  if (Number.isNaN(probability)) return [DASH];
  if (probability < NEARLY_NEVER) return ["低于0.1%", "below 0.1%"];
  if (probability >= NEARLY_ALWAYS) return ["高于99.9%", "above 99.9%"];
  return [figureText(probability, "percent", 1)];
}

/**
 * Put fields into a text of both languages, in one pass.
 * @param {string[]} template
 * @param {Record<string, any>} fields
 * @returns {string[]}
 */
export function filled(template, fields) {
  return [0, 1].map((language) =>
    (template[language] ?? template[0]).replace(/\{(\w+)\}/g, (whole, name) =>
      name in fields ? inLanguage(fields[name], language) : whole,
    ),
  );
}

/**
 * @param {any} text
 * @param {number} language
 * @returns {string}
 */
export function inLanguage(text, language) {
  return Array.isArray(text) ? String(text[language] ?? text[0]) : String(text);
}

/**
 * Return several texts as one.
 * @param {string[][]} texts
 * @param {string} zh
 * @param {string} en
 * @returns {string[]}
 */
export function joined(texts, zh = "、", en = ", ") {
  return [texts.map((one) => one[0]).join(zh), texts.map((one) => one[1] ?? one[0]).join(en)];
}
