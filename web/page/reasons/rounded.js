/**
 * The API's sentences tell residents exactly, which a model that spreads them over an area does not know: on the page they are
 * rounded as everywhere, so that a sentence says what stands beside it. The exact figures are in the downloads.
 */

import * as f from '../formats.js';

/** @typedef {import('../api.js').Explanation} Explanation */

/** @type {Record<f.Lang, string>} */
const SEPARATOR = { nl: '.', en: ',' };
/** A whole number as the API writes it, that is not part of a name, a date, an amount or a longer number. */
const NUMBER = {
  nl: String.raw`(?<![\d.,€\-\p{L}]|€[\s\u00a0])(\d{1,3}(?:\.\d{3})*|\d+)(?![\d]|[.,]\d)`,
  en: String.raw`(?<![\d.,€\-\p{L}]|€[\s\u00a0])(\d{1,3}(?:,\d{3})*|\d+)(?![\d]|[.,]\d)`,
};
/** What follows a number of residents. */
const PEOPLE = {
  nl: new RegExp(String.raw`${NUMBER.nl}(\s)(inwoners?|van hen|mensen)\b`, 'gu'),
  en: new RegExp(String.raw`${NUMBER.en}(\s)(residents?|of them|people)\b`, 'gu'),
};
/** What follows one where the sentence has named them before. */
const THEM = {
  nl: new RegExp(String.raw`${NUMBER.nl}(?=\s\(\d|\sbinnen\b|\)|\.?$)`, 'gu'),
  en: new RegExp(String.raw`${NUMBER.en}(?=\s\(\d|\shave\b|\)|\.?$)`, 'gu'),
};
/** The name of a cell says nothing to who reads. */
const CELL = / \(cell:[\d:]+\)/g;
const NAMES_RESIDENTS =
  /^(residents?|groupResidents|coveredWithoutCapacity|demandInReach|gainResidents|sharedResidents)/;

/** Residents that are known exactly, each with what the page shows. @param {f.Lang} lang @param {Explanation} explained */
function known(lang, { property, value, parts, demand }) {
  /** @type {Map<number, string>} */
  const out = new Map();
  const add = (/** @type {number} */ exact, text = f.residents(lang, exact)) => out.set(Math.round(exact), text);
  const amounts = [parts?.numerator, parts?.denominator].filter((one) => one !== undefined);
  for (const amount of amounts) if (countsResidents(amount)) add(amount.value);
  if (typeof value === 'number' && NAMES_RESIDENTS.test(property)) add(value);
  // Reached is what the rounded total leaves of who is not, so that the two add up.
  const all = parts?.denominator?.value ?? demand?.residents ?? null;
  const reached = property === 'coverage' ? parts?.numerator?.value : property === 'residentsServed' ? value : null;
  if (all !== null && typeof reached === 'number')
    add(reached, f.number(lang, f.split(reached, all - reached).reached));
  return out;
}

/** The sentence as it stands on the page. @param {f.Lang} lang @param {Explanation} explained */
export function sentenceOf(lang, explained) {
  const exact = known(lang, explained);
  const value = (/** @type {string} */ text) => Number(text.replaceAll(SEPARATOR[lang], ''));
  // The API's own whole numbers add up as well, which moves one by 1.
  const shown = (/** @type {number} */ n) => exact.get(n) ?? exact.get(n - 1) ?? exact.get(n + 1);
  return explained.sentences[lang]
    .replace(CELL, '')
    .replace(PEOPLE[lang], (_, number, space, noun) => {
      const text = shown(value(number)) ?? f.residents(lang, value(number));
      // One is "< 5", which is said of more.
      return text + space + noun.replace(/^(inwoner|resident)$/, '$1s');
    })
    .replace(THEM[lang], (number) => shown(value(number)) ?? number);
}

/** Whether anything that it tells is rounded. @param {f.Lang} lang @param {Explanation} explained */
export const isRounded = (lang, explained) =>
  known(lang, explained).size > 0 || sentenceOf(lang, explained) !== explained.sentences[lang];

/** Whether an amount counts residents. @param {import('../api.js').Amount} amount */
export const countsResidents = ({ title }) => /inwoners/.test(title.nl) && !/meter|÷|duizend/.test(title.nl);

/** The numbers that a figure is computed from, as the page shows them. @param {f.Lang} lang @param {Explanation} explained @returns {[string, string] | null} */
export function ratioOf(lang, explained) {
  const { parts } = explained;
  if (!parts || parts.kind !== 'ratio' || !parts.numerator || !parts.denominator) return null;
  const exact = known(lang, explained);
  const amount = (/** @type {import('../api.js').Amount} */ one) => {
    const { title, value } = one;
    const text = countsResidents(one)
      ? (exact.get(Math.round(value)) ?? f.residents(lang, value))
      : f.number(lang, value, Math.abs(value) < 100 ? 2 : 0);
    return `${text} ${title[lang]}`;
  };
  return [amount(parts.numerator), amount(parts.denominator)];
}
