/** On a first visit one card shows how the page works, by the question that is on it. */

import { h, icon } from './dom.js';
import { recall, remember } from './memory.js';
import { heroText } from './model.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */

const MEMORY = 'welcome';
let shut = recall(MEMORY) !== null;

/** @param {Context} context @param {Answer} answer */
export function welcomeCard({ words, state }, answer) {
  if (shut || state.embed || state.area !== null || state.at !== null || state.item !== null) return null;
  const { shell } = words;
  const sentence = document.getElementById('sentence')?.textContent ?? '';
  const first = answer.list.rows[0];
  const figure = heroText(answer);
  if (figure === '') return null;
  const close = () => {
    shut = true;
    remember(MEMORY, 'seen');
    card.remove();
    document.getElementById('answer')?.focus({ preventScroll: true });
  };
  const card = h(
    'section',
    { class: 'card welcome', 'aria-labelledby': 'welcome-title' },
    h('h2', { id: 'welcome-title' }, shell.welcome),
    h(
      'ol',
      {},
      h('li', {}, h('strong', {}, shell.welcomeAsk), ' ', fill(shell.welcomeAskHow, { sentence })),
      h(
        'li',
        {},
        h('strong', {}, shell.welcomeAnswer),
        ' ',
        first ? fill(shell.welcomeAnswerHow, { figure, name: first.name }) : fill(shell.welcomeAnswerOnly, { figure }),
      ),
      h('li', {}, h('strong', {}, shell.welcomeWhy), ' ', shell.welcomeWhyHow),
    ),
    h('button', { type: 'button', class: 'primary', 'data-key': 'welcome-close', onclick: close }, shell.welcomeClose),
    h(
      'button',
      { type: 'button', class: 'reason-close welcome-shut', 'aria-label': shell.close, onclick: close },
      icon('close'),
    ),
  );
  return card;
}
