/**
 * What the sheet of one area is made of: the document of `/v1/sheets/{areaCode}`, and what that does not hold: places on the map,
 * how far each resident lives from one type, and the ages that no type is for.
 */

import { placesOf } from '../many.js';
import * as api from '../api.js';
import { GROUPS } from '../state.js';
import { sortedFacilities } from './facilities.js';
import { entries } from './criteria.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').AreaProperties} AreaProperties */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../model.js').Gap} Gap */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('../api.js').Demand} Demand */
/** @typedef {import('../api.js').ServiceType} ServiceType */

/**
 * The document as it comes.
 * @typedef {object} SheetDocument
 * @property {string} areaCode
 * @property {string} level
 * @property {{date: string}} parameters
 * @property {number} revision
 * @property {string} timeStamp
 * @property {{nl: string, en: string} | null} [notice]
 * @property {{id: string, parameters: Record<string, any>, features: {id: string, properties: Record<string, any>}[]}[]} sections
 * @property {string[]} attribution
 */

/**
 * @typedef {object} Hub
 * @property {string} id
 * @property {string[]} facilities ids
 * @property {string[]} names
 * @property {number} widthM
 */

/**
 * @typedef {object} Sheet
 * @property {SheetDocument} document
 * @property {Area} area with its figures on the date
 * @property {Context} context with the type, distance and date that the sheet tells of
 * @property {Facility[]} facilities in the order of their numbers
 * @property {import('./criteria.js').Entry[]} verdicts worst first
 * @property {AreaProperties | null} typed with the figures of the type
 * @property {Record<string, any>[]} coverage of every type, for everybody
 * @property {Gap[]} gaps of the type
 * @property {Demand[]} demand with the distance to the type
 * @property {Overlap[]} overlaps of all types, those with most money first
 * @property {Hub[]} hubs
 * @property {{group: string, residents: number}[]} ages
 */

/** @type {Record<string, api.AreaCollection>} */
export const COLLECTION = { district: 'districts', neighbourhood: 'neighbourhoods', programme: 'programme-areas' };

/** A sheet tells of the pairs with the most money, and asks for their partners elsewhere. */
const MOST_PARTNERS = 10;

/** @param {Context} asked @param {Area} area @returns {Promise<Sheet>} */
export async function ask(asked, area) {
  const { code, level } = area.properties;
  const { state, city } = asked;
  /** @type {Record<string, string>} */
  const day = state.date === null ? {} : { date: state.date };
  /** @type {SheetDocument} */
  const document = await api.document(`/v1/sheets/${encodeURIComponent(code)}`, day);
  const collection = COLLECTION[level] ?? 'districts';
  const verdicts = entries(rowsOf(document, 'assessments'), city);
  const type = asked.type ?? typeToTell(asked, verdicts);
  const distance = state.distance ?? type?.distanceM ?? city.info.defaultDistanceM;
  /** @type {Record<string, string>} */
  const chosen = {
    ...day,
    ...(type ? { serviceType: type.code } : {}),
    ...(state.distance === null ? {} : { distance: String(state.distance) }),
    ...(state.group === 'all' ? {} : { group: state.group }),
  };
  const context = { ...asked, type, distance, parameters: chosen, facilities: await partnersToo(asked, document) };
  const typed = { ...chosen, area: code };
  const only = (/** @type {Area[]} */ areas) => areas.find((one) => one.properties.code === code);
  const everyType = rowsOf(document, 'coverage');
  const [figures, gaps, demand, ages] = await Promise.all([
    type ? api.areas(collection, typed) : [],
    type ? api.gaps(typed) : [],
    type ? api.demand(typed) : [],
    agesOf(everyType, async (group) => {
      if (!type) return null;
      const found = only(await api.areas(collection, { ...day, serviceType: type.code, group, area: code }));
      return sumOf(found?.properties.residentsServed, found?.properties.residentsUnserved);
    }),
  ]);
  const places = new Map(context.facilities.map((one) => [one.properties.id, one]));
  return {
    document,
    area: { ...area, properties: { ...area.properties, .../** @type {any} */ (rowsOf(document, 'area')[0] ?? {}) } },
    context,
    facilities: sortedFacilities(context, facilitiesOf(document, places)),
    verdicts,
    typed: only(figures)?.properties ?? null,
    coverage: everyType.filter((row) => row.group === 'all'),
    gaps,
    demand,
    overlaps: overlapsOf(document, places),
    hubs: /** @type {any[]} */ (rowsOf(document, 'hubs')),
    ages,
  };
}

