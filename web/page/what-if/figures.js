/** The figures of a proposal: before and after, what changes where, who gains. Drawn again while the hand moves. */

import { breakable } from '../answer.js';
import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { reasonButton, reasoned } from '../reasons.js';
import { arrowsThrough, oneStop } from '../rows.js';
import { fill, lookUp } from '../words.js';
import { changedAreas, wholeOf } from './outcome.js';
import { reasonOfProposal } from './reasons.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./outcome.js').Figures} Figures */
/** @typedef {import('./outcome.js').ChangedArea} ChangedArea */

/**
 * What the whole is before anything changes.
 * @typedef {Figures & {why?: Reason}} Whole
 */

/** With its sign, and as the residents are rounded. @param {Context} context @param {number} change */
export const signed = ({ state }, change) => f.signed(state.lang, change);

/** As a part of a sentence, before who are reached or not. @param {Context} context @param {number} change @returns {{strong: string, rest: string} | null} null: with its number */
export function fewIn(context, change) {
  const { few, fewMore, fewLess } = context.words.whatIf;
  return f.isFew(change)
    ? { strong: few, rest: fill(change > 0 ? fewMore : fewLess, { people: people(context) }) }
    : null;
}

/** Who are counted, in a sentence. @param {Context} context @param {string} [group] */
export const people = ({ state, words }, group = state.group) => lookUp(words.whatIf.people, group, group);

/** How many more or fewer are reached. @param {Context} context @param {number} change @returns {{strong: string, rest: string, tone: 'gain' | 'loss' | 'same'}} */
export function gainLine(context, change) {
  const w = context.words.whatIf;
  if (Math.abs(change) < 1e-6) return { strong: w.noChange, rest: '', tone: 'same' };
  const tone = change > 0 ? 'gain' : 'loss';
  const few = fewIn(context, change);
  if (few) return { ...few, tone };
  const rest = fill(w.reachedChange, { people: people(context) });
  return { strong: signed(context, change), rest, tone };
}

/** The whole before and after an outcome; where nothing changes, twice the same. @param {Context} context @param {Whole} whole @param {Outcome | null} outcome @returns {import('./outcome.js').Compared} */
export function compared(context, whole, outcome) {
  const found = outcome && wholeOf(context, outcome);
  return found ?? { before: whole, after: whole, change: { coverage: 0, residentsServed: 0 } };
}

/**
 * Before and after, and the bar of both. Only what an outcome changes is made anew for it.
 * @param {Context} context @param {Whole} whole @param {Outcome | null} outcome @param {{norm: number | null, label: string, side?: string | undefined}} how
 * @returns {{nodes: Node[], update: (outcome: Outcome | null) => void}}
 */
export function headline(context, whole, outcome, { norm, label, side }) {
  const { words, state } = context;
  const w = words.whatIf;
  const figure = (
    /** @type {number | null} */ share,
    /** @type {boolean} */ hidden,
    told = f.percentNumber(share ?? 0),
  ) =>
    share === null
      ? [h('span', { class: 'tried-word' }, hidden ? w.hidden : w.unknown)]
      : [h('span', { class: 'hero-value' }, told), h('span', { class: 'hero-unit' }, '%')];
  const cell = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {Node} */ content) =>
    h('div', { class: `tried-figure tried-${kind}` }, h('p', { class: 'tried-label' }, name), content);
  const then = h('p', { class: 'hero' });
  const was = figure(whole.coverage, false);
  const bars = h('div', {});
  const gain = h('strong', {});
  const nodes = [
    h(
      'div',
      { class: 'tried' },
      cell(w.now, 'before', h('p', { class: 'hero' }, ...reasoned(context, whole.why, ...was))),
      ...(outcome
        ? [
            h('span', { class: 'tried-arrow' }, icon('arrow'), h('span', { class: 'visually-hidden' }, w.becomes)),
            cell(label, 'after', then),
          ]
        : []),
    ),
    bars,
    h(
      'p',
      { class: 'bar-text' },
      gain,
      norm !== null && h('span', {}, fill(w.norm, { share: f.percent(state.lang, norm) })),
    ),
  ];

  /** @param {'coverage' | 'change'} as @param {string} text @param {Outcome | null} now */
  const reason = (as, text, now) =>
    reasonOfProposal(context, now && wholeOf(context, now), { area: null, text, as, ...(side ? { side } : {}) });

  /** @param {Outcome | null} now @param {boolean} settled */
  function update(now, settled) {
    const { after, change, suppressed } = compared(context, whole, now);
    const both =
      whole.coverage === null || after.coverage === null ? null : { from: whole.coverage, to: after.coverage };
    const pair = both && f.shares(state.lang, both.from, both.to);
    const said =
      both && !pair
        ? [h('span', { class: 'tried-word' }, w.nearlySame)]
        : figure(after.coverage, suppressed === true, pair?.[1]);
    if (both && was[0]) was[0].textContent = pair?.[0] ?? f.percentNumber(both.from);
    const text = after.coverage === null ? '' : f.percent(state.lang, after.coverage);
    // While the hand moves the figure is no button yet: it becomes one with the answer that stays.
    then.replaceChildren(
      ...(settled && text !== '' ? reasoned(context, reason('coverage', text, now), ...said) : said),
    );
    if (whole.coverage !== null && after.coverage !== null)
      bars.replaceChildren(bar(whole.coverage, after.coverage, norm));
    const line = gainLine(context, change.residentsServed ?? 0);
    gain.className = `tone-${line.tone}`;
    const told = now === null ? '' : [line.strong, line.rest].filter((part) => part !== '').join(' ');
    const line1 = h('span', {}, told);
    gain.replaceChildren(
      ...(settled && now !== null && line.tone !== 'same'
        ? reasoned(context, reason('change', signed(context, change.residentsServed ?? 0), now), line1)
        : [line1]),
    );
  }
  update(outcome, true);
  return { nodes, update: (now) => update(now, false) };
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

