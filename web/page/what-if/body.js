/** The panel of a proposal: its figures, its places, what changes where, who gains, and what can be done with it. */

import { h } from '../dom.js';
import { fill } from '../words.js';
import { compareTable, sides } from './compare.js';
import { changeRows, headline } from './figures.js';
import { saveButton, shareButton } from './keep.js';
import { proposalSection } from './proposal.js';
import { gains, norms } from './who.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../answer.js').AnswerHandlers} AnswerHandlers */
/** @typedef {import('../edits.js').Edit} Edit */
/** @typedef {import('../edits.js').Place} Place */
/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./acts.js').Acts} Acts */

/**
 * What the panel shows.
 * @typedef {object} Shown
 * @property {Context} context
 * @property {Edit[]} edits of the proposal on the map
 * @property {Set<number>} stale places in `edits` of those that do not apply
 * @property {Map<string, Facility>} present
 * @property {import('./figures.js').Whole} whole
 * @property {Outcome | null} outcome null: nothing is tried yet
 * @property {{a: Outcome | null, b: Outcome | null} | null} both when two are compared
 * @property {number | null} norm share of the residents that a criterion of this distance asks
 * @property {Map<string, number>} normDistances metres of each criterion that has them
 * @property {Map<string, string>} verdictIds of the verdicts now, by criterion and area
 * @property {{name: string, note: string | null}[]} scenarios that are kept
 * @property {Acts} acts
 * @property {MapHand} hand
 *
 * @typedef {object} MapHand what the panel asks of the map, once that is there
 * @property {() => Place} middle
 * @property {(on: boolean) => void} place the next press on the map puts a place there
 * @property {() => boolean} cancel no press puts a place any more; false where none did
 */

/** @param {Shown} shown @param {AnswerHandlers} handlers */
export function bodyOf(shown, handlers) {
  const { context, outcome, both } = shown;
  const { words, state } = context;
  const w = words.whatIf;
  const head = headlineOf(shown);
  const rowHandlers = {
    open: (/** @type {string} */ code) => handlers.change({ area: code, view: null }),
    point: handlers.point,
  };
  const rows = changeRows(context, rowHandlers);
  if (outcome) rows.update(outcome, true);
  const groups = h('ul', { class: 'gains' }, ...gains(shown, outcome, false));

  /** Another outcome, while the hand moves. @param {Outcome} now */
  function update(now) {
    head.update(now);
    if (!both) rows.update(now, false);
    if (groups.dataset.moving === undefined) {
      groups.dataset.moving = '';
      groups.replaceChildren(...gains(shown, outcome, true));
    }
  }

  const byLevel = state.level === 'neighbourhoods' ? w.changesNeighbourhoods : w.changes;
  const nodes = [
    both && sides(shown),
    h('section', { class: 'result', 'aria-label': words.answer }, ...head.nodes),
    proposalSection(shown),
    both && compareTable(shown, both),
    outcome &&
      !both &&
      h(
        'section',
        { class: 'list', 'aria-labelledby': 'list-heading' },
        h('div', { class: 'list-head' }, h('h2', { id: 'list-heading' }, byLevel), levels(context, handlers)),
        rows.node,
      ),
    outcome && !both && norms(shown, outcome),
    outcome && !both && h('section', { class: 'gains-part', 'aria-label': w.gains }, groups),
    (outcome || both) &&
      h(
        'div',
        { class: 'tried-foot' },
        saveButton(shown),
        shareButton(context),
        !both &&
          h(
            'button',
            { type: 'button', class: 'outlined', 'data-key': 'compare', onclick: shown.acts.compare },
            w.compare,
          ),
      ),
  ];
  return { nodes: /** @type {Node[]} */ (nodes.filter((node) => node)), update };
}

/** @param {Shown} shown */
function headlineOf({ context, whole, outcome, norm, both }) {
  const w = context.words.whatIf;
  const side = context.state.side.toUpperCase();
  return headline(context, whole, outcome, {
    norm,
    label: both ? fill(w.thenSide, { side }) : w.then,
    side: both ? side : undefined,
  });
}

/** @param {Context} context @param {AnswerHandlers} handlers */
function levels({ words, state }, { change }) {
  return h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': words.listBy },
    .../** @type {const} */ (['districts', 'neighbourhoods']).map((level) =>
      h(
        'button',
        {
          type: 'button',
          'data-key': `level-${level}`,
          'aria-pressed': String(state.level === level),
          onclick: () => change({ level }),
        },
        words[level],
      ),
    ),
  );
}
