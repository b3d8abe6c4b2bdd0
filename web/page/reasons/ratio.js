/** The numbers that a figure is computed from, as the card shows them. */

import * as f from '../formats.js';

/** @typedef {import('../api.js').Explanation} Explanation */
/** @typedef {import('../api.js').Amount} Amount */

/** What is divided by what; null where the figure is no ratio. @param {f.Lang} lang @param {Pick<Explanation, 'parts'>} explained @returns {[string, string] | null} */
export function ratioOf(lang, { parts }) {
  if (!parts || parts.kind !== 'ratio' || !parts.numerator || !parts.denominator) return null;
  // Residents come as the sentence tells them.
  const number = (/** @type {Amount} */ { shown, value }) =>
    shown?.[lang] ?? f.number(lang, value, Math.abs(value) < 100 ? 2 : 0);
  const amount = (/** @type {Amount} */ one) => `${number(one)} ${one.title[lang]}`;
  return [amount(parts.numerator), amount(parts.denominator)];
}
