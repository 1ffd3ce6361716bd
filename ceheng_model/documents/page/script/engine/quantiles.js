// @ts-check
/** Quantiles of the normal and of what stretches a draw, and the normal distribution itself. */

/**
 * Return the standard normal quantile: algorithm AS 241 (Wichura 1988), to 1e-16.
 * @param {number} p
 */
export function normalQuantile(p) {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
          45921.953931549871457) *
          r +
          13731.693765509461125) *
          r +
          1971.5909503065514427) *
          r +
          133.14166789178437745) *
          r +
          3.387132872796366608)) /
      (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
        1)
    );
  }
  let r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  let value;
  if (r <= 5) {
    r -= 1.6;
    value =
      (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
        0.14810397642748007459) *
        r +
        0.68976733498510000455) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1);
  } else {
    r -= 5;
    value =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
        0.026532189526576123093) *
        r +
        0.29656057182850489123) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
        6.6579046435011037772) /
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
        7.868691311456132591e-4) *
        r +
        0.0148753612908506148525) *
        r +
        0.13692988092273580531) *
        r +
        0.59983220655588793769) *
        r +
        1);
  }
  return q < 0 ? -value : value;
}

/**
 * Return the part of the standard normal below a value.
 * @param {number} x
 */
export function normalBelow(x) {
  if (Number.isNaN(x)) return NaN;
  const half = upperGamma(0.5, (x * x) / 2) / 2;
  return x < 0 ? half : 1 - half;
}

/**
 * Return the logarithm of the gamma function (Lanczos), for arguments above zero.
 * @param {number} x
 * @returns {number}
 */
export function logGamma(x) {
  const parts = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const at = x - 1;
  const series = parts.reduce((total, part, k) => total + part / (at + k + 1), 0.99999999999980993);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Return the upper part of the incomplete gamma function, of one.
 * @param {number} a
 * @param {number} x
 */
export function upperGamma(a, x) {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = a + 1; term > total * 1e-17; n += 1) {
      term *= x / n;
      total += term;
    }
    return 1 - front * total;
  }
  // Lentz's continued fraction
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 500; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    d = 1 / (Math.abs(d) < 1e-300 ? 1e-300 : d);
    c = b + an / c;
    if (Math.abs(c) < 1e-300) c = 1e-300;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return front * h;
}

/**
 * Return the quantile of the gamma distribution by Newton's steps from a guess, kept within what is known.
 * @param {number} a
 * @param {number} p
 * @param {number} guess
 */
export function gammaQuantile(a, p, guess) {
  let low = 0;
  let high = Infinity;
  let x = guess;
  const front = logGamma(a);
  for (let step = 0; step < 100; step += 1) {
    const upper = upperGamma(a, x);
    const miss = p > 0.5 ? 1 - p - upper : upper - (1 - p);
    // below the quantile, less than p lies below
    const above = p > 0.5 ? miss > 0 : miss < 0;
    if (above) high = x;
    else low = x;
    const slope = Math.exp((a - 1) * Math.log(x) - x - front);
    let next = p > 0.5 ? x - miss / slope : x + miss / slope;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
