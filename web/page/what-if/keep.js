/** Taking a proposal along: its link, and a file that the command line keeps under a name. */

import { copyText } from '../copy.js';
import { h, icon } from '../dom.js';
import { bodyOf } from '../edits.js';
import * as f from '../formats.js';
import { openPopup } from '../popup.js';
import { toast } from '../toast.js';
import { fill } from '../words.js';
import { costOn } from './acts.js';
import { nameOf } from './places.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./body.js').Shown} Shown */

/** The scenario as `wijkkaart scenario put` reads it. @param {Shown} shown */
export function scenarioOf({ context, edits, stale, present }) {
  const { words, state, type } = context;
  const w = words.whatIf;
  const cost = costOn(state);
  const applied = edits.filter((_, index) => !stale.has(index));
  const names = edits.flatMap((edit, index) => (edit.kind === 'add' ? [nameOf(context, edits, index, present)] : []));
  const body = bodyOf(applied);
  return {
    note: fill(w.note, { cost: cost === null ? w.unknown : f.euros(state.lang, cost) }),
    add: body.add.map((at, index) => ({ ...at, serviceType: type?.code ?? '', name: names[index] ?? '' })),
    move: body.move,
    remove: body.remove,
  };
}

/** @param {Shown} shown */
export function saveButton(shown) {
  const w = shown.context.words.whatIf;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'primary proposal-primary',
      'data-key': 'save',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () => openPopup(button, saveWindow(shown)),
    },
    w.save,
  );
  return button;
}

/** @param {Shown} shown */
function saveWindow(shown) {
  const w = shown.context.words.whatIf;
  const file = new Blob([`${JSON.stringify(scenarioOf(shown), null, 2)}\n`], { type: 'application/json' });
  const link = h('a', { class: 'primary proposal-primary', href: URL.createObjectURL(file) });
  const command = h('code', {});
  const field = h('input', {
    class: 'search',
    id: 'save-name',
    value: w.saveDefault,
    autocomplete: 'off',
    'data-focus': true,
  });
  const named = () => {
    // As the command line asks a name: small letters, digits and hyphens.
    const name =
      field.value
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()
        .replace(/ /g, '-') || w.saveDefault;
    link.setAttribute('download', `${name}.json`);
    link.textContent = fill(w.saveDownload, { name });
    command.textContent = `wijkkaart scenario put ${name} ${name}.json`;
  };
  field.addEventListener('input', named);
  named();
  return h(
    'div',
    { class: 'save-window', role: 'dialog', 'aria-label': w.saveTitle, tabindex: '-1' },
    h('h2', {}, w.saveTitle),
    h('p', {}, w.saveText),
    h('p', {}, command),
    h('label', { for: 'save-name' }, w.saveName),
    field,
    link,
  );
}

/** @param {Context} context */
export function shareButton({ words }) {
  const { shell } = words;
  const share = async () => toast((await copyText(location.href)) ? shell.linkCopied : shell.notCopied);
  return h(
    'button',
    { type: 'button', class: 'outlined', 'data-key': 'share', onclick: () => void share() },
    icon('share'),
    words.whatIf.share,
  );
}
