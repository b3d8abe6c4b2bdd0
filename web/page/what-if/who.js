/** Who gains beside the chosen group, which norms turn, and what the proposal costs. */

import { verdictMark } from '../answer.js';
import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { closePopup, openPopup } from '../popup.js';
import { reasoned } from '../reasons.js';
import { eurosOf } from '../state.js';
import { fill } from '../words.js';
import { measured } from '../panels/norms.js';
import { costOn } from './acts.js';
import { compared, groupCells } from './figures.js';

/** @typedef {import('./body.js').Shown} Shown */
/** @typedef {import('./outcome.js').Outcome} Outcome */

/** Criteria whose verdict turns. @param {Shown} shown @param {Outcome} outcome */
export function norms({ context, normDistances, verdictIds }, outcome) {
  const { words, city, state, distance, parameters } = context;
  const w = words.whatIf;
  const turned = outcome.criteria.filter(({ before, after }) => before.verdict !== after.verdict);
  if (turned.length === 0) return null;
  const nameOf = (/** @type {string} */ code) =>
    [...city.districts, ...city.neighbourhoods, ...city.programmes].find((area) => area.properties.code === code)
      ?.properties.name ?? city.info.name;
  const { serviceType = '', date } = parameters;
  const asked = { serviceType, ...(date ? { date } : {}) };
  const now = (/** @type {string | undefined} */ id) =>
    id === undefined ? undefined : { collection: 'assessments', id, property: 'verdict', parameters: asked };
  return h(
    'section',
    { class: 'norms', 'aria-labelledby': 'norms-heading' },
    h('h2', { id: 'norms-heading' }, w.norms),
    h(
      'ul',
      {},
      ...turned.map(({ areaCode, measure, required, criterionId, before, after }) =>
        h(
          'li',
          {},
          h(
            'p',
            {},
            nameOf(areaCode),
            h(
              'span',
              { class: 'small' },
              measure === 'coverage' && required !== null
                ? fill(w.normCoverage, {
                    share: f.percent(state.lang, required),
                    distance: f.metres(state.lang, normDistances.get(criterionId) ?? distance),
                  })
                : required === null
                  ? fill(w.normOther, { norm: criterionId })
                  : fill(w.normOther, { norm: measured(context, measure, required) }),
            ),
          ),
          h(
            'p',
            { class: 'norm-turn' },
            ...reasoned(context, now(verdictIds.get(`${criterionId} ${areaCode}`)), verdictMark(words, before.verdict)),
            icon('arrow'),
            h('span', { class: 'visually-hidden' }, w.becomes),
            verdictMark(words, after.verdict),
          ),
        ),
      ),
    ),
  );
}

/** @param {Shown} shown @param {Outcome | null} outcome @param {boolean} moving @returns {Node[]} */
export function gains(shown, outcome, moving) {
  if (!outcome) return [];
  const { context } = shown;
  return [...groupCells(context, outcome, moving), costCell(shown, outcome)];
}

/** @param {Shown} shown @param {Outcome} outcome */
function costCell({ context, whole, acts }, outcome) {
  const { words, state } = context;
  const w = words.whatIf;
  const cost = costOn(state);
  const gained = compared(context, whole, outcome).change.residentsServed ?? 0;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'link',
      'data-key': 'cost',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () => {
        const field = h('input', {
          class: 'search',
          id: 'cost-field',
          type: 'text',
          inputmode: 'numeric',
          autocomplete: 'off',
          value: cost ?? '',
          'data-focus': true,
        });
        const apply = (/** @type {Event} */ event) => {
          event.preventDefault();
          const text = field.value.replace(/[.\s€]/g, '');
          const euros = eurosOf(text);
          if (text !== '' && euros === null) {
            field.setAttribute('aria-invalid', 'true');
            return;
          }
          closePopup();
          acts.cost(euros);
        };
        openPopup(
          button,
          h(
            'div',
            { role: 'dialog', 'aria-label': w.cost },
            h(
              'form',
              { class: 'date-form', onsubmit: apply },
              h('label', { for: 'cost-field' }, w.costField),
              field,
              h('button', { type: 'submit', class: 'primary' }, words.apply),
            ),
          ),
        );
      },
    },
    cost === null ? w.fillIn : w.change,
  );
  return h(
    'li',
    { 'data-group': 'cost' },
    h('strong', {}, cost === null ? w.unknown : f.euros(state.lang, cost)),
    h('span', {}, w.cost, '. ', button),
    cost !== null && gained >= 2.5 && h('span', {}, fill(w.costPer, { amount: f.euros(state.lang, cost / gained) })),
  );
}
