/** The figures of a proposal: before and after, what changes where, who gains. Drawn again while the hand moves. */

import { breakable } from '../answer.js';
import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { reasoned } from '../reasons.js';
import { fill, lookUp } from '../words.js';
import { changedAreas, wholeOf } from './outcome.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./outcome.js').Figures} Figures */
/** @typedef {import('./outcome.js').ChangedArea} ChangedArea */

/**
 * What the whole is before anything changes.
 * @typedef {Figures & {why?: Reason}} Whole
 */

const NBSP = '\u00a0';

/** With its sign, and as the residents are rounded. @param {Context} context @param {number} change */
export function signed({ state }, change) {
  if (Math.abs(change) < 1e-6) return '0';
  return `${change > 0 ? '+' : '−'}${NBSP}${f.residents(state.lang, Math.abs(change))}`;
}

/** Who are counted, in a sentence. @param {Context} context @param {string} [group] */
export const people = ({ state, words }, group = state.group) => lookUp(words.whatIf.people, group, group);

/** How many more or fewer are reached. @param {Context} context @param {number} change @returns {{strong: string, rest: string, tone: 'gain' | 'loss' | 'same'}} */
export function gainLine(context, change) {
  const w = context.words.whatIf;
  if (Math.abs(change) < 1e-6) return { strong: w.noChange, rest: '', tone: 'same' };
  const rest = fill(change > 0 ? w.reachedMore : w.reachedLess, { people: people(context) });
  return { strong: signed(context, change), rest, tone: change > 0 ? 'gain' : 'loss' };
}

/** The whole before and after an outcome; where nothing changes, twice the same. @param {Context} context @param {Whole} whole @param {Outcome | null} outcome @returns {import('./outcome.js').Compared} */
export function compared(context, whole, outcome) {
  const found = outcome && wholeOf(context, outcome);
  return found ?? { before: whole, after: whole, change: { coverage: 0, residentsServed: 0 } };
}

/** @param {Context} context @param {Whole} whole @param {Outcome | null} outcome @param {{norm: number | null, label: string}} how @returns {Node[]} */
export function headline(context, whole, outcome, { norm, label }) {
  const { words, state } = context;
  const w = words.whatIf;
  const { before, after, change, suppressed } = compared(context, whole, outcome);
  const known = before.coverage !== null && after.coverage !== null;
  const figure = (/** @type {number | null} */ share) =>
    share === null
      ? [h('span', { class: 'tried-word' }, suppressed ? w.hidden : w.unknown)]
      : [h('span', { class: 'hero-value' }, f.percentNumber(share)), h('span', { class: 'hero-unit' }, '%')];
  const cell = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {Node[]} */ content) =>
    h(
      'div',
      { class: `tried-figure tried-${kind}` },
      h('p', { class: 'tried-label' }, name),
      h('p', { class: 'hero' }, ...content),
    );
  const line = gainLine(context, change.residentsServed ?? 0);
  return [
    h(
      'div',
      { class: 'tried' },
      cell(w.now, 'before', reasoned(context, whole.why, ...figure(before.coverage))),
      ...(outcome
        ? [
            h('span', { class: 'tried-arrow' }, icon('arrow'), h('span', { class: 'visually-hidden' }, w.becomes)),
            cell(label, 'after', figure(after.coverage)),
          ]
        : []),
    ),
    ...(known ? [bar(before.coverage ?? 0, after.coverage ?? 0, norm)] : []),
    h(
      'p',
      { class: 'bar-text' },
      outcome
        ? h('strong', { class: `tone-${line.tone}` }, line.rest === '' ? line.strong : `${line.strong} ${line.rest}`)
        : h('span', {}, ''),
      norm !== null && h('span', {}, fill(w.norm, { share: f.percent(state.lang, norm) })),
    ),
  ];
}