/** The facilities that are loaded, with those elsewhere that the sheet tells of. @param {Context} asked @param {SheetDocument} document */
async function partnersToo(asked, document) {
  if (!asked.counts) return asked.facilities;
  const loaded = new Set(asked.facilities.map((one) => one.properties.id));
  const pairs = rowsOf(document, 'overlaps').sort((a, b) => atStake({ properties: b }) - atStake({ properties: a }));
  const told = [
    ...pairs.slice(0, MOST_PARTNERS).flatMap(({ facilityA, facilityB }) => [facilityA, facilityB]),
    ...rowsOf(document, 'hubs').flatMap((hub) => hub.facilities),
  ];
  const elsewhere = [...new Set(told)].filter((id) => !loaded.has(id));
  return [...asked.facilities, ...(await placesOf(asked, elsewhere))];
}

/** What a section tells, an object a line; nothing where the document has no such section. @param {SheetDocument} document @param {string} id @returns {(Record<string, any> & {id: string})[]} */
export function rowsOf(document, id) {
  const section = document.sections.find((one) => one.id === id);
  return (section?.features ?? []).map((feature) => ({ ...feature.properties, id: feature.id }));
}

/** The type that a sheet tells of where none is chosen: that of the worst criterion on distance, else the first with places. @param {Context} context @param {import('./criteria.js').Entry[]} verdicts @returns {ServiceType | null} */
function typeToTell({ city }, verdicts) {
  const worst = verdicts.find((entry) => entry.measure === 'coverage' && entry.verdict === 'short');
  return (
    city.types.find((type) => type.code === worst?.serviceType) ??
    city.types.find((type) => type.facilityCount > 0) ??
    null
  );
}

/** @param {number | null | undefined} a @param {number | null | undefined} b */
const sumOf = (a, b) => (a === null || a === undefined || b === null || b === undefined ? null : a + b);

/** @param {SheetDocument} document @param {Map<string, Facility>} places @returns {Facility[]} */
function facilitiesOf(document, places) {
  return rowsOf(document, 'facilities').map((row) => ({
    type: /** @type {const} */ ('Feature'),
    id: row.id,
    properties: /** @type {any} */ (row),
    geometry: places.get(row.id)?.geometry ?? null,
  }));
}

/** What both places receive, as far as known. @param {{properties: Record<string, any>}} pair */
const atStake = ({ properties }) => (properties.eurosPerYearA ?? 0) + (properties.eurosPerYearB ?? 0);

/** Most money first; with a line where both places are known. @param {SheetDocument} document @param {Map<string, Facility>} places @returns {Overlap[]} */
function overlapsOf(document, places) {
  return rowsOf(document, 'overlaps')
    .map((row) => ({
      type: /** @type {const} */ ('Feature'),
      id: row.id,
      properties: /** @type {any} */ (row),
      geometry: {
        type: /** @type {const} */ ('LineString'),
        coordinates: [row.facilityA, row.facilityB].flatMap((id) => {
          const at = places.get(id)?.geometry?.coordinates;
          return at ? [at] : [];
        }),
      },
    }))
    .sort((a, b) => atStake(b) - atStake(a) || b.properties.sharedResidents - a.properties.sharedResidents);
}

/**
 * Residents per age: as the document tells them for the types that are for one age, and asked for the others.
 * @param {Record<string, any>[]} everyType @param {(group: string) => Promise<number | null>} otherwise
 */
async function agesOf(everyType, otherwise) {
  const known = new Map(everyType.map((row) => [row.group, row.groupResidents ?? null]));
  const ages = await Promise.all(
    GROUPS.map(async (group) => ({ group, residents: known.get(group) ?? (await otherwise(group)) ?? 0 })),
  );
  return ages.every(({ residents }) => residents === 0) ? [] : ages;
}
