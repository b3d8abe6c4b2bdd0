/** The panel of a proposal: its figures, its places, what changes where, who gains, and what can be done with it. */

import * as api from '../api.js';
import { openChooser } from '../chooser.js';
import { h, icon, isNarrow, symbol } from '../dom.js';
import { keyOf } from '../edits.js';
import { verdictMark } from '../answer.js';
import * as f from '../formats.js';
import { ADDRESSES } from '../map/services.js';
import { closePopup, openPopup } from '../popup.js';
import { eurosOf } from '../state.js';
import { toast } from '../toast.js';
import { fill } from '../words.js';
import { costOn, tried } from './acts.js';
import { compareTable, sides } from './compare.js';
import { changeRows, compared, groupCells, headline } from './figures.js';
import * as places from './places.js';
import { saveButton, shareButton } from './keep.js';

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
  if (outcome) rows.update(outcome);
  const groups = h('ul', { class: 'gains' }, ...gains(shown, outcome, false));

  /** Another outcome, while the hand moves. @param {Outcome} now */
  function update(now) {
    head.update(now);
    if (!both) rows.update(now);
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
  return headline(context, whole, outcome, { norm, label: both ? fill(w.thenSide, { side }) : w.then });
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

/** @param {Shown} shown */
function proposalSection(shown) {
  const { context, edits, acts, hand } = shown;
  const w = context.words.whatIf;
  const step = (
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {boolean} */ on,
    /** @type {() => void} */ press,
  ) =>
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'data-key': name,
        'aria-label': label,
        title: label,
        'aria-disabled': on ? null : 'true',
        onclick: press,
      },
      icon(name),
    );
  const more = h('div', { class: 'placing-help', hidden: edits.length > 0 });
  const open = (/** @type {boolean} */ on) => {
    more.hidden = !on;
    add.setAttribute('aria-expanded', String(on));
    hand.place(on);
  };
  hand.cancel = () => {
    if (more.hidden || edits.length === 0) return false;
    open(false);
    return true;
  };
  const add = h(
    'button',
    {
      type: 'button',
      class: 'outlined',
      'data-key': 'add',
      'aria-expanded': String(edits.length === 0),
      onclick: () => open(more.hidden),
    },
    icon('plus'),
    edits.length === 0 ? w.addFirst : w.add,
  );
  more.append(
    h('p', {}, isNarrow() ? w.hintTouch : w.hintClick),
    h(
      'div',
      { class: 'placing-ways' },
      addressButton(shown, 'add', w.atAddress, (at) => acts.add(at)),
      h(
        'button',
        { type: 'button', class: 'link', 'data-key': 'middle', onclick: () => acts.add(hand.middle()) },
        w.middle,
      ),
      edits.length > 0 && h('button', { type: 'button', class: 'link', onclick: () => open(false) }, w.cancel),
    ),
  );
  return h(
    'section',
    { class: 'proposal-part', 'aria-label': w.places },
    edits.length === 0
      ? h('p', { class: 'tried-hint' }, h('strong', {}, w.hint), ` ${w.hintPresent}`)
      : h('ul', { class: 'proposal-list' }, ...edits.map((edit, index) => entry(shown, edit, index))),
    h(
      'div',
      { class: 'proposal-acts' },
      add,
      (tried.before() || tried.after()) && step('undo', w.undo, tried.before() !== null, acts.undo),
      (tried.before() || tried.after()) && step('redo', w.redo, tried.after() !== null, acts.redo),
    ),
    more,
    edits.length === 0 && scenarioButton(shown),
  );
}

/** @param {Shown} shown @param {Edit} edit @param {number} index */
function entry(shown, edit, index) {
  const { context, edits, stale, present, acts } = shown;
  const w = context.words.whatIf;
  const key = keyOf(edit, index);
  const name = places.nameOf(context, edits, index, present);
  const gone = stale.has(index);
  const facility = edit.kind === 'add' ? undefined : present.get(edit.id);
  const text = gone
    ? w.gone
    : edit.kind === 'add'
      ? places.whereIs(context, edit)
      : edit.kind === 'remove'
        ? w.closed
        : `${fill(w.moved, { distance: places.distanceText(context, facility ? places.metresBetween(edit, places.standsAt(facility)) : 0) })}, ${places.whereIs(context, edit)}`;
  const act = (/** @type {string} */ what, /** @type {() => void} */ press) =>
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        'data-key': `back ${key}`,
        'aria-label': fill(w.placeOf, { what, name }),
        onclick: press,
      },
      what,
    );
  return h(
    'li',
    { 'data-fate': gone ? 'stale' : edit.kind },
    symbol(context.type?.group ?? null),
    h('div', { class: 'proposal-text' }, h('p', {}, name), h('p', { class: 'small' }, text)),
    h(
      'div',
      { class: 'proposal-ways' },
      edit.kind !== 'remove' &&
        !gone &&
        addressButton(
          shown,
          key,
          w.atAddress,
          (at) => acts.move(key, at),
          fill(w.placeOf, { what: w.atAddress, name }),
        ),
      edit.kind === 'add'
        ? act(w.remove, () => acts.remove(key))
        : act(gone ? w.remove : w.restore, () => acts.restore(key)),
    ),
  );
}

/**
 * The keyboard's way to put a place. @param {Shown} shown @param {string} key @param {string} text @param {(at: Place) => void} put @param {string} [label]
 */
