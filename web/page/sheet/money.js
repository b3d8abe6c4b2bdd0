/** What it costs: the year's subsidies and commissions per type, and what ends when. */

import { h, strongText } from '../dom.js';
import * as f from '../formats.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { rowsOf } from './document.js';
import { typeLabel } from '../places.js';
import { figured, quiet, section, table } from './parts.js';

/** @typedef {import('./parts.js').View} View */

const MOST_LINES = 10;

/** @param {View} view */
export function moneySection(view) {
  const { document, context } = view.sheet;
  const { words, state } = context;
  const { lang } = state;
  const spending = rowsOf(document, 'spending').filter((row) => row.eurosPerYear > 0 || row.grants > 0);
  const withoutAmount = spending.reduce((sum, row) => sum + (row.grantsWithoutAmount ?? 0), 0);
  if (spending.length === 0) return section(view, 'money', words.sheets.money, quiet(words.sheets.moneyNone));
  const total = spending.reduce((sum, row) => sum + (row.eurosPerYear ?? 0), 0);
  const sorted = [...spending].sort((a, b) => (b.eurosPerYear ?? 0) - (a.eurosPerYear ?? 0));
  const shown = sorted.length > MOST_LINES + 1 ? sorted.slice(0, MOST_LINES) : sorted;
  const rest = sorted.slice(shown.length);
  const ending = rowsOf(document, 'commitments').find((row) => row.grantsEnding > 0);
  const allocated = spending.some((row) => row.allocatedEuros > 0);
  return section(
    view,
    'money',
    words.sheets.money,
    h('p', {}, ...strongText(words.sheets.moneyTotal, (text) => fill(text, { amount: f.euros(lang, total) }))),
    table(
      [
        { label: words.sheets.type },
        { label: words.sheets.grants, figure: true },
        { label: words.sheets.eurosPerYear, figure: true },
      ],
      [
        ...shown.map((row) => [
          row.code === null
            ? capital(lookUp(words.sheets.moneyReasons, row.reason ?? '', words.noType))
            : shortLabel(typeLabel(context, row.code)),
          f.number(lang, row.grants),
          h(
            'span',
            {},
            ...figured(
              view,
              {
                collection: 'spending',
                id: row.id,
                property: 'eurosPerYear',
                parameters: { by: 'serviceType', area: document.areaCode, date: document.parameters.date },
              },
              h('span', {}, row.eurosPerYear === null ? words.unknown : f.euros(lang, row.eurosPerYear)),
            ),
          ),
        ]),
        ...(rest.length === 0
          ? []
          : [
              [
                fill(words.sheets.otherTypes, { n: String(rest.length) }),
                '',
                f.euros(
                  lang,
                  rest.reduce((sum, row) => sum + (row.eurosPerYear ?? 0), 0),
                ),
              ],
            ]),
      ],
      words.sheets.money,
    ),
    ending &&
      h(
        'p',
        { class: 'money-note' },
        fill(ending.grantsEnding === 1 ? words.sheets.ending.one : words.sheets.ending.many, {
          year: String(ending.year),
          n: f.number(lang, ending.grantsEnding),
          amount: f.euros(lang, ending.eurosEnding ?? 0),
        }),
      ),
    withoutAmount > 0 &&
      quiet(
        fill(withoutAmount === 1 ? words.sheets.withoutAmount.one : words.sheets.withoutAmount.many, {
          n: f.number(lang, withoutAmount),
        }),
      ),
    allocated && h('p', { class: 'small' }, words.sheets.allocated),
  );
}
