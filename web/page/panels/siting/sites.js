/** The places that are proposed: in the list, on the map, and how to try them. */

import { h } from '../../dom.js';
import { begun } from '../../edits.js';
import * as f from '../../formats.js';
import { reasoned } from '../../reasons.js';
import { fill } from '../../words.js';
import { presentOf } from './words.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Area} Area */
/** @typedef {import('../../model.js').Row} Row */
/** @typedef {import('../../model.js').Shape} Shape */
/** @typedef {import('../siting.js').Site} Site */
/** @typedef {import('../siting.js').Found} Found */
/** @typedef {(change: Partial<import('../../state.js').State>) => void} Change */

const MOST_REACHES = 60;
const MOST_TRIED = 10;

/** What the list calls a site, and what stands below it. @param {Context} context @param {Site} site */
export function nameOf({ city, words }, { properties }) {
  const of = (/** @type {Area[]} */ areas, /** @type {string | null} */ code) =>
    areas.find((area) => area.properties.code === code)?.properties.name ?? null;
  const neighbourhood = of(city.neighbourhoods, properties.neighbourhoodCode);
  const district = of(city.districts, properties.districtCode);
  const name = properties.name ?? neighbourhood ?? words.siting.unnamed;
  return { name, place: properties.name === null ? district : neighbourhood, neighbourhood, district };
}

/** @typedef {Site & ReturnType<typeof nameOf>} Place */

/**
 * @param {Context} context @param {Change} change @param {Found} found @param {Place} place @param {number} index
 * @param {Record<string, string>} parameters @param {boolean} kept @returns {Row}
 */
export function rowOf(context, change, found, place, index, parameters, kept) {
  const { state } = context;
  const words = context.words.siting;
  const { lang } = state;
  const { gainResidents, coverageAfter, meanDistanceAfterM: mean } = place.properties;
  const byMean = state.model === 'pmedian';
  const second = [place.place, kept ? words.there : null].filter((part) => part !== null).join(' · ');
  return {
    key: place.id,
    name: place.name,
    ...(second === '' ? {} : { second }),
    value: Math.max(0, gainResidents),
    figure: f.signed(lang, gainResidents),
    why: { collection: 'siting', id: place.id, property: 'gainResidents', parameters },
    detail: [
      {
        strong: fill(words.after.strong, { share: f.percent(lang, coverageAfter) }),
        rest: fill(words.after.rest, { distance: f.metres(lang, context.distance) }),
      },
      ...(byMean && mean !== null
        ? [{ strong: fill(words.meanAfter.strong, { d: f.metres(lang, mean) }), rest: words.meanAfter.rest }]
        : []),
    ],
    more: [siteDistricts(context, found, index, parameters), ...tryButton(change, [place], words.try)],
  };
}

/** What one site adds per district. @param {Context} context @param {Found} found @param {number} index @param {Record<string, string>} parameters */
function siteDistricts(context, found, index, parameters) {
  const { state } = context;
  const own = found.districts
    .map(({ code, name, gainBySite }) => ({ code, name, gain: gainBySite[index] ?? 0 }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain);
  return h(
    'ul',
    { class: 'pairs' },
    ...own.map(({ code, name, gain }) =>
      h(
        'li',
        {},
        h('span', {}, name),
        h(
          'span',
          {},
          ...reasoned(
            context,
            {
              collection: 'siting-districts',
              id: `${context.type?.code}:${code}:${index + 1}`,
              property: 'gainResidents',
              parameters,
            },
            h('strong', {}, f.signed(state.lang, gain)),
          ),
        ),
      ),
    ),
  );
}

/** Opens "What if" with the sites as its proposal. @param {Change} change @param {Site[]} sites @param {string} text */
function tryButton(change, sites, text) {
  /** @type {import('../../edits.js').Edit[]} */
  const edits = sites.map(({ geometry }) => ({
    kind: 'add',
    lon: geometry.coordinates[0] ?? 0,
    lat: geometry.coordinates[1] ?? 0,
  }));
  const press = () => change({ ...begun(edits), item: null, only: null, view: null });
  return [
    h(
      'button',
      { type: 'button', class: 'try', 'data-key': `try-${sites[0]?.id}-${sites.length}`, onclick: press },
      text,
    ),
  ];
}

/** @param {Context} context @param {Change} change @param {Site[]} sites */
export const tryAll = (context, change, sites) =>
  sites.length < 2 || sites.length > MOST_TRIED || presentOf(context) === 'free'
    ? []
    : tryButton(change, sites, fill(context.words.siting.tryAll, { n: f.number(context.state.lang, sites.length) }));

/** @param {Context} context @param {Change} change @param {Found} found */
export const wayOut = ({ words }, change, found) =>
  found.candidateCount > 0
    ? []
    : [
        h(
          'button',
          { type: 'button', class: 'link', onclick: () => change({ candidates: 'lattice' }) },
          words.siting.anywhere,
        ),
      ];

/**
 * @param {Context} context @param {Place[]} places @param {import('../../api.js').Facility[]} present
 * @param {(site: Site) => boolean} isKept @returns {Shape[]}
 */
export function shapesOf(context, places, present, isKept) {
  const { state, distance } = context;
  const circle = (/** @type {GeoJSON.Position} */ [lon = 0, lat = 0]) => ({
    kind: /** @type {const} */ ('circle'),
    lon,
    lat,
    radiusM: distance,
  });
  const reaches =
    present.length > MOST_REACHES
      ? []
      : present.flatMap(({ geometry }) => (geometry ? [{ ...circle(geometry.coordinates), style: 'reach' }] : []));
  return [
    ...reaches,
    ...places.map(({ id, geometry }) => ({ ...circle(geometry.coordinates), style: 'proposal', key: id })),
    ...places.map((place, index) => ({
      kind: /** @type {const} */ ('spot'),
      style: isKept(place) ? 'kept' : 'proposal',
      lon: place.geometry.coordinates[0] ?? 0,
      lat: place.geometry.coordinates[1] ?? 0,
      title: fill(context.words.siting.spot, {
        rank: f.number(state.lang, index + 1),
        name: place.name,
        n: f.residents(state.lang, place.properties.gainResidents),
      }),
      text: String(index + 1),
      key: place.id,
    })),
  ];
}
