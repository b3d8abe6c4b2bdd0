/** Where next? Siting: the places where a new facility reaches the most people, everyone, or the shortest way. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { h } from '../dom.js';
import { begun } from '../edits.js';
import { ground, residentsIn, within } from '../model.js';
import { fill, lookUp } from '../words.js';
import { parametersOf, presentOf, wordsOf } from './siting-words.js';
import { chartSection, districtSection, sureSection } from './siting-parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Row} Row */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

/**
 * @typedef {object} Site
 * @property {string} id
 * @property {GeoJSON.Point} geometry
 * @property {Record<string, any>} properties
 *
 * @typedef {object} Found what `/v1/siting` answers
 * @property {boolean} optimal
 * @property {number} objective
 * @property {number} bound
 * @property {number} gap
 * @property {number} candidateCount
 * @property {number} gainResidents
 * @property {number} coverageBefore
 * @property {number} coverageAfter
 * @property {number} worthwhile
 * @property {{stopBelow: number, present: string, cell?: number}} parameters
 * @property {{code: string, name: string, gainResidents: number, gainBySite: number[], coverageBefore: number | null,
 *   coverageAfter: number | null}[]} districts
 * @property {Site[]} features
 */

const MOST_REACHES = 60;
const MOST_TRIED = 10;
const NOBODY = 0.0005;
const CLASSES = /** @type {const} */ (['more-0', 'more-1', 'more-2', 'more-3']);

/** @type {import('../model.js').Panel} */
export const siting = {
  name: 'siting',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  usesRole: false,
  proposes: true,
  ask,
  sentence: ({ words, state }) => words.siting.sentences[state.model],
  words: wordsOf,
};

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, city, parameters } = context;
  const words = context.words.siting;
  const asked = parametersOf(context);
  const [found, neighbourhoods, districts, [whole], gaps] = await Promise.all([
    search(asked),
    api.areas('neighbourhoods', parameters),
    api.areas('districts', parameters),
    api.items('municipalities', parameters),
    api.gaps(parameters),
  ]);
  const now = nowOf(whole?.properties, neighbourhoods);
  if (found === null) return tooMany(context, change, now);
  const gained = await gainedIn(context, found);
  const classOf = classes(context, gained);
  const sites = found.features;
  const distance = f.metres(state.lang, context.distance);
  const places = sites.map((site) => ({ ...site, ...nameOf(context, site) }));
  const present = context.facilities.filter(({ properties }) => properties.serviceType === context.type?.code);
  const isKept = (/** @type {Site} */ site) =>
    present.some(({ properties }) => properties.id === site.properties.candidateId);
  return {
    hero: heroOf(context, found, asked),
    lines: linesOf(context, found, now, present.length),
    bar: barOf(context, found, now),
    list: {
      heading: sites.length === 0 ? '' : words.list,
      tone: 'proposal',
      byLevel: false,
      rows: places.map((place, index) => rowOf(context, change, found, place, index, asked, isKept(place))),
    },
    legend:
      gained === null
        ? { title: words.legend, note: '', edges: [], classes: [] }
        : {
            title: words.legendGain,
            note: words.legendNote,
            edges: words.classes,
            classes: CLASSES.map((name, index) => ({
              name,
              label: words.classes[index] ?? '',
              residents: residentsIn(city, classOf, name),
            })),
          },
    classOf,
    tips: tipsOf(context, found, gained, [...neighbourhoods, ...districts]),
    gaps: gapsInside(context, neighbourhoods, gaps),
    overlaps: [],
    empty: false,
    downloads: [
      { name: 'siting', parameters: asked },
      { name: 'siting-districts', parameters: asked },
    ],
    choices: sites.length > 0 ? tryAll(context, change, sites) : wayOut(context, change, found),
    after: [
      ...chartSection(context, found),
      ...districtSection(context, found),
      ...(sites.length > 0 ? sureSection(context, found) : []),
    ],
    shapes: shapesOf(context, places, present, isKept),
    keys: [
      ...(sites.length > 0 ? [{ style: 'proposal', text: fill(words.keyProposal, { distance }) }] : []),
      ...(places.some(isKept) ? [{ style: 'kept', text: words.keyKept }] : []),
      ...(present.length > 0 && present.length <= MOST_REACHES
        ? [{ style: 'reach', text: fill(words.keyReach, { distance }) }]
        : []),
    ],
    table: tableOf(context, places),
  };
}

