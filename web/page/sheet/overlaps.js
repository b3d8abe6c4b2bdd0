/** Do places do the same? Pairs of one type with mostly the same residents, and what each receives. */

import { h, strongText, symbol } from '../dom.js';
import * as f from '../formats.js';
import { detail } from '../panels/overlaps.js';
import { groupOf } from '../places.js';
import { fill } from '../words.js';
import { numbers } from './facilities.js';
import { figured, most, quiet, section } from './parts.js';

/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('./parts.js').View} View */

/** The sheet, its map and its print show the same overlaps; with room to spare, the print lists more. */
export const MOST_OVERLAPS = 3;

/** @param {View} view */
export function overlapSection(view) {
  const { overlaps, context } = view.sheet;
  const { words, state } = context;
  const more = overlaps.length - most(view, MOST_OVERLAPS);
  return section(
    view,
    'overlaps',
    words.sameQuestion,
    overlaps.length === 0 && quiet(words.sameNone),
    ...overlaps.slice(0, most(view, MOST_OVERLAPS)).map((pair) => pairEntry(view, pair)),
    more > 0 &&
      quiet(
        fill(more === 1 ? words.sheets.morePairs.one : words.sheets.morePairs.many, { n: f.number(state.lang, more) }),
      ),
  );
}

/** @param {View} view @param {Overlap} pair */
function pairEntry(view, pair) {
  const { sheet, paper } = view;
  const { context } = sheet;
  const { words, state } = context;
  const { facilityA, facilityB, eurosPerYearA, eurosPerYearB, serviceType } = pair.properties;
  const names = new Map(
    [...context.facilities, ...sheet.facilities].map(({ properties }) => [properties.id, properties.name]),
  );
  const own = numbers(sheet);
  const group = groupOf(context, serviceType);
  const both = eurosPerYearA !== null && eurosPerYearB !== null ? eurosPerYearA + eurosPerYearB : null;
  const [reach] = detail(context, pair);
  const why = {
    collection: 'overlaps',
    id: pair.id,
    property: 'sharedResidents',
    parameters: { date: sheet.document.parameters.date },
  };
  return h(
    'div',
    { class: 'pair-entry', 'data-pair': pair.id },
    ...[
      { id: facilityA, euros: eurosPerYearA, property: 'eurosPerYearA' },
      { id: facilityB, euros: eurosPerYearB, property: 'eurosPerYearB' },
    ].map(({ id, euros, property }) => {
      const number = own.get(id);
      const where = number === undefined ? words.sheets.elsewhere : paper ? `(${number})` : '';
      return h(
        'p',
        { class: 'pair-name' },
        symbol(group),
        h('span', {}, [names.get(id) ?? words.nameless, where].filter(Boolean).join(' ')),
        h(
          'span',
          { class: 'pair-euros' },
          ...(euros === null
            ? [words.sheets.eurosUnknown]
            : figured(
                view,
                { ...why, property },
                h('span', {}, fill(words.sheets.perYear, { amount: f.euros(state.lang, euros) })),
              )),
        ),
      );
    }),
    h(
      'p',
      {},
      ...(reach ? [...figured(view, why, h('strong', {}, reach.strong)), reach.rest] : []),
      both === null ? '' : ' ',
      ...(both === null
        ? []
        : strongText({ strong: '', rest: words.pairEuros }, (text) =>
            fill(text, { amount: f.euros(state.lang, both) }),
          )),
    ),
  );
}
