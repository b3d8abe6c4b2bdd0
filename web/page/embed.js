/** The page inside another site: its question as a link to the whole page, above map and legend. */

import { h } from './dom.js';
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
  const { hero } = answer ?? {};
  const line = answer?.lines[0];
  return [
    h(
      'h1',
      { class: 'sentence', id: 'sentence' },
      h('a', { href: address, target: '_blank', rel: 'noopener', title: words.shell.wholePage }, text),
    ),
    !area &&
      hero &&
      h(
        'p',
        { class: 'embed-answer' },
        `${hero.value}${hero.unit === '' ? '' : `\u00a0${hero.unit}`}. ${line ? line.strong + line.rest : ''}`,
      ),
  ].filter((part) => part instanceof Node);
}
