/** What answers put between the figure and the list: choosers, small figures, bars, and parts that open. */

import { marking } from './charts/marks.js';
import { openChooser } from './chooser.js';
import { h, icon, strongText } from './dom.js';
import { reasoned } from './reasons.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Line} Line */
/** @typedef {import('./model.js').Reason} Reason */

/**
 * A choice in words, below the figure: "Norm: 80 % binnen 500 m".
 * @param {string} label what is chosen @param {string} text what is chosen now
 * @param {{selected: string, options: import('./chooser.js').Option[], choose: (value: string) => void}} choice
 */
export function choiceWord(label, text, choice) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'choice',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${label}: ${text}`,
      'data-key': `choice-${label}`,
      onclick: () => openChooser(button, { label, ...choice }),
    },
    h('span', {}, text),
    icon('chevron'),
  );
  return h('p', { class: 'choice-line' }, h('span', { class: 'choice-label', 'aria-hidden': 'true' }, label), button);
}

/** A line of text of which a part is strong. @param {Line} line @param {string} [name] of its style */
export const paragraph = (line, name) => h('p', { class: name ?? null }, ...strongText(line, (text) => text));

/** Which parts the reader opened or closed, so that the next answer keeps them so. @type {Map<string, boolean>} */
const opened = new Map();

/**
 * A part that opens.
 * @param {{key: string, summary: string, open?: boolean}} how `open` until the reader closes it @param {...Node} content
 */
export function disclosure({ key, summary, open = false }, ...content) {
  const part = h(
    'details',
    { class: 'more', open: opened.get(key) ?? open },
    h('summary', { 'data-key': `more-${key}` }, summary),
    ...content,
  );
  part.addEventListener('toggle', () => {
    if (part.isConnected) opened.set(key, part.open);
  });
  return part;
}

/**
 * Small figures beside each other, each with its reason.
 * @param {Context} context @param {{value: string, label: string, why?: Reason | undefined}[]} figures
 */
export const facts = (context, figures) =>
  h(
    'dl',
    { class: 'facts' },
    ...figures.map(({ value, label, why }) =>
      h('div', {}, h('dt', {}, label), h('dd', {}, ...reasoned(context, why, h('span', {}, value)))),
    ),
  );

/**
 * Bars with their number, each with its reason.
 * @param {Context} context @param {{name: string, value: number | null, figure: string, second?: string, why?: Reason | undefined, mark?: string}[]} entries `mark`: the area or item that it stands for
 */
export function bars(context, entries) {
  const most = Math.max(...entries.map(({ value }) => value ?? 0), 0);
  return h(
    'ul',
    { class: 'bars' },
    ...entries.map(({ name, value, figure, second, why, mark }) => {
      const length = h('span', {});
      length.style.width = `${most > 0 ? ((value ?? 0) / most) * 100 : 0}%`;
      const entry = h(
        'li',
        {},
        h('span', { class: 'bars-name' }, name, second !== undefined && h('span', { class: 'small' }, second)),
        h('span', { class: 'row-bar', 'aria-hidden': 'true' }, length),
        h('span', { class: 'bars-figure' }, ...reasoned(context, why, h('span', {}, figure))),
      );
      return mark === undefined ? entry : marking(entry, mark);
    }),
  );
}

/**
 * One bar of parts that add up to all residents, with a line per part.
 * @param {Context} context @param {{style: string, value: number, figure: string, label: string, why?: Reason | undefined}[]} parts
 */
export function partsBar(context, parts) {
  return h(
    'div',
    { class: 'parts' },
    h(
      'div',
      { class: 'bar', 'aria-hidden': 'true' },
      ...parts
        .filter(({ value }) => value > 0)
        .map(({ style, value }) => {
          const part = h('span', { class: `part-${style}` });
          part.style.flexGrow = String(value);
          return part;
        }),
    ),
    h(
      'ul',
      { class: 'parts-list' },
      ...parts.map(({ style, figure, label, why }) =>
        h(
          'li',
          {},
          h('span', { class: `part-key part-${style}`, 'aria-hidden': 'true' }),
          h('span', {}, label),
          h('span', { class: 'bars-figure' }, ...reasoned(context, why, h('span', {}, figure))),
        ),
      ),
    ),
  );
}
