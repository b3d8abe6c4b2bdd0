/** Two proposals beside each other: a table with the better one marked, and a switch of which is on the map. */

import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { reasoned } from '../reasons.js';
import { fill } from '../words.js';
import { changedAreas, groupsFor, wholeOf } from './outcome.js';
import { people, signed } from './figures.js';
import { reasonOfProposal } from './reasons.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./body.js').Shown} Shown */
/** @typedef {import('./outcome.js').Outcome} Outcome */
/**
 * @typedef {{name: string, before: string, a: string, b: string, better: 'a' | 'b' | null,
 *   whys?: {before?: Reason | undefined, a: Reason, b: Reason}}} Line
 */
/** @typedef {import('../model.js').Reason} Reason */

const SIDES = /** @type {const} */ (['a', 'b']);

/** Which one is on the map. @param {Shown} shown */
export function sides({ context, acts }) {
  const { words, state } = context;
  const w = words.whatIf;
  return h(
    'div',
    { class: 'sides' },
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': w.onMap },
      ...SIDES.map((side) =>
        h(
          'button',
          {
            type: 'button',
            'data-key': `side-${side}`,
            'aria-pressed': String(state.side === side),
            onclick: () => acts.look(side),
          },
          fill(w.side, { side: side.toUpperCase() }),
        ),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'link', 'data-key': 'stop-compare', onclick: acts.stopCompare },
      fill(w.stopCompare, { side: state.side.toUpperCase() }),
    ),
  );
}

/** More is better. @param {number | null} a @param {number | null} b @returns {'a' | 'b' | null} */
export function better(a, b) {
  if (a === null || b === null || Math.abs(a - b) < 1e-9) return null;
  return a > b ? 'a' : 'b';
}

/** @param {Shown} shown @param {{a: Outcome | null, b: Outcome | null}} both */
export function linesOf({ context, whole }, both) {
  /** @param {'a' | 'b'} side @param {string} text @param {import('./outcome.js').Compared | null | undefined} compared @param {'coverage' | 'change'} as @param {{area?: import('./outcome.js').ChangedArea, group?: string}} [how] */
  const why = (side, text, compared, as, { area, group = context.state.group } = {}) =>
    reasonOfProposal(context, compared ?? null, { area: area ?? null, text, as, group, side: side.toUpperCase() });
  const { words, state, city } = context;
  const w = words.whatIf;
  const share = (/** @type {number | null} */ value) => (value === null ? w.unknown : f.percent(state.lang, value));
  const whole1 = (/** @type {Outcome | null} */ outcome) =>
    (outcome && wholeOf(context, outcome)?.after.coverage) ?? whole.coverage;
  /** @type {Line[]} */
  const lines = [
    {
      name: fill(w.whole, { people: people(context) }),
      before: share(whole.coverage),
      a: share(whole1(both.a)),
      b: share(whole1(both.b)),
      better: better(whole1(both.a), whole1(both.b)),
      whys: {
        before: whole.why,
        a: why('a', share(whole1(both.a)), both.a && wholeOf(context, both.a), 'coverage'),
        b: why('b', share(whole1(both.b)), both.b && wholeOf(context, both.b), 'coverage'),
      },
    },
  ];
  for (const group of groupsFor(state.group)) {
    const partOf = (/** @type {Outcome | null} */ outcome) => {
      const part = outcome?.groups?.find((one) => one.group === group);
      return part ? wholeOf(context, part) : null;
    };
    const [partA, partB] = [partOf(both.a), partOf(both.b)];
    const [a, b] = [partA?.change.residentsServed ?? 0, partB?.change.residentsServed ?? 0];
    lines.push({
      name: fill(w.gained, { people: people(context, group) }),
      before: '',
      a: signed(context, a),
      b: signed(context, b),
      better: better(a, b),
      whys: {
        a: why('a', signed(context, a), partA, 'change', { group }),
        b: why('b', signed(context, b), partB, 'change', { group }),
      },
    });
  }
  const changed = new Map(
    [both.a, both.b]
      .flatMap((outcome) => (outcome ? changedAreas(context, outcome) : []))
      .map((area) => [area.code, area]),
  );
  const areas = state.level === 'neighbourhoods' ? city.neighbourhoods : city.districts;
  for (const { properties } of areas) {
    const known = changed.get(properties.code);
    if (!known) continue;
    const rowOf = (/** @type {Outcome | null} */ outcome) =>
      outcome?.areas.find((area) => area.code === properties.code);
    const after = (/** @type {Outcome | null} */ outcome) => {
      const row = rowOf(outcome);
      return row ? row.after.coverage : known.before.coverage;
    };
    const [a, b] = [after(both.a), after(both.b)];
    lines.push({
      name: properties.name,
      before: share(known.before.coverage),
      a: share(a),
      b: share(b),
      better: better(a, b),
      whys: {
        before: { collection: state.level, id: properties.code, property: 'coverage', parameters: context.parameters },
        a: why('a', share(a), rowOf(both.a), 'coverage', { area: known }),
        b: why('b', share(b), rowOf(both.b), 'coverage', { area: known }),
      },
    });
  }
  if (state.cost !== null || state.otherCost !== null) {
    const amount = (/** @type {number | null} */ euros) => (euros === null ? w.unknown : f.euros(state.lang, euros));
    // Less money is better.
    const cheaper = better(state.otherCost, state.cost);
    lines.push({ name: w.cost, before: '', a: amount(state.cost), b: amount(state.otherCost), better: cheaper });
  }
  // Where both read alike neither is called better.
  return lines.map((line) => (line.a === line.b ? { ...line, better: null } : line));
}

/** @param {Shown} shown @param {{a: Outcome | null, b: Outcome | null}} both */
export function compareTable(shown, both) {
  const { words, state } = shown.context;
  const w = words.whatIf;
  const same = JSON.stringify(state.edits) === JSON.stringify(state.other);
  const cell = (/** @type {Line} */ line, /** @type {'a' | 'b'} */ side) =>
    h(
      'td',
      { 'data-better': line.better === side, 'data-on': state.side === side },
      line.better === side &&
        h('span', { class: 'better' }, icon('check'), h('span', { class: 'visually-hidden' }, w.better)),
      ...reasoned(shown.context, line.whys?.[side], h('span', {}, line[side])),
    );
  return h(
    'section',
    { class: 'compare', 'aria-labelledby': 'compare-heading' },
    h('h2', { id: 'compare-heading' }, w.compared),
    same && h('p', { class: 'small' }, w.comparing),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, w.what)),
          h('th', { scope: 'col' }, w.nowColumn),
          h('th', { scope: 'col', 'data-on': state.side === 'a' }, 'A'),
          h('th', { scope: 'col', 'data-on': state.side === 'b' }, 'B'),
        ),
      ),
      h(
        'tbody',
        {},
        ...linesOf(shown, both).map((line) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, line.name),
            h(
              'td',
              {},
              ...reasoned(
                shown.context,
                line.before === '' ? undefined : line.whys?.before,
                h('span', {}, line.before),
              ),
            ),
            cell(line, 'a'),
            cell(line, 'b'),
          ),
        ),
      ),
    ),
  );
}
