/** The monitor of the area: what was measured, and the figures of all types together, beside their first value. */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { rowsOf } from './document.js';
import { indicatorsOf } from './monitor.js';
import { fill } from '../words.js';
import { figured, quiet, section, table } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./parts.js').View} View */

const MOST = 12;

/** @param {View} view */
export function indicatorSection(view) {
  const { document, context } = view.sheet;
  const { words, state } = context;
  const shown = indicatorsOf(rowsOf(document, 'indicators')).slice(0, MOST);
  if (shown.length === 0) return null;
  // One day for all stands above them, else each beside its own.
  const days = [...new Set(shown.flatMap((row) => (row.baseline === null ? [] : (row.baselineDate ?? ''))))];
  const since = days.length === 1 && days[0] ? f.date(state.lang, days[0]) : null;
  return section(
    view,
    'indicators',
    words.sheets.monitor,
    since !== null && quiet(fill(words.sheets.baselineOn, { date: since })),
    table(
      [
        { label: words.sheets.indicator },
        { label: words.sheets.valueNow, figure: true },
        { label: words.sheets.baseline, figure: true },
      ],
      shown.map((row) => [
        titleIn(context, row),
        h(
          'span',
          {},
          ...figured(
            view,
            row.value === null
              ? undefined
              : {
                  collection: 'indicators',
                  id: row.id,
                  property: 'value',
                  parameters: { date: document.parameters.date },
                },
            h('span', {}, value(context, row.value, row.unit)),
          ),
        ),
        h(
          'span',
          {},
          ...figured(
            view,
            row.baseline === null
              ? undefined
              : {
                  collection: 'indicators',
                  id: row.id,
                  property: 'baseline',
                  parameters: { date: document.parameters.date },
                },
            h('span', {}, value(context, row.baseline, row.unit)),
          ),
          since === null &&
            row.baseline !== null &&
            row.baselineDate &&
            h('span', { class: 'small' }, ` ${f.date(state.lang, row.baselineDate)}`),
        ),
      ]),
      words.sheets.monitor,
    ),
  );
}

/** @param {Context} context @param {number | null} value @param {string | null} unit */
function value({ words, state }, value, unit) {
  if (value === null) return words.unknown;
  if (unit === '1') return f.percent(state.lang, value);
  if (unit === '%') return f.number(state.lang, value, 1) + f.percentSign(state.lang);
  if (unit === 'residents') return f.residents(state.lang, value);
  return f.number(state.lang, value, 2);
}

/** @param {Context} context @param {Record<string, any>} row */
function titleIn({ state }, row) {
  const title = state.lang === 'en' ? row.titleEn : null;
  return h('span', { lang: title || state.lang === 'nl' ? null : 'nl' }, title ?? row.name);
}
