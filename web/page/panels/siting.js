/** Where next? Siting: the places where a new facility reaches the most people, everyone, or the shortest way. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { gapsOf } from '../many.js';
import { h } from '../dom.js';
import { ground, linesText, peopleOf, residentsIn, within } from '../model.js';
import { fill } from '../words.js';
import { reasonOfWhole } from './of-areas.js';
import { barOf, heroOf, linesOf } from './siting/figures.js';
import { chartSection, districtSection, sureSection } from './siting/parts.js';
import { nameOf, rowOf, shapesOf, tryAll, wayOut } from './siting/sites.js';
import { tableOf } from './siting/table.js';
import { parametersOf, presentOf, wordsOf } from './siting/words.js';

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
 * @typedef {object} Now how it is without the proposal
 * @property {number} served
 * @property {number} unserved
 * @property {number | null} share
 * @property {number | null} mean metres
 * @property {import('../model.js').Reason} why of the share
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
  usesPlaces: true,
  usesRole: false,
  proposes: true,
  ask,
  sentence: ({ words, state }) => words.siting.sentences[state.model],
  words: wordsOf,
};

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, parameters } = context;
  const words = context.words.siting;
  const asked = parametersOf(context);
  const [found, neighbourhoods, districts, [whole], gaps] = await Promise.all([
    search(asked),
    api.areas('neighbourhoods', parameters),
    api.areas('districts', parameters),
    api.items('municipalities', parameters),
    gapsOf(context, parameters),
  ]);
  const now = nowOf(context, whole?.properties, neighbourhoods);
  if (found === null) return tooMany(context, change, now);
  const gained = await gainedIn(context, found);
  const classOf = classes(context, gained);
  const people = peopleOf(context, neighbourhoods);
  const sites = found.features;
  const distance = f.metres(state.lang, context.distance);
  const places = sites.map((site) => ({ ...site, ...nameOf(context, site) }));
  const present = context.facilities.filter(({ properties }) => properties.serviceType === context.type?.code);
  const isKept = (/** @type {Site} */ site) =>
    present.some(({ properties }) => properties.id === site.properties.candidateId);
  const hero = heroOf(context, found, now, asked);
  const lines = linesOf(context, found, now, present.length);
  return {
    hero:
      sites.length === 0 ? hero : { ...hero, told: `${chosenText(context, hero, sites.length)} ${linesText(lines)}` },
    lines,
    bar: barOf(context, found, now),
    list: {
      heading: sites.length === 0 ? '' : words.list,
      of: words.columns.gain,
      tone: 'proposal',
      byLevel: false,
      rows: places.map((place, index) => rowOf(context, change, found, place, index, asked, isKept(place))),
    },
    legend:
      gained === null
        ? { title: words.legend, note: '', edges: [], classes: [] }
        : {
            group: people && context.state.group,
            title: words.legendGain,
            note: words.legendNote,
            edges: words.classes,
            classes: CLASSES.map((name, index) => ({
              name,
              label: words.classes[index] ?? '',
              residents: residentsIn(context, classOf, name, people),
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
      ...districtSection(context, found, asked),
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
    table: tableOf(context, places, asked),
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

/** What all places bring together: the reason of the figure is that of the last. @param {Context} context @param {Answer['hero']} hero @param {number} n */
function chosenText({ words, state }, hero, n) {
  const told = words.siting.told[state.model];
  const figure = hero.value + (state.model === 'mclp' ? f.percentSign(state.lang) : '');
  return fill(n === 1 ? told.one : told.many, { n: f.number(state.lang, n), figure });
}

/** @param {Context} context @param {Change} change @param {Now} now @returns {Answer} */
function tooMany({ words, city }, change, now) {
  return {
    hero:
      now.share === null
        ? { value: words.unknown, unit: '', wide: true }
        : { value: f.percentNumber(now.share), unit: '%', why: now.why },
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

/** @param {Context} context @param {Record<string, any> | undefined} whole @param {Area[]} neighbourhoods @returns {Now} */
function nowOf(context, whole, neighbourhoods) {
  const sum = (/** @type {'residentsServed' | 'residentsUnserved'} */ name) =>
    neighbourhoods.reduce((total, { properties }) => total + (properties[name] ?? 0), 0);
  const served = whole?.residentsServed ?? sum('residentsServed');
  const unserved = whole?.residentsUnserved ?? sum('residentsUnserved');
  const { words, state, city, parameters } = context;
  const share = served + unserved > 0 ? served / (served + unserved) : null;
  const text = share === null ? words.unknown : f.percent(state.lang, share);
  // The proposal is about the whole city, whatever area the sites may come in.
  const all = { ...context, state: { ...state, programme: null } };
  /** @type {import('./of-areas.js').Figure} */
  const figure = { what: city.info.name, text, property: 'coverage', kind: 'share', rule: 'share' };
  return {
    served,
    unserved,
    share,
    why: reasonOfWhole(all, neighbourhoods, figure, parameters),
    mean: /** @type {number | null} */ (whole?.meanDistanceM ?? null),
  };
}

/** The dots of the neighbourhoods that the answer is limited to. @param {Context} context @param {Area[]} neighbourhoods @param {import('../api.js').Gap[]} gaps */
function gapsInside(context, neighbourhoods, gaps) {
  const codes = new Set(within(context, neighbourhoods).map(({ properties }) => properties.code));
  return gaps.filter(({ properties }) => codes.has(properties.areaCode));
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
