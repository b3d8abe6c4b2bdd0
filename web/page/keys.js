/** Keys of one letter, the list that names them, and the switch that turns them off. */

import { h, icon } from './dom.js';
import { recall, remember } from './memory.js';

/** @typedef {import('./words.js').Words} Words */

/**
 * @typedef {object} KeyHandlers
 * @property {() => void} search
 * @property {() => void} question opens the menu of questions
 * @property {() => void} table goes from map to table and back
 * @property {() => boolean} idle whether what they do is not on screen
 * @property {() => Words} words
 */

const MEMORY = 'keys';
const FIELDS = 'input, textarea, select, [contenteditable], dialog, [role="listbox"]';

/** @param {KeyHandlers} handlers */
export function listenForKeys(handlers) {
  /** @type {Record<string, () => void>} */
  const does = { '/': handlers.search, q: handlers.question, t: handlers.table, '?': () => showKeys(handlers.words()) };
  document.addEventListener('keydown', (event) => {
    const run = handlers.idle() ? undefined : does[event.key.toLowerCase()];
    const at = /** @type {Element | null} */ (event.target);
    if (!run || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (at?.matches(FIELDS) || at?.closest('dialog') || recall(MEMORY) === 'off') return;
    event.preventDefault();
    run();
  });
}

/** The list of keys. @param {Words} words */
export function showKeys({ shell }) {
  const label = h('label', { for: 'keys-on' }, shell.keysOn);
  const on = h('input', {
    type: 'checkbox',
    id: 'keys-on',
    role: 'switch',
    checked: recall(MEMORY) !== 'off',
    onchange: () => remember(MEMORY, on.checked ? 'on' : 'off'),
  });
  const close = h('button', { type: 'button', class: 'reason-close', 'aria-label': shell.close }, icon('close'));
  const dialog = h(
    'dialog',
    { class: 'keys-dialog', 'aria-labelledby': 'keys-title' },
    h('div', { class: 'keys-head' }, h('h2', { id: 'keys-title' }, shell.keys), close),
    h(
      'dl',
      { class: 'keys-table' },
      ...shell.keyList.flatMap(([keys, does]) => [
        h('dt', {}, ...(keys ?? '').split(' ').map((key) => h('kbd', {}, key))),
        h('dd', {}, does),
      ]),
    ),
    h('p', { class: 'keys-switch' }, on, label),
    h('p', { class: 'small' }, shell.keysNote),
  );
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  // Escape closes this and nothing behind it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}
