/** The page inside another site: its question as a link to the whole page, above map and legend. */

import { h } from './dom.js';
import { heroText } from './model.js';
import { sentenceText } from './question.js';
import { toQuery } from './state.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Area} Area */

/** @param {Context} context @param {Area | null} area @param {Answer | null} answer @returns {Node[]} */
export function embedHead(context, area, answer) {
  const { state, words, city } = context;
  const address = location.pathname + toQuery({ ...state, embed: false });
  const text = area ? `${area.properties.name}, ${city.info.name}` : sentenceText(context);
  const [line] = answer?.lines ?? [];
  const said = [answer && heroText(answer), line && line.strong + line.rest].filter(Boolean).join(' · ');
  return [
    h(
      'h1',
      { class: 'sentence', id: 'sentence' },
      h('a', { href: address, target: '_blank', rel: 'noopener', title: words.shell.wholePage }, text),
    ),
    !area && said !== '' && h('p', { class: 'embed-answer' }, said),
  ].filter((part) => part instanceof Node);
}