/** What is found; null where there are more possible places than can be compared. @param {Record<string, string>} parameters @returns {Promise<Found | null>} */
async function search(parameters) {
  try {
    return await api.document('/v1/siting', parameters);
  } catch (error) {
    if (error instanceof api.Problem && error.code === '400 invalid_parameter') return null;
    throw error;
  }
}

/** @param {Context} context @param {Change} change @param {ReturnType<typeof nowOf>} now @returns {Answer} */
function tooMany({ words, city }, change, now) {
  return {
    hero:
      now.share === null
        ? { value: words.unknown, unit: '', wide: true }
        : { value: f.percentNumber(now.share), unit: '%' },
    lines: [{ strong: '', rest: words.siting.tooMany }],
    bar: null,
    list: { heading: '', tone: 'proposal', byLevel: false, rows: [] },
    legend: { title: words.siting.legend, note: '', edges: [], classes: [] },
    classOf: new Map(city.neighbourhoods.map((area) => [area.properties.code, ground(area.properties) ?? 'plain'])),
    tips: new Map(),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [],
    choices: [
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => change({ candidates: 'places' }) },
        words.siting.atPlaces,
      ),
    ],
  };
}

/**
 * What the sites change in every area; null where the sites do not come beside what is there.
 * @param {Context} context @param {Found} found @returns {Promise<Map<string, {coverage: number | null, residentsServed: number}> | null>}
 */
async function gainedIn(context, { features }) {
  const { type, distance, state } = context;
  if (presentOf(context) === 'free' || features.length === 0 || features.length > MOST_TRIED) return null;
  const body = {
    serviceType: type?.code,
    distance,
    group: state.group,
    ...(state.date === null ? {} : { date: state.date }),
    add: features.map(({ geometry: { coordinates } }) => ({ lon: coordinates[0], lat: coordinates[1] })),
  };
  const { areas } = await api.post('/v1/what-if', body, { keep: true });
  return new Map(areas.map((/** @type {any} */ area) => [area.code, area.change]));
}

/** @param {Context} context @param {Awaited<ReturnType<typeof gainedIn>>} gained */
function classes({ city }, gained) {
  return new Map(
    city.neighbourhoods.map(({ properties }) => {
      const share = gained?.get(properties.code)?.coverage ?? 0;
      const name = `more-${share < NOBODY ? 0 : share <= 1 / 3 ? 1 : share <= 2 / 3 ? 2 : 3}`;
      return [properties.code, ground(properties) ?? (gained === null ? 'plain' : name)];
    }),
  );
}

/** How it is without the proposal. @param {Record<string, any> | undefined} whole @param {Area[]} neighbourhoods */
function nowOf(whole, neighbourhoods) {
  const sum = (/** @type {'residentsServed' | 'residentsUnserved'} */ name) =>
    neighbourhoods.reduce((total, { properties }) => total + (properties[name] ?? 0), 0);
  const served = whole?.residentsServed ?? sum('residentsServed');
  const unserved = whole?.residentsUnserved ?? sum('residentsUnserved');
  return {
    served,
    unserved,
    share: served + unserved > 0 ? served / (served + unserved) : null,
    mean: /** @type {number | null} */ (whole?.meanDistanceM ?? null),
  };
}

/** The dots of the neighbourhoods that the answer is limited to. @param {Context} context @param {Area[]} neighbourhoods @param {import('../api.js').Gap[]} gaps */
function gapsInside(context, neighbourhoods, gaps) {
  const codes = new Set(within(context, neighbourhoods).map(({ properties }) => properties.code));
  return gaps.filter(({ properties }) => codes.has(properties.areaCode));
}

