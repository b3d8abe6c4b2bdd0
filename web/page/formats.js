/**
 * Figures as people read them. Modelled residents are rounded to 5, shares to whole percents, and neither ever shows a false
 * 0 or 100. Exact figures are in the downloads.
 */

/** @typedef {'nl' | 'en'} Lang */

const NBSP = '\u00a0';
const LOCALE = { nl: 'nl-NL', en: 'en-GB' };

/** @type {Map<string, Intl.NumberFormat>} */
const formatters = new Map();

/** @param {Lang} lang @param {number} most decimals @param {number} [least] decimals */
function formatter(lang, most, least = 0) {
  const key = [lang, most, least].join();
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: most, minimumFractionDigits: least });
    formatters.set(key, found);
  }
  return found;
}

/** Fewer residents are "< 5". */
const LEAST_TOLD = 2.5;
/** Fewer are no change. */
const STILL_RESIDENTS = 1e-6;

/** @param {number} value */
export const roundTo5 = (value) => Math.round(value / 5) * 5;

/** A count that is exact: facilities, pairs. @param {Lang} lang @param {number} value @param {number} [decimals] */
export function number(lang, value, decimals = 0) {
  return formatter(lang, decimals).format(value);
}

/** Residents, rounded to 5; above 0 but under 2.5 is "< 5". @param {Lang} lang @param {number} value */
export function residents(lang, value) {
  return value !== 0 && Math.abs(value) < LEAST_TOLD ? `<${NBSP}5` : number(lang, roundTo5(value));
}

const FEW = { nl: ['erbij', 'eraf'], en: ['more', 'fewer'] };

/**
 * How many residents more or fewer, with a sign. One before "< 5" would read as a sum: which way it goes is said in a word then.
 * @param {Lang} lang @param {number} change
 */
export function signed(lang, change) {
  if (Math.abs(change) < STILL_RESIDENTS) return '0';
  const size = residents(lang, Math.abs(change));
  if (size.startsWith('<')) return `${size} ${FEW[lang][change > 0 ? 0 : 1]}`;
  return `${change > 0 ? '+' : '−'}${NBSP}${size}`;
}

/** Whether so few more or fewer that their number is not told. @param {number} change */
export const isFew = (change) => Math.abs(change) >= STILL_RESIDENTS && Math.abs(change) < LEAST_TOLD;

/**
 * Reached and not reached, so that the rounded parts add up to the rounded total.
 * @param {number} served @param {number} unserved
 */
export function split(served, unserved) {
  const total = roundTo5(served + unserved);
  const notReached = roundTo5(unserved);
  return { total, notReached, reached: Math.max(0, total - notReached) };
}

/** The number of a share without its sign: "60", "< 1", "> 99". @param {number} share 0–1 */
export function percentNumber(share) {
  const whole = Math.round(share * 100);
  if (share > 0 && whole === 0) return `<${NBSP}1`;
  if (share < 1 && whole === 100) return `>${NBSP}99`;
  return String(whole);
}

/** @param {Lang} lang */
export const percentSign = (lang) => (lang === 'nl' ? `${NBSP}%` : '%');

/** @param {Lang} lang @param {number} share 0–1 */
export function percent(lang, share) {
  return percentNumber(share) + percentSign(lang);
}

/** Less than this is no change. */
const STILL = 1e-9;

/**
 * A share before and after, without its sign: with a decimal where less than a whole percent lies between, so that no two equal
 * figures stand for a change; null where a decimal does not tell them apart either.
 * @param {Lang} lang @param {number} before 0–1 @param {number} after 0–1 @returns {[string, string] | null}
 */
export function shares(lang, before, after) {
  const change = Math.abs(after - before);
  if (change < STILL || change >= 0.01) return [percentNumber(before), percentNumber(after)];
  const tenths = (/** @type {number} */ share) => {
    const value = Math.round(share * 1000) / 10;
    if (share > 0 && value === 0) return `<${NBSP}${formatter(lang, 1, 1).format(0.1)}`;
    if (share < 1 && value === 100) return `>${NBSP}${formatter(lang, 1, 1).format(99.9)}`;
    return formatter(lang, 1, 1).format(value);
  };
  const pair = /** @type {[string, string]} */ ([tenths(before), tenths(after)]);
  return pair[0] === pair[1] ? null : pair;
}

/** @param {Lang} lang @param {number} metres */
export function metres(lang, metres) {
  return `${number(lang, Math.round(metres))}${NBSP}m`;
}

/** Whole euros. @param {Lang} lang @param {number} euros */
export function euros(lang, euros) {
  return lang === 'nl' ? `€${NBSP}${number(lang, Math.round(euros))}` : `€${number(lang, Math.round(euros))}`;
}

/** Euros with their cents, for small amounts. @param {Lang} lang @param {number} euros */
export function cents(lang, euros) {
  const amount = formatter(lang, 2, 2).format(euros);
  return lang === 'nl' ? `€${NBSP}${amount}` : `€${amount}`;
}

/** A ratio such as facilities per 1,000 residents. @param {Lang} lang @param {number} value */
export function ratio(lang, value) {
  if (value === 0) return '0';
  const decimals = Math.abs(value) < 1 ? 2 : 1;
  return formatter(lang, decimals, decimals).format(value);
}

/** @param {Lang} lang @param {string} iso a date such as 2026-11-21, or a moment */
export function date(lang, iso) {
  const moment = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(LOCALE[lang], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(moment);
}
