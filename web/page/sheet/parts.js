/** What the sections of a sheet have in common, on screen and on paper. */

import { h } from '../dom.js';
import { reasoned } from '../reasons.js';

/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('./document.js').Sheet} Sheet */

/**
 * @typedef {object} View
 * @property {Sheet} sheet
 * @property {boolean} paper nothing can be pressed on paper
 * @property {(code: string) => void} [open] the sheet of another area
 * @property {number} [times] how many times as much a list tells, where paper has room for it
 */

/** How many a list tells. @param {View} view @param {number} count where it has no more room than usual */
export const most = ({ times = 1 }, count) => count * times;

/** A figure that opens its reason, but not on paper. @param {View} view @param {Reason | undefined} reason @param {...Node} figure @returns {Node[]} */
export const figured = ({ sheet, paper }, reason, ...figure) =>
  paper ? figure : reasoned(sheet.context, reason, ...figure);

/** A heading of its own and what stands below it. @param {View} view @param {string} name @param {string} title @param {...(Node | string | false | null | undefined)} content */
export function section({ sheet }, name, title, ...content) {
  const id = `${sheet.area.properties.code}-${name}`;
  return h('section', { class: `section section-${name}`, 'aria-labelledby': id }, h('h2', { id }, title), ...content);
}

/** @param {string} text */
export const quiet = (text) => h('p', { class: 'quiet-text' }, text);

/**
 * A table of names and figures.
 * @param {{label: string, figure?: boolean}[]} columns @param {(Node | string)[][]} rows @param {string} caption
 */
export const table = (columns, rows, caption) =>
  h(
    'table',
    { class: 'sheet-table' },
    h('caption', { class: 'visually-hidden' }, caption),
    h(
      'thead',
      {},
      h('tr', {}, ...columns.map((one) => h('th', { scope: 'col', class: one.figure && 'figure-cell' }, one.label))),
    ),
    h(
      'tbody',
      {},
      ...rows.map((cells) =>
        h(
          'tr',
          {},
          ...cells.map((cell, index) =>
            index === 0
              ? h('th', { scope: 'row' }, cell)
              : h('td', { class: columns[index]?.figure && 'figure-cell' }, cell),
          ),
        ),
      ),
    ),
  );
