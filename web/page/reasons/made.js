/** What the card says of a figure that is put together here: its parts, each of which leads to its own reason. */

import { copyText } from '../copy.js';
import { h } from '../dom.js';
import { toast } from '../toast.js';
import { fill } from '../words.js';
import { restOf, ruleOf } from './explained.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Made} Made */
/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('../api.js').Explanation} Explanation */

const FIRST = 8;

/**
 * A figure of several parts.
 * @param {Context} context
 * @param {{key: string, what: string, figure: string, rule: keyof Context['words']['reasons']['rules'], parts: Made['parts'],
 *   like?: Made['like'], missing?: string}} of @returns {Made}
 */
export const made = ({ words }, { what, figure, rule, ...rest }) => ({
  ...rest,
  sentence: fill(words.reasons.says, { what, figure }),
  rule: words.reasons.rules[rule],
});

/**
 * @param {Context} context @param {Made} reason
 * @param {{like: Explanation | null, open: (part: Reason) => void, placed: () => void}} how @returns {Node[]}
 */
export function partsOf(context, reason, { like, open, placed }) {
  const { shell, reasons } = context.words;
  const { sentence, rule, parts, missing } = reason;
  const item = (/** @type {Made['parts'][0]} */ { name, figure, why }) =>
    h(
      'li',
      {},
      h('span', {}, name),
      why
        ? h(
            'button',
            {
              type: 'button',
              class: 'why',
              'aria-label': `${name}: ${figure}. ${context.words.why}`,
              onclick: () => open(why),
            },
            figure,
          )
        : h('span', {}, figure),
    );
  const list = (/** @type {Made['parts']} */ some) => h('ul', { class: 'reason-made' }, ...some.map(item));
  const rest = parts.slice(FIRST);
  return [
    h('p', { class: 'reason-sentence', role: 'status' }, sentence),
    h(
      'dl',
      { class: 'reason-parts' },
      h('dt', {}, shell.counts),
      h(
        'dd',
        {},
        parts.length === 0 ? h('p', {}, reasons.nothing) : list(parts.slice(0, FIRST)),
        rest.length > 0 &&
          h(
            'details',
            { class: 'reason-rest', ontoggle: placed },
            h('summary', {}, fill(shell.otherFacilities, { n: String(rest.length) })),
            list(rest),
          ),
      ),
      h('dt', {}, shell.rule),
      h('dd', {}, h('p', {}, rule), ...(like ? ruleOf(context, like) : [])),
      ...(like
        ? restOf(context, like, missing)
        : [
            h('dt', {}, shell.source),
            h('dd', {}, h('p', {}, reasons.sources)),
            ...(missing === undefined ? [] : [h('dt', {}, shell.missing), h('dd', {}, h('p', {}, missing))]),
          ]),
    ),
    h(
      'div',
      { class: 'reason-actions' },
      h(
        'button',
        { type: 'button', class: 'quiet-button', onclick: () => void copy(context, reason) },
        shell.copyReason,
      ),
    ),
  ];
}

/** @param {Context} context @param {Made} reason */
async function copy({ words }, { sentence, rule, parts, missing }) {
  const { shell } = words;
  const lines = [
    sentence,
    '',
    `${shell.counts}: ${parts.map(({ name, figure }) => `${name}: ${figure}`).join('; ')}`,
    `${shell.rule}: ${rule}`,
    ...(missing === undefined ? [] : [`${shell.missing}: ${missing}`]),
    location.href,
  ];
  toast((await copyText(lines.join('\n'))) ? shell.reasonCopied : shell.notCopied);
}
