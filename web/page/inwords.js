/** Beside the table the panel says the answer in words, to read out or to copy. */

import * as api from './api.js';
import { copyText } from './copy.js';
import { h } from './dom.js';
import { sentenceOf } from './reasons/rounded.js';
import { toast } from './toast.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */

const NAMED = 3;

/** @param {Context} context @param {Answer} answer @returns {Node[]} */
export function inWords({ words, state }, { hero, list, empty }) {
  const { shell } = words;
  if (!hero.why || state.show !== 'table' || empty) return [];
  const first = new Intl.ListFormat(state.lang).format(list.rows.slice(0, NAMED).map((row) => row.name));
  const said = h('p', {}, h('span', { class: 'bone in-words-bone', 'aria-hidden': 'true' }));
  const top = list.rows.length > 0 ? `${list.heading} ${first}.` : '';
  const copy = async () =>
    toast((await copyText([said.textContent, top].join('\n').trim())) ? shell.textCopied : shell.notCopied);
  if ('parts' in hero.why) said.replaceChildren(hero.why.sentence);
  else
    void api.explain(hero.why).then(
      (explained) => said.replaceChildren(sentenceOf(state.lang, explained)),
      () => said.replaceChildren(shell.reasonError),
    );
  return [
    h(
      'section',
      { class: 'in-words', 'aria-labelledby': 'in-words' },
      h('h2', { id: 'in-words' }, shell.inWords),
      said,
      top !== '' && h('p', {}, top),
      h(
        'button',
        { type: 'button', class: 'quiet-button', 'data-key': 'copy-words', onclick: () => void copy() },
        shell.copyText,
      ),
    ),
  ];
}
