/** A day to choose, beside a button. */

import { h } from './dom.js';
import { closePopup, openPopup } from './popup.js';

/**
 * @param {HTMLElement} anchor @param {import('./words.js').Words} words
 * @param {{value: string, choose: (date: string) => void, label?: string, most?: string}} day
 */
export function openDay(anchor, words, { value, choose, label = words.date, most }) {
  const field = h('input', {
    type: 'date',
    id: 'date-field',
    class: 'search',
    value,
    max: most,
    required: true,
    'data-focus': true,
  });
  /** @param {Event} event */
  const apply = (event) => {
    event.preventDefault();
    if (field.value === '') return;
    closePopup();
    choose(field.value);
  };
  openPopup(
    anchor,
    h(
      'div',
      { role: 'dialog', 'aria-label': words.chooseDate },
      h(
        'form',
        { class: 'date-form', onsubmit: apply },
        h('label', { for: 'date-field' }, label),
        field,
        h('button', { type: 'submit', class: 'primary' }, words.apply),
      ),
    ),
  );
}