/** @typedef {{open: (code: string) => void, point: (code: string | null) => void}} RowHandlers */

/**
 * What changes where, from the open dot to the filled one. An area keeps its row while the outcome changes.
 * @param {Context} context @param {RowHandlers} handlers @returns {{node: HTMLElement, update: (outcome: Outcome, settled: boolean) => void}}
 */
export function changeRows(context, handlers) {
  const { words, state } = context;
  const w = words.whatIf;
  const none = h('p', { class: 'tried-none' }, state.level === 'districts' ? w.noChanges : w.noChangesNeighbourhoods);
  const list = h('ul', { class: 'rows changes' });
  arrowsThrough(list);
  /** @type {Map<string, ReturnType<typeof changeRow>>} */
  const rows = new Map();
  return {
    node: h('div', {}, none, list),
    /** @param {Outcome} outcome @param {boolean} settled */
    update(outcome, settled) {
      const areas = changedAreas(context, outcome);
      none.hidden = areas.length > 0;
      areas.forEach((area, index) => {
        let row = rows.get(area.code);
        if (!row) {
          row = changeRow(context, area, handlers);
          rows.set(area.code, row);
        }
        row.update(area, settled);
        const there = list.children[index];
        if (there !== row.node) list.insertBefore(row.node, there ?? null);
      });
      while (list.children.length > areas.length) list.lastChild?.remove();
      oneStop(list);
    },
  };
}

/** @param {Context} context @param {ChangedArea} area @param {RowHandlers} handlers */
function changeRow(context, { code, name }, { open, point }) {
  const { words, state } = context;
  const w = words.whatIf;
  const before = h('span', {});
  const arrow = h(
    'span',
    {},
    h('span', { 'aria-hidden': 'true' }, ' → '),
    h('span', { class: 'visually-hidden' }, ` ${w.becomes} `),
  );
  const after = h('strong', {});
  const way = track();
  const slot = h('span', { class: 'row-why-slot' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'row',
      'data-key': code,
      onclick: () => open(code),
      onpointerenter: () => point(code),
      onpointerleave: () => point(null),
      onfocus: () => point(code),
      onblur: () => point(null),
    },
    h('span', { class: 'row-name' }, ...breakable(name)),
    way.node,
    h('span', { class: 'row-figure' }, h('span', { class: 'row-before' }, before, arrow), after),
  );
  return {
    node: h('li', {}, h('div', { class: 'row-line' }, button, slot)),
    /** @param {ChangedArea} area @param {boolean} settled */
    update(area, settled) {
      const { before: was, after: is, suppressed } = area;
      const known = was.coverage !== null && is.coverage !== null && suppressed !== true;
      const [from, to] = [was.coverage ?? 0, is.coverage ?? 0];
      way.node.hidden = !known;
      way.update(from, to);
      const unknown = suppressed ? w.hidden : w.unknown;
      const still = known && Math.abs(to - from) < 1e-9;
      const pair = known && !still ? f.shares(state.lang, from, to) : null;
      arrow.hidden = !pair;
      before.textContent = pair?.[0] ?? '';
      after.textContent = pair
        ? pair[1] + f.percentSign(state.lang)
        : known
          ? otherwise(context, area, still)
          : unknown;
      button.dataset.why = String(known);
      slot.replaceChildren(...(known && settled ? [rowReason(context, area, f.percent(state.lang, to))] : []));
    },
  };
}

/** Where the share tells no change: how much further people live on average, else how many gain or lose. @param {Context} context @param {ChangedArea} area @param {boolean} still @returns {string} */
function otherwise(context, { after, change }, still) {
  const { words, state } = context;
  const metres = change.meanDistanceM ?? 0;
  if (!still) return signed(context, change.residentsServed ?? 0);
  const share = f.percent(state.lang, after.coverage ?? 0);
  if (Math.abs(metres) < 0.5) return share;
  const text = metres > 0 ? words.whatIf.further : words.whatIf.nearer;
  return fill(text, { share, d: f.metres(state.lang, Math.abs(metres)) });
}

/** @param {Context} context @param {ChangedArea} area @param {string} text */
const rowReason = (context, area, text) =>
  reasonButton(context, reasonOfProposal(context, area, { area, text, as: 'coverage' }), {
    class: 'row-why',
    'aria-label': `${area.name}: ${text}. ${context.words.why}`,
    title: context.words.why,
  });

/** A line from 0 to 100 % with an open dot and a filled one. */
function track() {
  const way = h('span', { class: 'track-way' });
  const open = h('span', { class: 'track-before' });
  const filled = h('span', { class: 'track-after' });
  const node = h('span', { class: 'track', 'aria-hidden': 'true' }, way, open, filled);
  return {
    node,
    /** @param {number} before @param {number} after shares */
    update(before, after) {
      node.dataset.tone = after < before ? 'loss' : 'gain';
      way.style.left = `${Math.min(before, after) * 100}%`;
      way.style.width = `${Math.abs(after - before) * 100}%`;
      open.style.left = `${before * 100}%`;
      filled.style.left = `${after * 100}%`;
    },
  };
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
        ...(moving
          ? [h('strong', {}, '…')]
          : reasoned(
              context,
              change == null
                ? undefined
                : reasonOfProposal(context, wholeOf(context, part), {
                    area: null,
                    text,
                    as: 'change',
                    group: part.group,
                  }),
              h('strong', {}, text),
            )),
        h('span', {}, people(context, part.group)),
      );
    });
}
