/** The only module that fetches. Answers are kept per address, so asking the same again costs nothing. */

import { ADDRESSES } from './map/services.js';

/**
 * @typedef {object} CityInfo
 * @property {string} name
 * @property {string} crs
 * @property {string} today
 * @property {string | null} noticeNl
 * @property {string | null} noticeEn
 * @property {number} defaultDistanceM
 * @property {number} [detourFactor] how much longer a way is than the straight line
 * @property {number} detourFactor what a straight line is multiplied by; a reach of a distance has radius distance ÷ this
 * @property {string[]} embedOn other sites that may show the page in a frame
 * @property {Contact | null} contact whom a reader can tell that something does not work
 * @property {'lattice' | 'layer'} demandKind
 * @property {number} revision
 * @property {number} facilityCount
 * @property {[number, number, number, number] | null} extent west, south, east, north in degrees
 * @property {{name: string, layer: string, date: string | null, licence: string | null, attribution: string | null}[]} sources
 *
 * @typedef {{name: string, email: string | null, url: string | null}} Contact
 *
 * @typedef {object} ServiceType
 * @property {string} code
 * @property {string} labelNl
 * @property {string} labelEn
 * @property {string} group
 * @property {string} populationGroup
 * @property {number | null} distanceM
 * @property {number} facilityCount
 *
 * @typedef {object} AreaProperties
 * @property {string} code
 * @property {string} name
 * @property {string} level
 * @property {string | null} parentCode
 * @property {number | null} residents
 * @property {number | null} landKm2
 * @property {number} areaKm2
 * @property {number} facilityCount
 * @property {number | null} facilitiesPerKm2
 * @property {number | null} facilitiesPer1000
 * @property {number | null} [coverage]
 * @property {number | null} [residentsServed]
 * @property {number | null} [residentsUnserved]
 * @property {number | null} [meanDistanceM]
 * @property {number | null} [groupResidents]
 * @property {number | null} [residentsUnreachable]
 * @property {boolean} [suppressed] left out because few people are meant
 *
 * @typedef {object} FacilityProperties
 * @property {string} id
 * @property {string | null} name
 * @property {string | null} serviceType
 * @property {string | null} organisation
 * @property {string | null} address
 * @property {string | null} municipalRole
 * @property {string | null} neighbourhoodCode
 * @property {string | null} districtCode
 * @property {number | null} [residentsInReach]
 * @property {number | null} [uniqueCoverage]
 * @property {number | null} [visitorsPerYear]
 *
 * @typedef {object} GapProperties
 * @property {string} serviceType
 * @property {string} areaCode
 * @property {number} residents
 *
 * @typedef {object} OverlapProperties
 * @property {string} facilityA
 * @property {string} facilityB
 * @property {string} serviceType
 * @property {number} jaccard
 * @property {number} distanceM
 * @property {number} sharedResidents
 * @property {boolean} targetGroupUnknown
 * @property {number | null} eurosPerYearA
 * @property {number | null} eurosPerYearB
 *
 * @typedef {object} DemandProperties
 * @property {number} residents
 * @property {string} areaCode
 * @property {number | null} distanceM
 * @property {boolean} served
 */

/**
 * @typedef {{nl: string, en: string}} Text
 *
 * @typedef {{title: Text, value: number, shown?: Text}} Amount `shown`: residents, as a sentence tells them
 *
 * @typedef {object} Explanation
 * @property {string} property
 * @property {Text} title
 * @property {number | string | null} value
 * @property {Text & {source: string | null}} definition
 * @property {Record<string, unknown>} parameters
 * @property {{number: number, time: string}} revision
 * @property {{id: string, name: string | null, serviceType: string | null}[] | null} facilities
 * @property {number | null} facilitiesTotal
 * @property {{kind: 'ratio' | 'sum', numerator?: Amount, denominator?: Amount} | null} parts
 * @property {{name: string, layer: string, date: string | null, licence: string | null, attribution: string | null}[]} sources
 * @property {({code: string, count?: number} & Text)[]} caveats
 * @property {number} [residentsTo] to a multiple of which residents are rounded in its texts; none where they tell none
 * @property {Text} sentences
 */

/** @template P @template {GeoJSON.Geometry | null} G @typedef {{type: 'Feature', id: string, properties: P, geometry: G}} Feature */
/** @typedef {Feature<AreaProperties, GeoJSON.Polygon | GeoJSON.MultiPolygon>} Area */
/** @typedef {Feature<FacilityProperties, GeoJSON.Point | null>} Facility */
/** @typedef {Feature<GapProperties, GeoJSON.Polygon | GeoJSON.MultiPolygon>} Gap */
/** @typedef {Feature<OverlapProperties, GeoJSON.LineString>} Overlap */
/** @typedef {Feature<DemandProperties, GeoJSON.Point>} Demand */
/** @typedef {Record<string, string>} Parameters */
/** @typedef {'neighbourhoods' | 'districts' | 'programme-areas' | 'municipalities'} AreaCollection */

