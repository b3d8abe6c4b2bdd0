/** Beside the table the panel says the answer in words, to read out or to copy. */

import * as api from './api.js';
import { copyText } from './copy.js';
import { h } from './dom.js';
import { toast } from './toast.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Row} Row */

const NAMED = 3;

/** @param {Context} context @param {Answer} answer @returns {Node[]} */
export function inWords(context, answer) {
  const { words, state } = context;
  const { hero, empty } = answer;
  const { shell } = words;
  if (!hero.why || state.show !== 'table' || empty) return [];
  const said = h('p', {}, h('span', { class: 'bone in-words-bone', 'aria-hidden': 'true' }));
  const top = firstRows(context, answer);
  const copy = async () =>
    toast((await copyText([said.textContent, top].join('\n').trim())) ? shell.textCopied : shell.notCopied);
  if (hero.told !== undefined) said.replaceChildren(hero.told);
  else if ('parts' in hero.why) said.replaceChildren(hero.why.sentence);
  else
    void api.explain(hero.why).then(
      (explained) => said.replaceChildren(explained.sentences[state.lang]),
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

/**
 * What stands first in the list, each with its figure: a statement, where the heading of the list asks. What is unknown has no place
 * in an order. @param {Pick<Context, 'words' | 'state'>} context @param {Pick<Answer, 'list'>} answer
 */
export function firstRows({ words, state }, { list }) {
  const { shell } = words;
  const known = list.rows.filter(
    ({ figure, verdict }) => figure !== '' && figure !== words.unknown && verdict !== 'unknown',
  );
  if (known.length === 0) return '';
  const named = known.slice(0, NAMED).map((row) => rowText({ words }, row));
  const rows = known.slice(0, NAMED).some(nameIsLong)
    ? named.join('; ')
    : new Intl.ListFormat(state.lang).format(named);
  const all = list.rows.length <= NAMED && known.length === list.rows.length;
  if (list.of === undefined) return fill(all ? shell.onlyInList : shell.firstInList, { rows });
  return fill(all ? shell.onlyInListOf : shell.firstInListOf, { of: lower(list.of), rows });
}

/** Whether a comma stands in the name itself. @param {Row} row */
const nameIsLong = ({ name, told }) => (told?.name ?? name).includes(',');

/** @param {Pick<Context, 'words'>} context @param {Row} row */
function rowText({ words }, { name, told, figure, verdict }) {
  const judged = verdict === undefined ? [] : [lower(words.verdicts[verdict])];
  return `${told?.name ?? name} (${told?.figure ?? [...judged, figure].join(', ')})`;
}

/** @param {string} text */
const lower = (text) => text.charAt(0).toLocaleLowerCase() + text.slice(1);
