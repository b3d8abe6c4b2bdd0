/** What a chart shows, as a table: for who would rather read, with the reason of each figure. */

import { h } from '../dom.js';
import { disclosure } from '../extra.js';
import { reasoned } from '../reasons.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Reason} Reason */

/**
 * @param {Context} context @param {string} key tells whether the reader opened it
 * @param {{caption: string, heads: [string, string], rows: {name: string, figure: string, why?: Reason | null | undefined}[]}} table
 */
export const asTable = (context, key, { caption, heads: [first, second], rows }) =>
  disclosure(
    { key: `table-${key}`, summary: context.words.charts.asTable },
    h(
      'table',
      { class: 'sheet-table chart-table' },
      h('caption', { class: 'visually-hidden' }, caption),
      h(
        'thead',
        {},
        h('tr', {}, h('th', { scope: 'col' }, first), h('th', { scope: 'col', class: 'figure-cell' }, second)),
      ),
      h(
        'tbody',
        {},
        ...rows.map(({ name, figure, why }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, name),
            h('td', { class: 'figure-cell' }, ...reasoned(context, why ?? undefined, h('span', {}, figure))),
          ),
        ),
      ),
    ),
  );
