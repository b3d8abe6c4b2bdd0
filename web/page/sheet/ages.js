/** Who lives here? */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { quiet, section } from './parts.js';

/** @typedef {import('./parts.js').View} View */

/** @param {View} view */
export function ageSection(view) {
  const { ages, context } = view.sheet;
  const { words, state } = context;
  const total = ages.reduce((sum, one) => sum + one.residents, 0);
  if (total === 0) return section(view, 'ages', words.agesQuestion, quiet(words.agesNone));
  return section(
    view,
    'ages',
    words.agesQuestion,
    h(
      'dl',
      { class: 'ages' },
      ...ages.map(({ group, residents }, index) => {
        const part = h(
          'div',
          {},
          h('dt', {}, words.groupsShort[/** @type {keyof typeof words.groupsShort} */ (group)]),
          h('dd', { class: `age age-${index + 1}` }, f.percent(state.lang, residents / total)),
        );
        part.style.flexGrow = String(residents / total);
        return part;
      }),
    ),
    h('p', { class: 'small' }, words.sheets.agesNote),
  );
}
