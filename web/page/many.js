/**
 * What is loaded of the facilities. Of a city all of them; of a country, of which the map shows tiles, only those that the
 * question, the sheet or the table is about, with how many there are of each type.
 */

import * as api from './api.js';

/** @typedef {import('./model.js').City} City */
/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Facility} Facility */
/** @typedef {import('./model.js').Panel} Panel */
/** @typedef {import('./model.js').Area} Area */

/** With more, the map shows tiles of the server. */
const MANY_FACILITIES = 20_000;
/** So many rows of places are loaded for a table at most. */
const MOST_ROWS = 2000;
/** So many places are asked one by one at most. */
export const MOST_SINGLE = 100;
/** About a metre, in degrees. */
const EDGE = 0.00001;

/** With more, borders are drawn on a canvas, and the places of people who are not reached are told per area only. */
const MANY_AREAS = 2000;
/** Questions that show where the people live who are not reached. */
const WITH_DOTS = new Set(['coverage', 'supply']);

/** @param {City} city */
export const hasManyAreas = ({ neighbourhoods }) => neighbourhoods.length > MANY_AREAS;

/** Whether the map leaves out the dots that it shows of a city. @param {Context} context */
export const leavesDots = ({ city, state }) => hasManyAreas(city) && WITH_DOTS.has(state.question);

/** Where the people live who are not reached; of a country only inside an area, in its sheet. @param {Context} context @param {Record<string, string>} parameters */
export const gapsOf = async ({ city }, parameters) => (hasManyAreas(city) ? [] : api.gaps(parameters));

/** @param {City} city */
export const hasMany = ({ info }) => info.facilityCount > MANY_FACILITIES;

/** What the places are asked with. @param {Record<string, string>} parameters @returns {Record<string, string>} */
const counted = ({ date, role }) => ({ ...(date ? { date } : {}), ...(role ? { role } : {}) });

/** Asks for the places of a city while its areas are on their way. @param {import('./api.js').CityInfo} info @param {Record<string, string>} parameters */
export async function askPlaces(info, parameters) {
  // What goes wrong is told to who needs them.
  if (info.facilityCount <= MANY_FACILITIES) await api.facilities(counted(parameters)).catch(() => {});
}

/**
 * @param {Omit<Context, 'facilities'>} next @param {Panel} panel @param {Area | null} area whose sheet is open
 * @param {[number, number, number, number] | null} sight west, south, east, north of the map, where the reader moved it
 * @returns {Promise<Pick<Context, 'facilities' | 'counts' | 'listed'>>}
 */
export async function placesFor(next, panel, area, sight) {
  const { state, type, city } = next;
  const asked = counted(next.parameters);
  if (!hasMany(city)) return { facilities: await api.facilities(asked) };
  const listing = state.show === 'table' && state.rows !== 'answer';
  const rowsOf = state.rows === 'facilities' ? type : null;
  const [types, all, inArea, ofType, rows] = await Promise.all([
    api.serviceTypes(asked),
    api.count('facilities', asked),
    area ? api.facilities({ ...asked, area: area.properties.code }) : [],
    type && panel.usesPlaces && !area ? api.facilities({ ...asked, serviceType: type.code }) : [],
    listing && !area
      ? api.some(
          'facilities',
          {
            ...asked,
            ...(rowsOf ? { serviceType: rowsOf.code } : {}),
            ...(state.programme === null ? {} : { area: state.programme }),
            ...(sight && !rowsOf ? { bbox: sight.join(',') } : {}),
          },
          MOST_ROWS,
        )
      : null,
  ]);
  const counts = new Map(types.map((one) => [one.code, one.facilityCount]));
  const typed = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (all > typed) counts.set('', all - typed);
  return {
    facilities: area ? inArea : ofType,
    counts,
    listed: rows ? { facilities: rows.features, of: rows.all } : { facilities: inArea, of: inArea.length },
  };
}

/** Facilities by their ids: those that are loaded, and else asked; one that is not there any more is left out. @param {Context} context @param {string[]} ids @returns {Promise<Facility[]>} */
export async function placesOf(context, ids) {
  const loaded = new Map(context.facilities.map((one) => [one.properties.id, one]));
  const { date } = context.parameters;
  const wanted = ids.slice(0, context.counts ? MOST_SINGLE : ids.length);
  const found = await Promise.all(
    wanted.map((id) => loaded.get(id) ?? (context.counts ? api.facility(id, date ? { date } : {}) : null)),
  );
  return found.filter((one) => one !== null);
}

/**
 * Those in a box that count. @param {Context} context
 * @param {{bounds: [number, number, number, number], type: string | null}} told @returns {Promise<Facility[]>}
 */
export async function placesWithin({ parameters }, { bounds, type }) {
  // A box without width holds nothing.
  const [west, south, east, north] = bounds;
  const bbox = [west - EDGE, south - EDGE, east + EDGE, north + EDGE].join(',');
  const asked = { ...counted(parameters), ...(type ? { serviceType: type } : {}) };
  return (await api.some('facilities', { ...asked, bbox }, MOST_SINGLE)).features;
}

/** How many places there are of a type; without a type of all. @param {Pick<Context, 'facilities' | 'counts'>} context @param {string | null} type */
export function placeCount({ facilities, counts }, type) {
  if (!counts) return facilities.filter(({ properties }) => type === null || properties.serviceType === type).length;
  return type === null ? [...counts.values()].reduce((sum, count) => sum + count, 0) : (counts.get(type) ?? 0);
}