/** @param {Context} context @param {Found} found @param {Record<string, string>} parameters @returns {Answer['hero']} */
function heroOf({ state, words }, found, parameters) {
  const { lang } = state;
  const last = found.features.at(-1);
  if (!last) return { value: f.percentNumber(found.coverageBefore), unit: '%' };
  const why = (/** @type {string} */ property) => ({ collection: 'siting', id: last.id, property, parameters });
  if (state.model === 'lscp')
    return {
      value: f.number(lang, found.features.length),
      unit: found.features.length === 1 ? words.siting.allUnit.one : words.siting.allUnit.many,
      wide: true,
      why: why('objective'),
    };
  if (state.model === 'pmedian')
    return {
      value: f.metres(lang, last.properties.meanDistanceAfterM),
      unit: words.siting.meanUnit,
      wide: true,
      why: why('meanDistanceAfterM'),
    };
  return { value: f.percentNumber(found.coverageAfter), unit: '%', why: why('coverageAfter') };
}

/** @param {Context} context @param {Found} found @param {ReturnType<typeof nowOf>} now @param {number} present @returns {Line[]} */
function linesOf(context, found, now, present) {
  const { state, city } = context;
  const words = context.words.siting;
  const { lang } = state;
  const distance = f.metres(lang, context.distance);
  const share = now.share === null ? context.words.unknown : f.percent(lang, now.share);
  const last = found.features.at(-1);
  if (!last) {
    if (found.candidateCount === 0) return [{ strong: '', rest: words.noCandidates }];
    return [{ strong: '', rest: found.coverageBefore >= 1 ? fill(words.allDone, { distance }) : words.noneAdds }];
  }
  const group =
    state.group === 'all' ? null : lookUp(context.words.groups, state.group, state.group).toLocaleLowerCase();
  const gain = group === null ? words.gain : words.gainGroup;
  const free = {
    strong: fill(words.free.strong, { share }),
    rest: fill(words.free.rest, {
      n: present === 1 ? words.present1.one : fill(words.present1.many, { n: f.number(lang, present) }),
    }),
  };
  const added = {
    strong: fill(gain.strong, { n: f.residents(lang, found.gainResidents) }),
    rest: fill(gain.rest, { distance, share, group: group ?? '' }),
  };
  const all = {
    strong: fill(words.all.strong, { share: f.percent(lang, found.coverageAfter) }),
    rest: fill(words.all.rest, { distance, now: share }),
  };
  const { meanDistanceAfterM: mean } = last.properties;
  /** @type {Line[]} */
  const lines = [state.model === 'mclp' ? added : all];
  if (state.model === 'pmedian' && now.mean !== null && mean < now.mean)
    lines.unshift({
      strong: fill(words.mean.strong, { now: f.metres(lang, now.mean) }),
      rest: fill(words.mean.rest, { less: f.metres(lang, now.mean - mean) }),
    });
  if (presentOf(context) === 'free' && state.model !== 'pmedian') lines[lines.length - 1] = free;
  if (state.programme !== null) {
    const area = city.programmes.find(({ properties }) => properties.code === state.programme)?.properties.name ?? '';
    lines.push({ strong: '', rest: fill(words.wholeCity, { area, name: city.info.name }) });
  }
  return lines;
}

/** @param {Context} context @param {Found} found @param {ReturnType<typeof nowOf>} now @returns {Answer['bar']} */
function barOf(context, found, now) {
  if (now.share === null) return null;
  const total = now.served + now.unserved;
  const served = found.coverageAfter * total;
  const locked = presentOf(context) === 'locked';
  return {
    ...f.split(served, total - served),
    share: found.coverageAfter,
    ...(locked ? { gain: Math.max(0, found.coverageAfter - now.share) } : { gain: found.coverageAfter }),
  };
}

/** What the list calls a site, and what stands below it. @param {Context} context @param {Site} site */
function nameOf({ city, words }, { properties }) {
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
function rowOf(context, change, found, place, index, parameters, kept) {
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
    figure: `+\u00a0${f.residents(lang, gainResidents)}`,
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
    more: [siteDistricts(context, found, index), ...tryButton(change, [place], words.try)],
  };
}

