/** What it costs: the year's subsidies and commissions per type, and what ends when. */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { made } from '../reasons/made.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { rowsOf } from './document.js';
import { typeLabel } from '../places.js';
import { figured, most, quiet, section, table } from './parts.js';

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
  const lines = most(view, MOST_LINES);
  const shown = sorted.length > lines + 1 ? sorted.slice(0, lines) : sorted;
  const rest = sorted.slice(shown.length);
  const restAmount = f.euros(
    lang,
    rest.reduce((sum, row) => sum + (row.eurosPerYear ?? 0), 0),
  );
  const ending = rowsOf(document, 'commitments').find((row) => row.grantsEnding > 0);
  const allocated = spending.some((row) => row.allocatedEuros > 0);
  return section(
    view,
    'money',
    words.sheets.money,
    h(
      'p',
      {},
      ...figured(
        view,
        sumWhy(view, sorted, f.euros(lang, total)),
        h('strong', {}, fill(words.sheets.moneyTotal.strong, { amount: f.euros(lang, total) })),
      ),
      fill(words.sheets.moneyTotal.rest, { amount: f.euros(lang, total) }),
    ),
    table(
      [
        { label: words.sheets.type },
        { label: words.sheets.moneyFor, figure: true },
        { label: words.sheets.eurosPerYear, figure: true },
      ],
      [
        ...shown.map((row) => [
          lineName(context, row),
          h('span', {}, ...figured(view, lineWhy(view, row, 'facilities'), h('span', {}, paid(view, row)))),
          h(
            'span',
            {},
            ...figured(
              view,
              lineWhy(view, row, 'eurosPerYear'),
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
                h('span', {}, ...figured(view, sumWhy(view, rest, restAmount, 'rest'), h('span', {}, restAmount))),
              ],
            ]),
      ],
      words.sheets.money,
    ),
    ending &&
      h(
        'p',
        { class: 'money-note' },
        ...figured(
          view,
          {
            collection: 'commitments',
            id: ending.id,
            property: 'eurosEnding',
            parameters: { area: document.areaCode, date: document.parameters.date },
          },
          h(
            'span',
            {},
            fill(ending.grantsEnding === 1 ? words.sheets.ending.one : words.sheets.ending.many, {
              year: String(ending.year),
              n: f.number(lang, ending.grantsEnding),
              amount: f.euros(lang, ending.eurosEnding ?? 0),
            }),
          ),
        ),
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

/** To how many of the places of the type the money goes; one amount may be for many. @param {View} view @param {Record<string, any>} row */
function paid({ sheet: { document, context } }, row) {
  const { words, state } = context;
  const all = rowsOf(document, 'offer').find((one) => one.serviceType === row.code)?.facilityCount ?? null;
  const n = f.number(state.lang, row.facilities);
  // Money may also go to a place that is not open, or of which the type is unknown.
  const known = all !== null && all >= row.facilities;
  const told = known ? all : row.facilities;
  return fill(told === 1 ? words.sheets.placesPaid.one : words.sheets.placesPaid.many, {
    n: known ? fill(words.shell.nOf, { n, all: f.number(state.lang, all) }) : n,
  });
}

/** @param {import('../model.js').Context} context @param {Record<string, any>} row */
const lineName = (context, row) =>
  row.code === null
    ? capital(lookUp(context.words.sheets.moneyReasons, row.reason ?? '', context.words.noType))
    : shortLabel(typeLabel(context, row.code));

/** @param {View} view @param {Record<string, any>} row @param {string} property */
const lineWhy = ({ sheet: { document } }, row, property) => ({
  collection: 'spending',
  id: row.id,
  property,
  parameters: { by: 'serviceType', area: document.areaCode, date: document.parameters.date },
});

/** Of several lines together. @param {View} view @param {Record<string, any>[]} rows @param {string} figure @param {string} [part] */
function sumWhy(view, rows, figure, part = 'all') {
  const { context, area } = view.sheet;
  return made(context, {
    key: `money-${area.properties.code}-${part}`,
    what: `${area.properties.name}. ${context.words.sheets.money.replace(/\?$/, '')}`,
    figure,
    rule: 'perYear',
    parts: rows.map((row) => ({
      name: lineName(context, row),
      figure: row.eurosPerYear === null ? context.words.unknown : f.euros(context.state.lang, row.eurosPerYear),
      why: lineWhy(view, row, 'eurosPerYear'),
    })),
  });
}