export function addressButton({ context }, key, text, put, label) {
  const { words, city } = context;
  const w = words.whatIf;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'link',
      'data-key': `address ${key}`,
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': label ?? null,
      onclick: () => {
        const { options, at } = places.addresses(context);
        openChooser(button, {
          label: w.atAddress,
          search: w.addressSearch,
          nothing: words.noMatch,
          options,
          selected: null,
          typed: (typed) => {
            const place = places.typedPlace(typed, city.info.extent);
            if (!place) return null;
            at.set('typed', place);
            const [lat, lon] = [place.lat, place.lon].map((degrees) => f.number(context.state.lang, degrees, 5));
            return { value: 'typed', label: fill(w.coordinates, { lat: lat ?? '', lon: lon ?? '' }) };
          },
          more: async (typed) =>
            (await api.addresses(typed, city.municipality?.properties.code ?? null)).map(({ id, weergavenaam }) => ({
              value: `address ${id}`,
              label: weergavenaam,
              group: ADDRESSES.attribution,
            })),
          failed: words.shell.addressesFail,
          choose: (value) => {
            const place = at.get(value);
            if (place) put(place);
            else api.addressPlace(value.slice('address '.length)).then(put, () => toast(words.shell.addressesFail));
          },
        });
      },
    },
    text,
  );
  return button;
}

/** @param {Shown} shown */
function scenarioButton({ context, scenarios, acts }) {
  const w = context.words.whatIf;
  if (scenarios.length === 0) return null;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'link',
      'data-key': 'scenarios',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () =>
        openChooser(button, {
          label: w.start,
          selected: null,
          options: scenarios.map(({ name, note }) => ({ value: name, label: name, count: note ?? '' })),
          choose: (name) => void acts.start(name),
        }),
    },
    w.start,
  );
  return h('p', { class: 'proposal-start' }, button);
}

/** Criteria whose verdict turns. @param {Shown} shown @param {Outcome} outcome */
function norms({ context, normDistances }, outcome) {
  const { words, city, state, distance } = context;
  const w = words.whatIf;
  const turned = outcome.criteria.filter(({ before, after }) => before.verdict !== after.verdict);
  if (turned.length === 0) return null;
  const nameOf = (/** @type {string} */ code) =>
    [...city.districts, ...city.neighbourhoods, ...city.programmes].find((area) => area.properties.code === code)
      ?.properties.name ?? city.info.name;
  return h(
    'section',
    { class: 'norms', 'aria-labelledby': 'norms-heading' },
    h('h2', { id: 'norms-heading' }, w.norms),
    h(
      'ul',
      {},
      ...turned.map(({ areaCode, measure, required, criterionId, before, after }) =>
        h(
          'li',
          {},
          h(
            'p',
            {},
            nameOf(areaCode),
            h(
              'span',
              { class: 'small' },
              measure === 'coverage' && required !== null
                ? fill(w.normCoverage, {
                    share: f.percent(state.lang, required),
                    distance: f.metres(state.lang, normDistances.get(criterionId) ?? distance),
                  })
                : fill(w.normOther, { id: criterionId }),
            ),
          ),
          h(
            'p',
            { class: 'norm-turn' },
            verdictMark(words, before.verdict),
            icon('arrow'),
            h('span', { class: 'visually-hidden' }, w.becomes),
            verdictMark(words, after.verdict),
          ),
        ),
      ),
    ),
  );
}

/** @param {Shown} shown @param {Outcome | null} outcome @param {boolean} moving @returns {Node[]} */
function gains(shown, outcome, moving) {
  if (!outcome) return [];
  const { context } = shown;
  return [...groupCells(context, outcome, moving), costCell(shown, outcome)];
}

/** @param {Shown} shown @param {Outcome} outcome */
function costCell({ context, whole, acts }, outcome) {
  const { words, state } = context;
  const w = words.whatIf;
  const cost = costOn(state);
  const gained = compared(context, whole, outcome).change.residentsServed ?? 0;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'link',
      'data-key': 'cost',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () => {
        const field = h('input', {
          class: 'search',
          id: 'cost-field',
          type: 'text',
          inputmode: 'numeric',
          autocomplete: 'off',
          value: cost ?? '',
          'data-focus': true,
        });
        const apply = (/** @type {Event} */ event) => {
          event.preventDefault();
          const text = field.value.replace(/[.\s€]/g, '');
          const euros = eurosOf(text);
          if (text !== '' && euros === null) {
            field.setAttribute('aria-invalid', 'true');
            return;
          }
          closePopup();
          acts.cost(euros);
        };
        openPopup(
          button,
          h(
            'div',
            { role: 'dialog', 'aria-label': w.cost },
            h(
              'form',
              { class: 'date-form', onsubmit: apply },
              h('label', { for: 'cost-field' }, w.costField),
              field,
              h('button', { type: 'submit', class: 'primary' }, words.apply),
            ),
          ),
        );
      },
    },
    cost === null ? w.fillIn : w.change,
  );
  return h(
    'li',
    { 'data-group': 'cost' },
    h('strong', {}, cost === null ? w.unknown : f.euros(state.lang, cost)),
    h('span', {}, w.cost, '. ', button),
    cost !== null && gained >= 2.5 && h('span', {}, fill(w.costPer, { amount: f.euros(state.lang, cost / gained) })),
  );
}
