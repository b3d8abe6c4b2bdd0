/** What the norms say, on paper: under each verdict its criteria, most of them in one line. */

import { verdictMark } from '../answer.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { quiet } from '../sheet/parts.js';
import { criterionName, criterionOf, measured, sharedNorm, unknownWhy } from '../sheet/verdicts.js';
import { fill } from '../words.js';

/** @typedef {import('../sheet/criteria.js').Entry} Entry */
/** @typedef {import('../sheet/parts.js').View} View */

/** The norm that stands above the list and not in each line. @param {View} view */
export function normLine({ sheet: { verdicts, context } }) {
  const norm = sharedNorm(verdicts);
  if (norm === null) return false;
  return quiet(fill(context.words.sheets.sharedNorm, { value: f.percent(context.state.lang, norm) }));
}

/** @param {View} view @param {Entry[]} entries worst first @returns {HTMLElement[]} */
export function verdictGroups(view, entries) {
  const { verdicts, context } = view.sheet;
  const { words, state } = context;
  return [...new Set(entries.map(({ verdict }) => verdict))].map((verdict) =>
    h(
      'div',
      { class: 'verdict-group' },
      h(
        'p',
        { class: 'verdict-head' },
        verdictMark(words, verdict),
        // How many there are in all, also where the list goes on elsewhere.
        h('span', { class: 'number' }, f.number(state.lang, verdicts.filter((one) => one.verdict === verdict).length)),
      ),
      h(
        'ul',
        { class: 'verdict-lines' },
        ...lines(
          view,
          entries.filter((entry) => entry.verdict === verdict),
        ),
      ),
    ),
  );
}

/** A line for each criterion; those that are unknown for one reason share a line. @param {View} view @param {Entry[]} entries */
function lines(view, entries) {
  const { context } = view.sheet;
  /** @type {Map<string, Entry[]>} */
  const alike = new Map();
  for (const entry of entries) {
    const reason = entry.verdict === 'unknown' ? unknownWhy(context, entry) : null;
    const key = reason ?? entry.criterionId;
    alike.set(key, [...(alike.get(key) ?? []), entry]);
  }
  return [...alike].map(([reason, all]) => {
    const [first] = all;
    const ids = all.map(({ criterionId }) => criterionId).join(' ');
    if (all.length === 1 && first) return h('li', { 'data-criterion': ids }, ...criterionOf(view, first));
    const names = all.map((entry) => [criterionName(context, entry, true), measured(context, entry)].join(', '));
    return h(
      'li',
      { 'data-criterion': ids },
      h('div', { class: 'verdict-of' }, h('p', {}, names.join('; '))),
      h('div', { class: 'verdict-by' }, h('p', {}, reason)),
    );
  });
}
