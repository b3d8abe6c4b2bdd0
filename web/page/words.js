/**
 * Every word on the page, in Dutch (B1) and English, from a file per subject in `words/`. The two languages are checked to have
 * the same keys.
 */

import * as assessment from './words/assessment.js';
import * as catchment from './words/catchment.js';
import * as charts from './words/charts.js';
import * as equity from './words/equity.js';
import * as hubs from './words/hubs.js';
import * as indicators from './words/indicators.js';
import * as many from './words/many.js';
import * as page from './words/page.js';
import * as places from './words/places.js';
import * as questions from './words/questions.js';
import * as reasons from './words/reasons.js';
import * as sheets from './words/sheets.js';
import * as shell from './words/shell.js';
import * as siting from './words/siting.js';
import * as spending from './words/spending.js';
import * as stopping from './words/stopping.js';
import * as supply from './words/supply.js';
import * as usage from './words/usage.js';
import * as whatIf from './words/what-if.js';

const nl = {
  ...page.nl,
  ...questions.nl,
  assessment: assessment.nl,
  catchment: catchment.nl,
  charts: charts.nl,
  equity: equity.nl,
  hubs: hubs.nl,
  indicators: indicators.nl,
  many: many.nl,
  places: places.nl,
  reasons: reasons.nl,
  sheets: sheets.nl,
  shell: shell.nl,
  siting: siting.nl,
  spending: spending.nl,
  stopping: stopping.nl,
  supply: supply.nl,
  usage: usage.nl,
  whatIf: whatIf.nl,
};

/** @typedef {typeof nl} Words */

/** @type {Words} */
const en = {
  ...page.en,
  ...questions.en,
  assessment: assessment.en,
  catchment: catchment.en,
  charts: charts.en,
  equity: equity.en,
  hubs: hubs.en,
  indicators: indicators.en,
  many: many.en,
  places: places.en,
  reasons: reasons.en,
  sheets: sheets.en,
  shell: shell.en,
  siting: siting.en,
  spending: spending.en,
  stopping: stopping.en,
  supply: supply.en,
  usage: usage.en,
  whatIf: whatIf.en,
};

/** @param {'nl' | 'en'} lang @returns {Words} */
export const wordsOf = (lang) => (lang === 'en' ? en : nl);

/**
 * Fills `{name}` in a sentence. `{a}` before a word becomes "a" or "an".
 * @param {string} text @param {Record<string, string>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => {
    if (key === 'a') return article(values.type ?? '');
    return values[key] ?? whole;
  });
}

/** @param {string} word */
export const article = (word) => (/^[aeiou]/i.test(word) ? 'an' : 'a');

/** The first of a label's names, as it stands in a sentence: "buurthuis, wijkcentrum" → "buurthuis". @param {string} label */
export const shortLabel = (label) => label.split(',')[0]?.trim() || label;

/** Two parts that are read one after the other: what goes on with a small letter belongs to the sentence before it. @param {string} first @param {string} next */
export function sentences(first, next) {
  const then = next.trim();
  if (first === '' || then === '') return first || then;
  return /^\p{Ll}/u.test(then) ? `${first} ${then}` : `${first}. ${then}`;
}

/** The first letter large, for the start of a line. @param {string} text */
export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** @template {object} T @param {T} table @param {string} key @param {string} otherwise */
export const lookUp = (table, key, otherwise) => /** @type {Record<string, string>} */ (table)[key] ?? otherwise;