/** Why an answer did not come, with what the helpdesk needs. */
export class Problem extends Error {
  /** @param {string} message @param {string} code */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

const KEPT = 60;
/** All features of the answers that are kept: those of a country fill the memory. */
const MOST_FEATURES = 60_000;
const TRIES = 3;
const MOST_WAIT_S = 5;
/** @type {Map<string, Promise<any>>} */
const answers = new Map();
/** @type {Map<string, number>} */
const weights = new Map();

/** @param {string} url */
const get = (url) => kept(url, () => ask(url));

/** @param {string} key @param {() => Promise<any>} fetched @returns {Promise<any>} */
function kept(key, fetched) {
  let answer = answers.get(key);
  if (answer) {
    // What is asked again is not the oldest.
    answers.delete(key);
    answers.set(key, answer);
  } else {
    answer = fetched().catch((error) => {
      answers.delete(key);
      throw error;
    });
    answers.set(key, answer);
    void answer.then(
      (body) => {
        weights.set(key, body?.features?.length ?? 1);
        forget(key);
      },
      () => {},
    );
  }
  return answer;
}

/** Lets go of the oldest answers where there are too many, or too large ones. @param {string} newest */
function forget(newest) {
  let weight = [...weights.values()].reduce((sum, one) => sum + one, 0);
  for (const key of answers.keys()) {
    if (answers.size <= KEPT && weight <= MOST_FEATURES) return;
    if (key === newest) continue;
    weight -= weights.get(key) ?? 0;
    weights.delete(key);
    answers.delete(key);
  }
}

/** A server that is busy says when to ask again. @param {string} url @param {RequestInit} [how] @param {number} [tries] @returns {Promise<any>} */
async function ask(url, how = {}, tries = TRIES) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { ...how, headers: { Accept: 'application/geo+json, application/json' } });
  } catch {
    throw new Problem('no connection', 'no-connection');
  }
  const wait = Number(response.headers.get('retry-after'));
  if (response.status === 503 && wait > 0 && tries > 0) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, MOST_WAIT_S) * 1000));
    return ask(url, how, tries - 1);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    const code = typeof body?.code === 'string' ? body.code : 'unreadable';
    throw new Problem(String(body?.detail ?? body?.title ?? response.statusText), `${response.status} ${code}`);
  }
  return body;
}

/** @param {string} collection @param {Parameters} parameters */
const itemsUrl = (collection, parameters) => `/v1/collections/${collection}/items?${new URLSearchParams(parameters)}`;

/** All features of a collection, page after page. @param {string} collection @param {Parameters} parameters @returns {Promise<any[]>} */
async function all(collection, parameters) {
  const features = [];
  /** @type {string | null} */
  let url = itemsUrl(collection, { ...parameters, limit: '10000' });
  while (url !== null) {
    const page = await get(url);
    features.push(...page.features);
    /** @type {{rel: string, href: string} | undefined} */
    const next = page.links?.find((/** @type {{rel: string}} */ link) => link.rel === 'next');
    url = next ? samePlace(next.href) : null;
  }
  return features;
}

/** A link of the server as a path here, whatever host name it knows itself by. @param {string} href */
function samePlace(href) {
  const url = new URL(href, location.href);
  return url.pathname + url.search;
}

/** @returns {Promise<CityInfo>} */
export const city = async () => (await get('/v1?f=json')).city;

/** Some features of a collection, and how many there are. @param {string} collection @param {Parameters} parameters @param {number} most */
export async function some(collection, parameters, most) {
  const page = await get(itemsUrl(collection, { ...parameters, limit: String(most) }));
  return { features: page.features, all: Number(page.numberMatched ?? page.features.length) };
}

/** How many features match. @param {string} collection @param {Parameters} parameters */
export const count = async (collection, parameters) => (await some(collection, parameters, 1)).all;

/** @param {Parameters} parameters @returns {Promise<ServiceType[]>} */
export const serviceTypes = async (parameters) =>
  (await all('service-types', parameters)).map((feature) => feature.properties);

/**
 * Areas with their figures. Borders stay the same whatever is asked, so they come once.
 * @param {AreaCollection} level @param {Parameters} parameters @returns {Promise<Area[]>}
 */
export async function areas(level, parameters) {
  if (Object.keys(parameters).length === 0) return all(level, {});
  const [plain, figures] = await Promise.all([all(level, {}), all(level, { ...parameters, skipGeometry: 'true' })]);
  const borders = new Map(plain.map(({ properties, geometry }) => [properties.code, geometry]));
  // On another day there may be an area that is not there now.
  if (figures.some(({ properties }) => !borders.has(properties.code))) return all(level, parameters);
  return figures.map((area) => ({ ...area, geometry: borders.get(area.properties.code) }));
}

/** One facility; null where it is not there. @param {string} id @param {Parameters} parameters @returns {Promise<Facility | null>} */
export async function facility(id, parameters) {
  try {
    return await get(`/v1/collections/facilities/items/${encodeURIComponent(id)}?${new URLSearchParams(parameters)}`);
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith('404')) return null;
    throw error;
  }
}

