/** What answers share: parts with a heading, counts in words, a word for how many places, a share that shifts. */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { fill, wordsOf } from '../words.js';
import { listWord } from '../word.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../state.js').State} State */

/** A part of the answer with its own heading. @param {string} heading @param {...import('../dom.js').Child} children */
export const part = (heading, ...children) => h('div', { class: 'part' }, h('h2', {}, heading), ...children);

/** @param {{one: string, many: string}} text @param {Context} context @param {number} n */
export const countText = (text, { state }, n) => (n === 1 ? text.one : fill(text.many, { n: f.number(state.lang, n) }));

/** Those of the parameters. @param {Record<string, string>} parameters @param {...string} names @returns {Record<string, string>} */
export const only = (parameters, ...names) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name)));

/**
 * How many places, as a word in the sentence.
 * @param {Context} context @param {(change: Partial<State>) => void} change
 * @param {{n: number, counts: number[], most: number, text: {one: string, many: string}, label: string, search: string}} word
 * @returns {import('../model.js').Word}
 */
export function countWord(context, change, { n, counts, most, text, label, search }) {
  const option = (/** @type {number} */ count) => ({ value: String(count), label: countText(text, context, count) });
  return listWord({
    label,
    options: [...new Set([...counts, n])].sort((a, b) => a - b).map(option),
    selected: String(n),
    standard: String(n),
    search,
    nothing: context.words.noMatch,
    typed: (typed) => (/^[1-9]\d{0,2}$/.test(typed) && Number(typed) <= most ? option(Number(typed)) : null),
    choose: (value) => change({ k: Number(value), item: null }),
  });
}

/**
 * From an open dot to a filled one, with both shares.
 * @param {'nl' | 'en'} lang @param {number | null} before @param {number | null} after @param {number | null} [mark] a floor
 * @returns {[HTMLElement, HTMLElement]}
 */
export function shift(lang, before, after, mark = null) {
  const loss = before !== null && after !== null && after < before;
  const track = h('span', { class: `shift${loss ? ' shift-loss' : ''}`, 'aria-hidden': 'true' });
  if (before !== null && after !== null) {
    const line = h('span', { class: 'shift-line' });
    line.style.left = `${Math.min(before, after) * 100}%`;
    line.style.width = `${Math.abs(after - before) * 100}%`;
    const from = h('span', { class: 'shift-from' });
    from.style.left = `${before * 100}%`;
    const to = h('span', { class: 'shift-to' });
    to.style.left = `${after * 100}%`;
    track.append(line, from, to);
  }
  if (mark !== null) {
    const tick = h('span', { class: 'shift-mark' });
    tick.style.left = `${mark * 100}%`;
    track.append(tick);
  }
  return [track, h('span', { class: 'shift-text' }, ...shiftText(lang, before, after))];
}

/** @param {'nl' | 'en'} lang @param {number | null} before @param {number | null} after @returns {(string | Node)[]} */
function shiftText(lang, before, after) {
  const { unknown, nearlySame } = wordsOf(lang);
  if (after === null) return [unknown];
  const now = Math.min(1, after);
  if (before === null) return [h('strong', {}, f.percent(lang, now))];
  const pair = f.shares(lang, before, now);
  return pair
    ? [`${pair[0]} → `, h('strong', {}, pair[1] + f.percentSign(lang))]
    : [fill(nearlySame, { share: f.percent(lang, now) })];
}
