/** The sheet of one district, neighbourhood or programme area: everything that is known of it now. */

import { h } from '../dom.js';
import * as f from '../formats.js';
import { fill } from '../words.js';
import { ageSection } from './ages.js';
import { distanceSection, gapSection } from './distance.js';
import { facilitySection } from './facilities.js';
import { figures } from './figures.js';
import { hubSection } from './hubs.js';
import { indicatorSection } from './indicators.js';
import { moneySection } from './money.js';
import { MOST_OVERLAPS, overlapSection } from './overlaps.js';
import { verdictSection } from './verdicts.js';

export { ask } from './document.js';
export { sheetHead } from './head.js';

/** @typedef {import('./document.js').Sheet} Sheet */
/** @typedef {import('../model.js').Shape} Shape */

/** @param {Sheet} sheet @param {(code: string) => void} open the sheet of another area @returns {Node[]} */
export function sheetBody(sheet, open) {
  const view = { sheet, paper: false, open };
  const { words, state, city } = sheet.context;
  const notice = state.lang === 'nl' ? city.info.noticeNl : city.info.noticeEn;
  const beside = [distanceSection(view), overlapSection(view), hubSection(view), gapSection(view)];
  return [
    figures(view),
    h(
      'div',
      { class: 'sections' },
      verdictSection(view),
      h('div', { class: 'beside' }, ...beside),
      ageSection(view),
      indicatorSection(view),
      moneySection(view),
      facilitySection(view),
    ),
    h(
      'p',
      { class: 'foot' },
      [fill(words.dataOf, { date: f.date(state.lang, sheet.document.parameters.date) }), notice]
        .filter(Boolean)
        .join(' '),
    ),
  ];
}

/** The overlaps that the sheet tells of and that have a line. @param {Sheet} sheet */
export const shownOverlaps = (sheet) =>
  sheet.overlaps.slice(0, MOST_OVERLAPS).filter((pair) => pair.geometry.coordinates.length === 2);

/** What stands together, as circles on the map. @param {Sheet} sheet @returns {Shape[]} */
export function hubShapes(sheet) {
  const places = new Map(sheet.facilities.map((one) => [one.properties.id, one.geometry?.coordinates]));
  return sheet.hubs.flatMap((hub) => {
    const spots = hub.facilities.flatMap((id) => {
      const at = places.get(id);
      return at ? [at] : [];
    });
    if (spots.length === 0) return [];
    const mean = (/** @type {0 | 1} */ axis) => spots.reduce((sum, at) => sum + (at[axis] ?? 0), 0) / spots.length;
    return [
      {
        kind: /** @type {const} */ ('circle'),
        style: 'hub',
        lon: mean(0),
        lat: mean(1),
        radiusM: hub.widthM / 2 + 40,
      },
    ];
  });
}
