/** The facilities that are in the list and in no area: they have no place, or stand outside every district. Each count says so. */

import * as f from './formats.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Facility} Facility */

/** Facilities without a place on the map. @param {Facility[]} facilities */
export const unplaced = (facilities) => facilities.filter(({ geometry }) => geometry === null).length;

/** Facilities with a place that is in no district. @param {Facility[]} facilities */
const outside = (facilities) =>
  facilities.filter(
    ({ geometry, properties }) =>
      geometry !== null && properties.districtCode === null && properties.neighbourhoodCode === null,
  ).length;

/** "1 zonder plek op de kaart en 1 buiten elke wijk"; nothing where each stands in an area. @param {Pick<Context, 'words' | 'state'>} context @param {Facility[]} facilities */
export function straysIn({ words, state }, facilities) {
  /** @type {[string, number][]} */
  const counted = [
    [words.places.unplaced, unplaced(facilities)],
    [words.places.outside, outside(facilities)],
  ];
  return counted
    .filter(([, n]) => n > 0)
    .map(([text, n]) => fill(text, { n: f.number(state.lang, n) }))
    .join(` ${words.places.and} `);
}