/** Reached, gained or lost, and not reached, with a tick at the norm. @param {number} before @param {number} after @param {number | null} norm */
function bar(before, after, norm) {
  const part = (/** @type {string} */ name, /** @type {number} */ share) => {
    const element = h('span', { class: `bar-${name}` });
    element.style.flexGrow = String(share);
    return share > 1e-6 && element;
  };
  const tick = norm === null ? null : h('span', { class: 'bar-tick' });
  if (tick && norm !== null) tick.style.left = `${norm * 100}%`;
  return h(
    'div',
    { class: 'bar tried-bar', 'aria-hidden': 'true' },
    part('reached', Math.min(before, after)),
    part('gain', after - before),
    part('loss', before - after),
    part('rest', 1 - Math.max(before, after)),
    tick,
  );
}

/** @param {Context} context @param {Outcome} outcome @param {RowHandlers} handlers @returns {Node[]} */
export function changeRows(context, outcome, handlers) {
  const w = context.words.whatIf;
  const areas = changedAreas(context, outcome);
  if (areas.length === 0)
    return [
      h('p', { class: 'tried-none' }, context.state.level === 'districts' ? w.noChanges : w.noChangesNeighbourhoods),
    ];
  return [h('ul', { class: 'rows changes' }, ...areas.map((area) => h('li', {}, changeRow(context, area, handlers))))];
}

/** @typedef {{open: (code: string) => void, point: (code: string | null) => void}} RowHandlers */

/** @param {Context} context @param {ChangedArea} area @param {RowHandlers} handlers */
function changeRow({ words, state }, { code, name, before, after, suppressed }, { open, point }) {
  const w = words.whatIf;
  const known = before.coverage !== null && after.coverage !== null && !suppressed;
  const share = (/** @type {Figures} */ figures) => f.percentNumber(figures.coverage ?? 0);
  return h(
    'button',
    {
      type: 'button',
      class: 'row',
      'data-key': code,
      'aria-label': known
        ? fill(w.from, {
            name,
            before: f.percent(state.lang, before.coverage ?? 0),
            after: f.percent(state.lang, after.coverage ?? 0),
          })
        : `${name}: ${suppressed ? w.hidden : w.unknown}`,
      onclick: () => open(code),
      onpointerenter: () => point(code),
      onpointerleave: () => point(null),
      onfocus: () => point(code),
      onblur: () => point(null),
    },
    h('span', { class: 'row-name' }, ...breakable(name)),
    known ? track(before.coverage ?? 0, after.coverage ?? 0) : h('span', {}),
    h(
      'span',
      { class: 'row-figure' },
      ...(known
        ? [
            h('span', { class: 'row-before' }, `${share(before)} → `),
            h('strong', {}, `${share(after)}${f.percentSign(state.lang)}`),
          ]
        : [suppressed ? w.hidden : w.unknown]),
    ),
  );
}

/** From the open dot to the filled one. @param {number} before @param {number} after */
export function track(before, after) {
  const place = (/** @type {HTMLElement} */ element, /** @type {number} */ share) => {
    element.style.left = `${share * 100}%`;
    return element;
  };
  const way = h('span', { class: 'track-way' });
  way.style.left = `${Math.min(before, after) * 100}%`;
  way.style.width = `${Math.abs(after - before) * 100}%`;
  return h(
    'span',
    { class: 'track', 'data-tone': after < before ? 'loss' : 'gain', 'aria-hidden': 'true' },
    way,
    place(h('span', { class: 'track-before' }), before),
    place(h('span', { class: 'track-after' }), after),
  );
}

/** Who gain or lose beside the chosen group. @param {Context} context @param {Outcome} outcome @param {boolean} moving figures that are not asked while the hand moves @returns {HTMLElement[]} */
export function groupCells(context, outcome, moving) {
  return (outcome.groups ?? [])
    .filter((part) => part.group !== context.state.group)
    .map((part) => {
      const change = wholeOf(context, part)?.change.residentsServed;
      const text =
        change === undefined ? '0' : change === null ? context.words.whatIf.unknown : signed(context, change);
      return h(
        'li',
        { 'data-group': part.group },
        h('strong', {}, moving ? '…' : text),
        h('span', {}, people(context, part.group)),
      );
    });
}
