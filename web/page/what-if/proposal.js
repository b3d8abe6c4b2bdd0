/** The places of a proposal as a list, and every way to put one. */

import * as api from '../api.js';
import { openChooser } from '../chooser.js';
import { h, icon, isNarrow, symbol } from '../dom.js';
import { keyOf } from '../edits.js';
import * as f from '../formats.js';
import { ADDRESSES } from '../map/services.js';
import { toast } from '../toast.js';
import { fill } from '../words.js';
import { tried } from './acts.js';
import * as places from './places.js';

/** @typedef {import('../edits.js').Edit} Edit */
/** @typedef {import('../edits.js').Place} Place */
/** @typedef {import('./body.js').Shown} Shown */

/** @param {Shown} shown */
export function proposalSection(shown) {
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
