/** Who lives here? */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { figured, quiet, section } from './parts.js';

/** @typedef {import('./parts.js').View} View */

/** @param {View} view */
export function ageSection(view) {
  const { ages, context, document } = view.sheet;
  const { words, state } = context;
  if (ages.length === 0) return section(view, 'ages', words.agesQuestion, quiet(words.agesNone));
  const why = (/** @type {string} */ id) => ({
    collection: 'ages',
    id,
    property: 'share',
    parameters: { area: document.areaCode, date: document.parameters.date },
  });
  return section(
    view,
    'ages',
    words.agesQuestion,
    h(
      'dl',
      { class: 'ages' },
      ...ages.map(({ id, group, share }, index) => {
        const part = h(
          'div',
          {},
          h('dt', {}, words.groupsShort[/** @type {keyof typeof words.groupsShort} */ (group)]),
          h(
            'dd',
            { class: `age age-${index + 1}` },
            ...figured(view, why(id), h('span', {}, f.percent(state.lang, share))),
          ),
        );
        part.style.flexGrow = String(share);
        return part;
      }),
    ),
    h('p', { class: 'small' }, words.sheets.agesNote),
  );
}
