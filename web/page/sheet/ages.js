/** Who lives here? */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { made } from '../reasons/made.js';
import { fill } from '../words.js';
import { COLLECTION } from './document.js';
import { figured, quiet, section } from './parts.js';

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
          h(
            'dd',
            { class: `age age-${index + 1}` },
            ...figured(view, ageWhy(view, group, total), h('span', {}, f.percent(state.lang, residents / total))),
          ),
        );
        part.style.flexGrow = String(residents / total);
        return part;
      }),
    ),
    h('p', { class: 'small' }, words.sheets.agesNote),
  );
}

/** The people of an age beside everyone. @param {View} view @param {string} group @param {number} total */
function ageWhy({ sheet }, group, total) {
  const { ages, context, area, document } = sheet;
  const { words, state } = context;
  const { name, code, level } = area.properties;
  const serviceType = context.type?.code;
  const named = (/** @type {string} */ of) => words.groups[/** @type {keyof typeof words.groups} */ (of)];
  const { residents = 0 } = ages.find((one) => one.group === group) ?? {};
  const { date } = document.parameters;
  const why = (/** @type {string} */ of) =>
    serviceType === undefined
      ? undefined
      : {
          collection: COLLECTION[level] ?? 'districts',
          id: code,
          property: 'groupResidents',
          parameters: { serviceType, date, ...(of === 'all' ? {} : { group: of }) },
        };
  const figure = (/** @type {number} */ n) => fill(words.residentsN, { n: f.residents(state.lang, n) });
  return made(context, {
    key: `ages-${code}-${group}`,
    what: `${name}, ${named(group)}`,
    figure: f.percent(state.lang, residents / total),
    rule: 'ages',
    parts: [
      { name: named(group), figure: figure(residents), why: why(group) },
      { name: words.groups.all, figure: figure(total), why: why('all') },
    ],
  });
}
