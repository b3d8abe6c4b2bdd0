/** What ends the panel and the map. */

import { h } from './dom.js';
import { showKeys } from './keys.js';

/** @typedef {import('./model.js').Context} Context */

/** @param {Context} now */
export const footLinks = ({ words, state }) =>
  h(
    'p',
    { class: 'foot-links' },
    h(
      'button',
      { type: 'button', class: 'link', 'data-key': 'keys', onclick: () => showKeys(words) },
      words.shell.keys,
    ),
    h('a', { href: `/accessibility.html#${state.lang}` }, words.shell.accessibility),
  );

/** After the places on the map that the Tab key reaches. @param {Context} now @param {(change: Partial<import('./state.js').State>) => void} change */
export const moreInTable = ({ words }, change) =>
  h(
    'button',
    { type: 'button', class: 'card more-in-table', onclick: () => change({ show: 'table', rows: 'all-facilities' }) },
    words.shell.moreInTable,
  );
