/** The four figures on top of a sheet. */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { made } from '../reasons/made.js';
import { fill } from '../words.js';
import { typeInWords } from '../panels/common.js';
import { COLLECTION, rowsOf } from './document.js';
import { figured } from './parts.js';

/** @typedef {import('./parts.js').View} View */
/** @typedef {import('../model.js').Reason} Reason */

/** @param {View} view */
export function figures(view) {
  const { sheet } = view;
  const { context, area, document } = sheet;
  const { words, state } = context;
  const { lang } = state;
  const { facilityCount, facilitiesPer1000, code, level } = area.properties;
  const ofArea = (/** @type {string} */ property, /** @type {Record<string, string>} */ more = {}) => ({
    collection: COLLECTION[level] ?? 'districts',
    id: code,
    property,
    parameters: { date: document.parameters.date, ...more },
  });
  const together = rowsOf(document, 'concentration')[0];
  const share = /** @type {number | null} */ (together?.concentration ?? null);
  return h(
    'dl',
    { class: 'figures' },
    figure(view, 'facilityCount', {
      value: f.number(lang, facilityCount),
      label: facilityCount === 1 ? words.figureFacilities.one : words.figureFacilities.many,
      why: ofArea('facilityCount'),
    }),
    figure(view, 'facilitiesPer1000', {
      value: facilitiesPer1000 === null ? words.unknown : f.ratio(lang, facilitiesPer1000),
      label: words.figurePer1000,
      why: ofArea('facilitiesPer1000'),
    }),
    roleFigure(view, ofArea),
    figure(view, 'concentration', {
      value: share === null ? words.unknown : f.percentNumber(share),
      unit: share === null ? '' : '%',
      label: words.sheets.together,
      why: together && {
        collection: 'concentrations',
        id: together.id,
        property: 'concentration',
        parameters: { date: document.parameters.date },
      },
    }),
  );
}

/** A subsidy and a commission are counted each with its own reason; a facility may have both. @param {View} view @param {(property: string, more: Record<string, string>) => Reason} reason */
function roleFigure(view, reason) {
  const { sheet } = view;
  const { words, state } = sheet.context;
  const having = (/** @type {string[]} */ roles) =>
    sheet.facilities.filter(({ properties }) => roles.includes(properties.municipalRole ?? '')).length;
  const parts = /** @type {const} */ (['subsidy', 'commission']).map((role) => ({
    count: having([role, 'both']),
    label: words.sheets.ofRole[role],
    why: reason('facilityCount', { role }),
  }));
  const count = having(['subsidy', 'commission', 'both']);
  const unknown = sheet.facilities.filter(({ properties }) => properties.municipalRole === null).length;
  const alone = parts.filter((part) => part.count > 0);
  const nobodyKnows = unknown > 0 ? unknownReason(view, reason('facilityCount', {})) : undefined;
  return figure(view, 'withRole', {
    value: count === 0 && unknown > 0 ? words.unknown : f.number(state.lang, count),
    label: words.figureRole,
    why:
      alone.length === 0
        ? nobodyKnows
        : made(sheet.context, {
            key: `role-${sheet.area.properties.code}`,
            what: `${sheet.area.properties.name}, ${words.figureRole}`,
            figure: f.number(state.lang, count),
            rule: 'count',
            parts: alone.map((part) => ({
              name: part.label,
              figure: f.number(state.lang, part.count),
              why: part.why,
            })),
            missing: words.reasons.both,
          }),
    more: [
      ...(alone.length === 2
        ? parts.map((part) =>
            h(
              'span',
              {},
              ...figured(view, part.why, h('span', {}, `${f.number(state.lang, part.count)} ${part.label}`)),
            ),
          )
        : []),
      ...(count > 0 && unknown > 0
        ? [
            h(
              'span',
              {},
              ...figured(
                view,
                nobodyKnows,
                h('span', {}, fill(words.sheets.roleUnknown, { n: f.number(state.lang, unknown) })),
              ),
            ),
          ]
        : []),
    ],
  });
}

/** Of which facilities the role is unknown, each by its name. @param {View} view @param {Reason} like @returns {Reason} */
function unknownReason({ sheet }, like) {
  const { context, area, facilities } = sheet;
  const { words, state } = context;
  const unknown = facilities.filter(({ properties }) => properties.municipalRole === null);
  return made(context, {
    key: `role-unknown-${area.properties.code}`,
    what: `${area.properties.name}, ${words.sheets.roleUnknownOf}`,
    figure: f.number(state.lang, unknown.length),
    rule: 'count',
    parts: unknown.map(({ properties }) => ({
      name: properties.name ?? words.nameless,
      figure: typeInWords(context, properties.serviceType),
    })),
    ...('parts' in like ? {} : { like }),
  });
}

/**
 * @param {View} view @param {string} name
 * @param {{value: string, unit?: string, label: string, why?: Reason | undefined, more?: Node[]}} of
 */
const figure = (view, name, { value, unit = '', label, why, more = [] }) =>
  h(
    'div',
    { class: 'figure', 'data-figure': name },
    h('dt', {}, label),
    h(
      'dd',
      {},
      ...figured(
        view,
        why,
        h('span', { class: 'figure-value' }, value),
        ...(unit === '' ? [] : [h('span', { class: 'figure-unit' }, unit)]),
      ),
    ),
    more.length > 0 && h('dd', { class: 'figure-parts' }, ...more),
  );
