/** What stands beside the list of "What does it cost?": the years, what belongs nowhere, and what does not fit. */

import { h } from '../../dom.js';
import * as f from '../../formats.js';
import { reasoned } from '../../reasons.js';
import { capital, fill, lookUp } from '../../words.js';
import { countText, part } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Shape} Shape */
/** @typedef {import('../../state.js').State} State */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties, geometry: GeoJSON.Geometry | null}} Item */

const KINDS = /** @type {const} */ ([
  'facilityWithoutGrant',
  'grantEnded',
  'grantForFacilityNotOpen',
  'grantForUnknownFacility',
  'grantWithoutFacility',
]);

/** What is promised for every year, and what ends in it. @param {Context} context @param {Item[]} years @param {Record<string, string>} parameters */
export function yearsSection(context, years, parameters) {
  const words = context.words.spending;
  const { lang } = context.state;
  const most = Math.max(...years.map(({ properties }) => properties.committedEuros ?? 0), 1);
  const openEnded = years[0]?.properties.openEndedEuros ?? 0;
  return [
    part(
      words.years,
      h(
        'ol',
        { class: 'year-rows' },
        ...years.map(({ id, properties }) => {
          const { year, committedEuros, grantsEnding, eurosEnding } = properties;
          const bar = h('span', {});
          bar.style.width = `${((committedEuros ?? 0) / most) * 100}%`;
          const why = { collection: 'commitments', id, property: 'committedEuros', parameters };
          return h(
            'li',
            {},
            h('span', { class: 'year' }, String(year)),
            h('span', { class: 'year-bar', 'aria-hidden': 'true' }, bar),
            h(
              'span',
              { class: 'year-figure' },
              ...reasoned(context, why, h('span', {}, euros(context, committedEuros))),
            ),
            h(
              'span',
              { class: 'year-ends' },
              ...(grantsEnding > 0
                ? reasoned(
                    context,
                    { ...why, property: 'eurosEnding' },
                    h(
                      'span',
                      {},
                      fill(countText(words.ends, context, grantsEnding), { amount: f.euros(lang, eurosEnding ?? 0) }),
                    ),
                  )
                : [words.endsNone]),
            ),
          );
        }),
      ),
      openEnded > 0 &&
        years[0] &&
        h(
          'p',
          { class: 'quiet-text' },
          ...reasoned(
            context,
            { collection: 'commitments', id: years[0].id, property: 'openEndedEuros', parameters },
            h('span', {}, fill(words.openEnded, { amount: f.euros(lang, openEnded) })),
          ),
        ),
    ),
  ];
}

/** @param {Context} context @param {number | null} amount */
const euros = ({ words, state }, amount) => (amount === null ? words.unknown : f.euros(state.lang, amount));

/** The small amounts of a long list. @param {Context} context @param {import('../../model.js').Row[]} rows */
export const restSection = (context, rows) =>
  rows.length === 0
    ? []
    : [
        h(
          'div',
          { class: 'part' },
          h(
            'details',
            { class: 'fold' },
            h(
              'summary',
              {},
              countText(context.words.spending.rest, context, rows.length),
              h(
                'span',
                { class: 'fold-count' },
                f.euros(
                  context.state.lang,
                  rows.reduce((sum, { value }) => sum + value, 0),
                ),
              ),
            ),
            h(
              'ul',
              { class: 'pairs' },
              ...rows.map((row) =>
                h(
                  'li',
                  {},
                  h('span', {}, row.name),
                  h('span', { class: 'row-figure' }, ...reasoned(context, row.why, h('span', {}, row.figure))),
                ),
              ),
            ),
          ),
        ),
      ];

/** What belongs to no area, so that the total can be added up. @param {Context} context @param {Item[]} rest @param {Record<string, string>} parameters */
export function leftOver(context, rest, parameters) {
  const words = context.words.spending;
  return rest.length === 0
    ? []
    : [
        part(
          words.nowhere,
          h(
            'ul',
            { class: 'pairs' },
            ...rest.map(({ id, properties }) =>
              h(
                'li',
                {},
                h('span', {}, capital(lookUp(words.reasons, properties.reason ?? '', context.words.unknown))),
                h(
                  'span',
                  { class: 'row-figure' },
                  ...reasoned(
                    context,
                    { collection: 'spending', id, property: 'eurosPerYear', parameters },
                    h('span', {}, euros(context, properties.eurosPerYear)),
                  ),
                ),
              ),
            ),
          ),
        ),
      ];
}

/** Whether a mismatch can be shown on the map. @param {Item} item */
export const located = ({ geometry }) => geometry?.type === 'Point';

/** @param {Context} context @param {Item[]} mismatches @returns {Shape[]} */
export const mismatchShapes = (context, mismatches) =>
  mismatches.flatMap(({ id, properties, geometry }) =>
    geometry?.type === 'Point'
      ? [
          {
            kind: /** @type {const} */ ('spot'),
            style: 'mismatch',
            lon: geometry.coordinates[0] ?? 0,
            lat: geometry.coordinates[1] ?? 0,
            title: `${properties.name ?? context.words.nameless}: ${lookUp(context.words.spending.kinds, properties.kind, '')}`,
            text: '!',
            key: id,
          },
        ]
      : [],
  );

/** @param {Context} context @param {Item[]} mismatches @param {(change: Partial<State>) => void} change */
export function mismatchSection(context, mismatches, change) {
  const words = context.words.spending;
  const { item } = context.state;
  return [
    part(
      words.mismatches,
      mismatches.length === 0 && h('p', { class: 'quiet-text' }, words.mismatchesNone),
      ...KINDS.map((kind) => {
        const own = mismatches.filter(({ properties }) => properties.kind === kind);
        return (
          own.length > 0 &&
          h(
            'details',
            { class: 'fold', open: own.some(({ id }) => id === item) },
            h(
              'summary',
              {},
              words.kinds[kind],
              h('span', { class: 'fold-count' }, f.number(context.state.lang, own.length)),
            ),
            h('ul', { class: 'entries' }, ...own.map((one) => h('li', {}, entry(context, one, change)))),
          )
        );
      }),
    ),
  ];
}

/** @param {Context} context @param {Item} mismatch @param {(change: Partial<State>) => void} change */
function entry(context, mismatch, change) {
  const { state, words } = context;
  const { id, properties } = mismatch;
  const name = properties.name ?? properties.scheme ?? properties.recipient ?? words.nameless;
  const content = [h('span', {}, name), h('span', { class: 'small' }, entryText(context, properties))];
  if (!located(mismatch)) return h('div', { class: 'entry' }, ...content);
  const chosen = state.item === id;
  return h(
    'button',
    {
      type: 'button',
      class: 'entry',
      'data-key': id,
      'aria-pressed': String(chosen),
      onclick: () => change({ item: chosen ? null : id, view: null }),
    },
    ...content,
  );
}

/** @param {Context} context @param {Properties} properties */
function entryText({ words: all, state }, properties) {
  const words = all.spending;
  const { kind, name, scheme, recipient, eurosPerYear, role, lastGrantEnded } = properties;
  if (kind === 'facilityWithoutGrant') return capital(lookUp(words.roles, role ?? '', all.roleOf.unknown));
  return [
    name === null ? recipient?.replaceAll(';', ', ') : scheme,
    eurosPerYear === null ? words.grantUnknown : `${f.euros(state.lang, eurosPerYear)} ${words.perYear}`,
    lastGrantEnded === null ? null : fill(words.endedOn, { date: f.date(state.lang, lastGrantEnded) }),
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(', ');
}
