/** The areas where somebody lives who is not reached, as outlines beside the dots. */

import { h } from './dom.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Gap} Gap */
/** @typedef {import('./model.js').Shape} Shape */
/** @typedef {(change: Partial<import('./state.js').State>) => void} Change */

/** Of more the map would be full. */
const MOST = 3000;

/** @param {Context['state']} state @param {Gap[]} gaps @returns {Shape[]} */
export const gapShapes = (state, gaps) =>
  !state.outlines || gaps.length > MOST
    ? []
    : gaps.map((gap) => ({ kind: /** @type {const} */ ('area'), style: 'gap', feature: gap }));

/** A switch for the legend. @param {Context} context @param {Gap[]} gaps @param {Change} change */
export const outlineKey = ({ words, state }, gaps, change) =>
  gaps.length === 0 || gaps.length > MOST
    ? null
    : h(
        'li',
        {},
        h('span', { class: 'key key-gap', 'aria-hidden': 'true' }),
        h(
          'button',
          {
            type: 'button',
            class: 'link',
            'data-key': 'outlines',
            'aria-pressed': String(state.outlines),
            onclick: () => change({ outlines: !state.outlines }),
          },
          state.outlines ? words.catchment.hideOutlines : words.catchment.outlines,
        ),
      );
