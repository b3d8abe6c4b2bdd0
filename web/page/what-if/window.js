/** What can be done with one place, beside its symbol. */

import { h } from '../dom.js';
import { closePopup, openPopup } from '../popup.js';
import { facilityKey, keyOf } from '../edits.js';
import { addressButton } from './proposal.js';
import { nameOf, standsAt, whereIs } from './places.js';

/** @typedef {import('./body.js').Shown} Shown */

/** @param {Shown} shown @param {string} key @param {HTMLElement} anchor */
export function placeWindow(shown, key, anchor) {
  const { context, edits, present, acts } = shown;
  const { words } = context;
  const w = words.whatIf;
  const index = edits.findIndex((edit, at) => keyOf(edit, at) === key);
  const edit = edits[index];
  const facility = [...present.values()].find((one) => facilityKey(one.properties.id) === key);
  const name = facility?.properties.name ?? (edit ? nameOf(context, edits, index, present) : words.nameless);
  const at = edit && edit.kind !== 'remove' ? edit : facility ? standsAt(facility) : null;
  const act = (/** @type {string} */ text, /** @type {() => void} */ press) =>
    h(
      'button',
      {
        type: 'button',
        class: 'outlined',
        onclick: () => {
          closePopup();
          press();
        },
      },
      text,
    );
  openPopup(
    anchor,
    h(
      'div',
      { class: 'place-card place-window', role: 'dialog', 'aria-label': name, tabindex: '-1' },
      h('h2', {}, name),
      h(
        'p',
        { class: 'small' },
        [at && whereIs(context, at), edit?.kind === 'remove' && w.closed].filter(Boolean).join(' · '),
      ),
      edit?.kind !== 'remove' && h('p', { class: 'small' }, w.keys),
      h(
        'div',
        { class: 'place-acts' },
        edit?.kind !== 'remove' && addressButton(shown, `window ${key}`, w.atAddress, (to) => acts.move(key, to)),
        edit?.kind === 'add' && act(w.remove, () => acts.remove(key)),
        edit && edit.kind !== 'add' && act(w.restore, () => acts.restore(key)),
        facility && edit?.kind !== 'remove' && act(w.close, () => acts.remove(key)),
      ),
    ),
  );
}