/** What one site adds per district. @param {Context} context @param {Found} found @param {number} index */
function siteDistricts({ state }, found, index) {
  const own = found.districts
    .map(({ name, gainBySite }) => ({ name, gain: gainBySite[index] ?? 0 }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain);
  return h(
    'ul',
    { class: 'pairs' },
    ...own.map(({ name, gain }) =>
      h('li', {}, h('span', {}, name), h('strong', {}, `+\u00a0${f.residents(state.lang, gain)}`)),
    ),
  );
}

/** Opens "What if" with the sites as its proposal. @param {Change} change @param {Site[]} sites @param {string} text */
function tryButton(change, sites, text) {
  /** @type {import('../edits.js').Edit[]} */
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
const tryAll = (context, change, sites) =>
  sites.length < 2 || sites.length > MOST_TRIED || presentOf(context) === 'free'
    ? []
    : tryButton(change, sites, fill(context.words.siting.tryAll, { n: f.number(context.state.lang, sites.length) }));

/** @param {Context} context @param {Change} change @param {Found} found */
const wayOut = ({ words }, change, found) =>
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
 * @param {Context} context @param {Place[]} places @param {import('../api.js').Facility[]} present
 * @param {(site: Site) => boolean} isKept @returns {Shape[]}
 */
function shapesOf(context, places, present, isKept) {
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

/**
 * @param {Context} context @param {Found} found @param {Awaited<ReturnType<typeof gainedIn>>} gained @param {Area[]} areas
 * @returns {Map<string, Line[]>}
 */
function tipsOf(context, found, gained, areas) {
  const { words, state } = context;
  const distance = f.metres(state.lang, context.distance);
  const after = new Map(found.districts.map((district) => [district.code, district.coverageAfter]));
  return new Map(
    areas.map(({ properties }) => {
      const now = properties.coverage ?? null;
      const then = after.get(properties.code) ?? null;
      const gain = gained?.get(properties.code)?.residentsServed ?? 0;
      return [
        properties.code,
        now === null
          ? [{ strong: '', rest: words.unknown }]
          : [
              {
                strong: fill(words.siting.tipNow.strong, { share: f.percent(state.lang, now) }),
                rest: fill(words.siting.tipNow.rest, { distance }),
              },
              ...(then === null
                ? []
                : [
                    {
                      strong: fill(words.siting.tipAfter.strong, { share: f.percent(state.lang, then) }),
                      rest: words.siting.tipAfter.rest,
                    },
                  ]),
              ...(gain > 0
                ? [
                    {
                      strong: fill(words.siting.tipGain.strong, { n: f.residents(state.lang, gain) }),
                      rest: words.siting.tipGain.rest,
                    },
                  ]
                : []),
            ],
      ];
    }),
  );
}

/** @param {Context} context @param {Place[]} places @returns {import('../model.js').Table} */
function tableOf({ words, state }, places) {
  const byMean = state.model === 'pmedian';
  const { columns, list } = words.siting;
  return {
    caption: list,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'rank', label: columns.rank, kind: 'count' },
      { name: 'neighbourhood', label: columns.neighbourhood, kind: 'text' },
      { name: 'district', label: columns.district, kind: 'text' },
      { name: 'gainResidents', label: columns.gain, kind: 'residents' },
      { name: 'gainShare', label: columns.share, kind: 'share' },
      { name: 'coverageAfter', label: columns.after, kind: 'share' },
      ...(byMean ? [{ name: 'meanDistanceAfterM', label: columns.mean, kind: /** @type {const} */ ('metres') }] : []),
      { name: 'lon', label: columns.lon, kind: 'text' },
      { name: 'lat', label: columns.lat, kind: 'text' },
    ],
    rows: places.map(({ id, geometry, properties, name, neighbourhood, district }) => ({
      key: id,
      area: false,
      cells: [
        name,
        properties.rank,
        neighbourhood,
        district,
        properties.gainResidents,
        properties.gainShare,
        properties.coverageAfter,
        ...(byMean ? [properties.meanDistanceAfterM] : []),
        String(geometry.coordinates[0]),
        String(geometry.coordinates[1]),
      ],
    })),
  };
}
