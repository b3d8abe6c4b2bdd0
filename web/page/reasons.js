/** Why a figure is what it is: beside the figure, from `/v1/explain`. */

import * as api from './api.js';
import { h } from './dom.js';
import { openPopup } from './popup.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Reason} Reason */

/**
 * A figure that opens its reason; without one, the figure as it is.
 * @param {Context} context @param {Reason | undefined} reason @param {...Node} figure @returns {Node[]}
 */
export function reasoned(context, reason, ...figure) {
  if (!reason) return figure;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'why',
      'data-key': `why-${reason.collection}-${reason.id}-${reason.property}`,
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-description': context.words.why,
      onclick: () => void open(context, reason, button),
    },
    ...figure,
  );
  return [button];
}

/** @param {Context} context @param {Reason} reason @param {HTMLElement} anchor */
async function open({ state, words }, reason, anchor) {
  const explained = await api.explain(reason);
  openPopup(
    anchor,
    h(
      'div',
      { class: 'reason', role: 'dialog', 'aria-label': words.why, tabindex: '-1' },
      h('p', {}, explained.sentences[state.lang]),
    ),
  );
}