/**
 * A facility alone, or several together: of those `count`, how many of each of the `groups`, and `unclassified` ones.
 * @typedef {object} TileFeature
 * @property {string} id
 * @property {[number, number, number, number]} [bbox]
 * @property {GeoJSON.Point} geometry
 * @property {{id?: string, name?: string | null, serviceType?: string | null, group?: string | null, count?: number,
 *   groups?: Record<string, number>, unclassified?: number}} properties
 */

/** The facilities of a tile of the web map; who asks keeps it. @param {number} zoom @param {number} x @param {number} y @param {Parameters} parameters @param {AbortSignal} signal @returns {Promise<TileFeature[]>} */
export const tile = async (zoom, x, y, parameters, signal) =>
  (await ask(`/v1/tiles/facilities/${zoom}/${x}/${y}?${new URLSearchParams(parameters)}`, { signal })).features;

/** @param {Parameters} parameters @returns {Promise<Facility[]>} */
export const facilities = (parameters) => all('facilities', parameters);

/** @param {Parameters} parameters @returns {Promise<Gap[]>} */
export const gaps = (parameters) => all('gaps', parameters);

/** @param {Parameters} parameters @returns {Promise<Overlap[]>} */
export const overlaps = (parameters) => all('overlaps', parameters);

/** @param {Parameters} parameters @returns {Promise<Demand[]>} */
export const demand = (parameters) => all('demand', parameters);

/** Every feature of a collection, by its name. @param {string} collection @param {Parameters} parameters @returns {Promise<Feature<Record<string, any>, GeoJSON.Geometry | null>[]>} */
export const items = (collection, parameters) => all(collection, parameters);

/** Residents in sentences are rounded as `residents` of formats.js rounds them everywhere else. */
const RESIDENTS_TO = '5';

/** How a figure came about. @param {import('./model.js').Explained} reason @returns {Promise<Explanation>} */
export const explain = ({ collection, id, property, parameters }) =>
  get(`/v1/explain?${new URLSearchParams({ ...parameters, collection, id, property, residentsTo: RESIDENTS_TO })}`);

/** Any other answer of the API that is JSON. @param {string} path @param {Parameters} parameters @returns {Promise<any>} */
export const document = (path, parameters) => get(`${path}?${new URLSearchParams(parameters)}`);

/**
 * What a body is answered with. @param {string} path @param {object} body
 * @param {{keep?: boolean}} [how] `keep`: the same body is not asked twice @returns {Promise<any>}
 */
export function post(path, body, how = {}) {
  const text = JSON.stringify(body);
  const send = () => ask(path, { method: 'POST', body: text });
  return how.keep ? kept(`POST ${path} ${text}`, send) : send();
}

/** The address of everything that matches, as a file. @param {string} collection @param {string} format @param {Parameters} parameters */
export const downloadUrl = (collection, format, parameters) =>
  `/v1/collections/${collection}/download?${new URLSearchParams({ f: format, ...parameters })}`;

/** The revision that the server has now. @returns {Promise<number>} */
export const revision = async () => (await ask('/v1?f=json')).city.revision;

/** The symbols of the page, as SVG. @returns {Promise<string>} */
export const sprite = () =>
  kept('/symbols.svg', async () => {
    const answer = await fetch('/symbols.svg').catch(() => null);
    if (!answer?.ok) throw new Problem('no symbols', String(answer?.status ?? 'no-connection'));
    return answer.text();
  });

const MOST_ADDRESSES = 6;

/**
 * Addresses, streets and postcodes that begin with what is typed, by a service that answers as PDOK's Locatieserver 3.1 does.
 * @param {string} typed @param {string | null} municipality its code, to look only there
 * @returns {Promise<{id: string, weergavenaam: string, type: string}[]>}
 */
export async function addresses(typed, municipality) {
  const query = new URLSearchParams({ q: typed, rows: String(MOST_ADDRESSES), fq: 'type:(adres OR weg OR postcode)' });
  const code = /^GM(\d{4})$/.exec(municipality ?? '')?.[1];
  if (code !== undefined) query.append('fq', `gemeentecode:${code}`);
  const { response } = await get(`${ADDRESSES.url}/suggest?${query}`);
  return response.docs;
}

/** Where an address is. @param {string} id @returns {Promise<{lon: number, lat: number}>} */
export async function addressPlace(id) {
  const { response } = await get(
    `${ADDRESSES.url}/lookup?${new URLSearchParams({ id, fl: 'id,weergavenaam,centroide_ll' })}`,
  );
  const [, lon, lat] = /^POINT\(([-\d.]+) ([-\d.]+)\)$/.exec(response.docs[0]?.centroide_ll ?? '') ?? [];
  if (lon === undefined || lat === undefined) throw new Problem('no place', 'address-without-place');
  return { lon: Number(lon), lat: Number(lat) };
}
