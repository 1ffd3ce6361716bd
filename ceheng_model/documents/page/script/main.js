// @ts-check
import { projected } from "./engine/scenario.js";
import { checkedAll, distanceText, requiredText, valueText } from "./engine/verdicts.js";
import { quantilesOf, simulated } from "./engine/draws.js";
import { figureText, fixed, probabilityText } from "./engine/digits.js";

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent ?? "");
/** @type {any} */ (globalThis).cehengPage = Object.freeze({
  data,
  projected,
  checkedAll,
  distanceText,
  requiredText,
  valueText,
  simulated,
  quantilesOf,
  figureText,
  fixed,
  probabilityText,
});
