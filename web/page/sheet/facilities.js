/** All facilities of an area, in the order of their numbers on the print. */

import { h, markingOf, symbol } from '../dom.js';
import { facilityEntry, groupOf, typeLabel } from '../places.js';
import { lookUp } from '../words.js';
import { quiet, section } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('./document.js').Sheet} Sheet */
/** @typedef {import('./parts.js').View} View */

/** By type in the taxonomy's order, then by name. @param {Context} context @param {Facility[]} facilities */
export function sortedFacilities(context, facilities) {
  const order = new Map(context.city.types.map((type, index) => [type.code, index]));
  const place = (/** @type {Facility} */ one) => order.get(one.properties.serviceType ?? '') ?? order.size;
  return [...facilities].sort(
    (a, b) =>
      place(a) - place(b) ||
      (a.properties.name ?? '').localeCompare(b.properties.name ?? '', context.state.lang) ||
      a.properties.id.localeCompare(b.properties.id),
  );
}

/** The number of each facility of the sheet. @param {Sheet} sheet */
export const numbers = (sheet) => new Map(sheet.facilities.map(({ properties }, index) => [properties.id, index + 1]));

/** @param {View} view */
export function facilitySection(view) {
  const { facilities, context } = view.sheet;
  const { words } = context;
  return section(
    view,
    'facilities',
    words.facilitiesQuestion,
    facilities.length === 0
      ? quiet(words.facilitiesNone)
      : h(
          'ul',
          { class: 'facilities' },
          ...facilities.map((facility) => h('li', {}, facilityEntry(context, facility))),
        ),
  );
}

/** A line of the print's list: number, symbol, name, role. @param {Context} context @param {Facility} facility @param {number} number */
export function numberedFacility(context, { properties, geometry }, number) {
  const { words } = context;
  const role = properties.municipalRole ?? 'unknown';
  return h(
    'li',
    { class: 'numbered' },
    h('span', { class: 'number' }, String(number)),
    symbol(groupOf(context, properties.serviceType), { marking: markingOf(properties.municipalRole) }),
    h(
      'span',
      { class: 'numbered-name' },
      properties.name ?? `${typeLabel(context, properties.serviceType)}, ${words.nameless}`,
      geometry === null && h('span', { class: 'small' }, ` ${words.sheets.notOnMap}`),
    ),
    h('span', { class: 'numbered-role' }, lookUp(words.sheets.shortRole, role, role)),
  );
}
