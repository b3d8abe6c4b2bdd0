/** The chosen facility: its card, with whom it reaches, and its reach on the map. */

import * as api from './api.js';
import { byId, h, icon } from './dom.js';
import { begun } from './edits.js';
import * as f from './formats.js';
import { lookUp, fill, shortLabel } from './words.js';
import { facilityEntry, typeLabel } from './places.js';
import { reasoned } from './reasons.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Shape} Shape */
/** @typedef {import('./state.js').State} State */

/**
 * @typedef {object} Catchment
 * @property {import('./api.js').Facility} facility with its figures
 * @property {number} distance metres that residents go at most
 * @property {number} radiusM the same on the map, where a way is longer than the straight line
 * @property {Record<string, string>} parameters of its figures
 */

const CLOSE_UP = 17;
/** Metres of a pixel at zoom 0 on the equator. */
const WORLD_M = 156_543;
/** The part of the map that a reach fills. */
const FILL = 0.8;

/** The norm distance of a facility: the asked one for its type, else that of its own. @param {Context} context @param {string | null} code */
function distanceOf({ state, city, type, distance }, code) {
  if (code === type?.code || state.distance !== null) return distance;
  return city.types.find((one) => one.code === code)?.distanceM ?? city.info.defaultDistanceM;
}

/** A circle is drawn in a straight line; residents go a longer way. @param {Context} context @param {number} distance */
const radiusOf = ({ city }, distance) => distance / (city.info.detourFactor ?? 1);

/** The chosen facility, whatever its type; null where there is none or it is not known on the date. @param {Context} context @returns {Promise<Catchment | null>} */
export async function ask(context) {
  const { state } = context;
  if (state.facility === null) return null;
  const of = (/** @type {Record<string, string>} */ parameters) =>
    api.document(`/v1/collections/facilities/items/${encodeURIComponent(state.facility ?? '')}`, parameters);
  try {
    /** @type {Record<string, string>} */
    const day = state.date === null ? {} : { date: state.date };
    const { serviceType } = (await of(day)).properties;
    const distance = distanceOf(context, serviceType);
    const parameters = {
      ...day,
      ...(serviceType === null ? {} : { serviceType, distance: String(distance) }),
      ...(state.group === 'all' || serviceType === null ? {} : { group: state.group }),
    };
    const facility = await of(parameters);
    return { facility, distance, radiusM: radiusOf(context, distance), parameters };
  } catch (error) {
    if (error instanceof api.Problem && error.code.startsWith('404')) return null;
    throw error;
  }
}

/** @param {Catchment} catchment @returns {Shape[]} */
export function shapesOf({ facility, radiusM }) {
  const { geometry, properties } = facility;
  if (!geometry) return [];
  const [lon = 0, lat = 0] = geometry.coordinates;
  const circle = { kind: /** @type {const} */ ('circle'), style: 'catchment', lon, lat, radiusM };
  return [
    ...(properties.serviceType === null ? [] : [circle]),
    { kind: 'spot', style: 'chosen', lon, lat, title: properties.name ?? properties.id },
  ];
}

/** What the circle means, for the legend. @param {Context} context @param {Catchment} catchment */
export const keysOf = ({ words, state }, { facility, distance }) =>
  facility.geometry === null || facility.properties.serviceType === null
    ? []
    : [{ style: 'catchment', text: fill(words.catchment.key, { distance: f.metres(state.lang, distance) }) }];

/** The map around a facility, so near that its reach just fits. @param {Context} context @param {import('./api.js').Facility} facility @returns {State['view']} */
export function viewOf(context, { geometry, properties }) {
  const [lon, lat] = geometry?.coordinates ?? [];
  if (lon === undefined || lat === undefined) return null;
  const { clientWidth, clientHeight } = byId('map');
  const pixels = Math.max(200, Math.min(clientWidth, clientHeight)) * FILL;
  const wide = 2 * radiusOf(context, distanceOf(context, properties.serviceType));
  const zoom = Math.log2((WORLD_M * Math.cos((lat * Math.PI) / 180) * pixels) / wide);
  return { zoom: Math.min(CLOSE_UP, Math.floor(zoom * 4) / 4), lat, lon };
}

/**
 * @param {Context} context @param {Catchment} catchment @param {(change: Partial<State>) => void} change
 */
export function catchmentCard(context, catchment, change) {
  const { words } = context;
  const { facility } = catchment;
  const name = facility.properties.name ?? words.nameless;
  return h(
    'section',
    { class: 'card catchment', 'aria-label': name, tabindex: '-1', id: 'chosen-facility' },
    facilityEntry(context, facility),
    ...figures(context, catchment),
    facility.geometry !== null &&
      facility.properties.serviceType !== null &&
      context.state.question !== 'what-if' &&
      !context.state.embed &&
      h(
        'p',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'link',
            'data-key': 'without-facility',
            onclick: () =>
              change({
                ...begun([{ kind: 'remove', id: facility.properties.id }]),
                serviceType: facility.properties.serviceType,
                facility: null,
                area: null,
                item: null,
                only: null,
              }),
          },
          words.catchment.without,
        ),
      ),
    h(
      'button',
      {
        type: 'button',
        class: 'reason-close at-close',
        'data-key': 'close-facility',
        'aria-label': fill(words.clear, { what: name }),
        onclick: () => change({ facility: null }),
      },
      icon('close'),
    ),
  );
}

/** Whom it reaches, who have no other, and who come; each with its reason. @param {Context} context @param {Catchment} catchment @returns {Node[]} */
function figures(context, { facility, distance, radiusM, parameters }) {
  const { words, state } = context;
  const said = words.catchment;
  const { id, serviceType, residentsInReach, uniqueCoverage, visitorsPerYear } = facility.properties;
  if (serviceType === null) return [h('p', { class: 'small' }, said.noType)];
  if (facility.geometry === null) return [h('p', { class: 'small' }, said.noPlace)];
  const why = (/** @type {string} */ property) => ({ collection: 'facilities', id, property, parameters });
  const people = lookUp(words.whatIf.people, state.group, state.group);
  const values = {
    people,
    distance: f.metres(state.lang, distance),
    type: shortLabel(typeLabel(context, serviceType)).toLocaleLowerCase(),
  };
  /** @param {number | null | undefined} value @param {string} property @param {{strong: string, rest: string}} line @param {(n: number) => string} text */
  const line = (value, property, line, text) =>
    typeof value !== 'number'
      ? []
      : [
          h(
            'p',
            { 'data-figure': property },
            ...reasoned(context, why(property), h('strong', {}, fill(line.strong, { ...values, n: text(value) }))),
            fill(line.rest, values),
          ),
        ];
  const residents = (/** @type {number} */ n) => f.residents(state.lang, n);
  const reach = line(residentsInReach, 'residentsInReach', said.reach, residents);
  return [
    ...(reach.length === 0 ? [h('p', {}, said.unknown)] : reach),
    ...line(uniqueCoverage, 'uniqueCoverage', said.unique, residents),
    ...line(visitorsPerYear, 'visitorsPerYear', said.visitors, (n) => f.number(state.lang, n)),
    h(
      'p',
      { class: 'small' },
      radiusM === distance ? said.straight : fill(said.detour, { ...values, radius: f.metres(state.lang, radiusM) }),
    ),
  ];
}
