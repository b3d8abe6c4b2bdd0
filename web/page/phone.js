/** On a phone the question lies over the map: it folds to one line when the map is wanted, and shows as many choices as fit in a line. */

import { h, isNarrow } from './dom.js';
import { fill } from './words.js';

/** @typedef {import('./words.js').Words} Words */

/** Where the question lies over the map; on a lower screen the page scrolls. */
const OVER = window.matchMedia('(max-width: 767px) and (min-height: 601px)');

/** The question in one line, that unfolds it. @param {Words} words @param {string} sentence */
export const foldedLine = (words, sentence) =>
  h(
    'button',
    { type: 'button', class: 'unfold', 'data-key': 'unfold', 'aria-expanded': 'false' },
    h('span', { class: 'visually-hidden' }, `${words.shell.unfold}: `),
    h('span', { class: 'unfold-text' }, sentence),
  );

/**
 * @param {HTMLElement} page @param {HTMLElement} question @param {() => Words} words
 * @param {() => void} changed the question covers more or less of the map
 */
export function phoneQuestion(page, question, words, changed) {
  let all = false;

  /** @param {boolean} on */
  function fold(on) {
    if (page.hasAttribute('data-folded') === on) return;
    page.toggleAttribute('data-folded', on);
    if (on) all = false;
    trim();
    measure();
  }

  function measure() {
    const height = `${question.offsetHeight}px`;
    if (page.style.getPropertyValue('--block') === height) return;
    page.style.setProperty('--block', height);
    // What the answer leaves of the map stays as it is when the question folds.
    if (!page.hasAttribute('data-folded')) page.style.setProperty('--asked', height);
    if (OVER.matches) changed();
  }

  /** Leaves out choices that are as always and do not fit in one line, until they are asked for. */
  function trim() {
    const list = question.querySelector('.quiet');
    if (!list) return;
    list.querySelector('.quiet-more')?.remove();
    const items = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const item of items) item.hidden = false;
    const [first] = items;
    const below = (/** @type {HTMLElement} */ item) => item.offsetTop > (first?.offsetTop ?? 0) + LINE_PX;
    if (all || !first || !isNarrow() || !items.some(below)) return;
    const button = h('button', { type: 'button', class: 'quiet-word', 'aria-expanded': 'false' });
    const more = h('li', { class: 'quiet-more' }, button);
    list.append(more);
    const usual = items.filter((item) => item !== first && !item.querySelector('[data-differs], .left-out')).reverse();
    /** @type {HTMLElement[]} */
    const left = [];
    for (const item of usual) {
      if (left.length > 0 && !below(more)) break;
      item.hidden = true;
      left.push(item);
      const choices = left.filter((one) => one.querySelector('button')).length;
      const { moreChoices } = words().shell;
      button.textContent = fill(choices === 1 ? moreChoices.one : moreChoices.many, { n: String(choices) });
    }
    button.addEventListener('click', () => {
      all = true;
      trim();
      left.at(-1)?.querySelector('button')?.focus();
    });
  }

  // A way elsewhere on the page may lead to a word that is folded away.
  question.addEventListener(
    'click',
    (event) => {
      if (/** @type {HTMLElement} */ (event.target).offsetParent === null) fold(false);
    },
    true,
  );
  question.addEventListener('click', (event) => {
    if (!(/** @type {Element} */ (event.target).closest('.unfold'))) return;
    fold(false);
    /** @type {HTMLElement | null} */ (question.querySelector('.sentence button'))?.focus();
  });
  new MutationObserver(() => {
    trim();
    measure();
  }).observe(question, { childList: true });
  new ResizeObserver(measure).observe(question);
  window.addEventListener('resize', trim);

  return {
    /** The map is wanted. */
    fold: () => OVER.matches && fold(true),
    /** Another question is asked. */
    unfold: () => fold(false),
  };
}

/** Choices in one line differ so little in height. */
const LINE_PX = 12;
