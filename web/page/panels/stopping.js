/** Which can go? Stopping: the places that can best stop together, under a floor of coverage. */

import * as api from '../api.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { ground, residentsIn } from '../model.js';
import { fill } from '../words.js';
import { countText, only } from './parts.js';
import { barOf, heroOf, linesOf } from './stopping/figures.js';
import { stoppingParts, tryButton } from './stopping/parts.js';
import { rowOf, shapesOf } from './stopping/places.js';
import { tableOf } from './stopping/table.js';
import { countOf, parametersOf, wordsOf } from './stopping/words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Row} Row */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties, geometry: GeoJSON.Geometry | null}} Item */

/**
 * One number of places that stop together.
 * @typedef {object} Size
 * @property {number} size
 * @property {boolean | null} possible null: not known in the time
 * @property {Item[]} items the places that stop; none where so many cannot
 * @property {Properties} set what holds for all of them together
 */

/**
 * What the parts below the list are made of.
 * @typedef {object} Stops
 * @property {Size[]} sizes
 * @property {Size | undefined} asked
 * @property {Size | undefined} shown the asked one, or the largest that is possible
 * @property {Item[]} areas of the shown one
 * @property {Properties[]} broken criteria that are met now and would not be
 * @property {boolean} judged whether criteria for the type are known to be met or not
 * @property {Item[]} each place alone
 * @property {Record<string, string>} single what those are asked by
 * @property {Record<string, string>} parameters
 */

const MOST_REACHES = 60;
const CLASSES = /** @type {const} */ (['same', 'loss-1', 'loss-2']);

/** @type {import('../model.js').Panel} */
export const stopping = {
  name: 'stopping',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  usesPlaces: true,
  ask,
  sentence: ({ words, state }) => words.stopping.sentences[state.stopBy],
  words: wordsOf,
};

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, parameters } = context;
  const words = context.words.stopping;
  const asked = parametersOf(context);
  const alone = { ...parameters, ...(state.programme === null ? {} : { area: state.programme }) };
  const single = { ...alone, k: '1' };
  const present = context.facilities.filter(({ properties }) => properties.serviceType === context.type?.code);
  // One after the other: a server solves few of these at once.
  const some = present.length > 0;
  const rows = some ? await api.items('stopping', asked) : [];
  const areaRows = some ? await api.items('stopping-areas', asked) : [];
  const each = some ? await api.items('removals', single) : [];
  const sizes = sizesOf(rows);
  const n = countOf(context);
  const askedSize = sizes.find(({ size }) => size === n);
  const shown = askedSize?.possible ? askedSize : sizes.findLast(({ possible }) => possible === true);
  const changes = shown && state.role === null ? await whatIf(context, shown) : null;
  const lostIn = new Map(
    (changes?.areas ?? []).map((/** @type {any} */ area) => [area.code, { ...area.change, level: area.level }]),
  );
  const classOf = classes(context, changes === null ? null : lostIn);
  /** @type {Stops} */
  const stops = {
    sizes,
    asked: askedSize,
    shown,
    areas:
      state.floor !== null && state.floorLevel === 'none'
        ? areasOf(state, changes)
        : areaRows.filter(({ properties }) => properties.size === shown?.size && properties.possible === true),
    broken: (changes?.criteria ?? []).filter(
      (/** @type {any} */ one) => one.before.verdict === 'met' && one.after.verdict === 'short',
    ),
    judged: await isJudged(context, parameters),
    each,
    single,
    parameters: asked,
  };
  const distance = f.metres(state.lang, context.distance);
  const stopped = new Set(shown?.items.map(({ properties }) => properties.facilityId) ?? []);
  const spots = shown?.items.filter(({ geometry }) => geometry?.type === 'Point') ?? [];
  const stays = present.filter(({ properties }) => !stopped.has(properties.id));
  return {
    hero: heroOf(context, askedSize, present.length, asked),
    lines: linesOf(context, stops, present.length),
    bar: barOf(askedSize),
    list: {
      heading: shown ? (shown === askedSize ? words.list : countText(words.listPossible, context, shown.size)) : '',
      of: words.columns.alone,
      tone: 'not-reached',
      byLevel: false,
      rows: shown ? shown.items.map((item) => rowOf(context, change, item, shown, asked)) : [],
    },
    legend:
      changes === null
        ? { title: words.legendPlain, note: '', edges: [], classes: [] }
        : {
            title: words.legend,
            note: words.legendNote,
            edges: words.classes,
            classes: CLASSES.map((name, index) => ({
              name,
              label: words.classes[index] ?? '',
              residents: residentsIn(context, classOf, name),
            })),
          },
    classOf,
    tips: await tipsOf(context, lostIn),
    gaps: [],
    overlaps: [],
    empty: present.length === 0,
    downloads: [
      { name: 'stopping', parameters: asked },
      { name: 'stopping-areas', parameters: asked },
      { name: 'removals', parameters: single },
    ],
    choices: shown ? tryButton(context, change, shown) : wayOut(context, change),
    after: present.length === 0 ? [] : stoppingParts(context, stops),
    shapes: shapesOf(context, spots, stays.length > MOST_REACHES ? [] : stays),
    keys: [
      ...(spots.length > 0 ? [{ style: 'stops', text: fill(words.keyStops, { distance }) }] : []),
      ...(stays.length > 0 && stays.length <= MOST_REACHES
        ? [{ style: 'reach', text: fill(words.keyStays, { distance }) }]
        : []),
    ],
    table: tableOf(context, each, stopped, single),
  };
}

/** A floor that no set keeps to may hold for the city alone. @param {Context} context @param {Change} change */
const wayOut = ({ state, words }, change) =>
  state.floor === null || state.floorLevel === 'none'
    ? []
    : [
        h(
          'button',
          { type: 'button', class: 'link', onclick: () => change({ floorLevel: 'none', item: null }) },
          words.stopping.floorOfCity,
        ),
      ];

/** The rows by how many stop. @param {Item[]} rows @returns {Size[]} */
function sizesOf(rows) {
  const numbers = [...new Set(rows.map(({ properties }) => properties.size))].sort((a, b) => a - b);
  return numbers.map((size) => {
    const own = rows.filter(({ properties }) => properties.size === size);
    const set = own[0]?.properties ?? {};
    return { size, possible: set.possible ?? null, items: own.filter(({ properties }) => properties.facilityId), set };
  });
}

/** What changes in every neighbourhood, and which criteria are no longer met. @param {Context} context @param {Size} shown @returns {Promise<any>} */
function whatIf({ type, distance, state }, shown) {
  const body = {
    serviceType: type?.code,
    distance,
    group: state.group,
    ...(state.date === null ? {} : { date: state.date }),
    remove: shown.items.map(({ properties }) => properties.facilityId),
  };
  return api.post('/v1/what-if', body, { keep: true });
}

/** What is lost per area where no floor holds for areas. @param {State} state @param {any} changes @returns {Item[]} */
const areasOf = ({ level }, changes) =>
  (changes?.areas ?? [])
    .filter((/** @type {any} */ area) => `${area.level}s` === level)
    .map((/** @type {any} */ { code, name, level: of, before, after, change }) => ({
      id: '',
      geometry: null,
      properties: {
        areaCode: code,
        name,
        level: of,
        compared: { before, after, change },
        residentsLost: -(change.residentsServed ?? 0),
        coverageBefore: before.coverage,
        coverageAfter: after.coverage,
        floor: null,
        belowFloorAlready: null,
      },
    }));

/** Whether a criterion for the type is known to be met or not anywhere. @param {Context} context @param {Record<string, string>} parameters */
async function isJudged({ type }, parameters) {
  if (!type) return false;
  const rows = await api.items('assessments', only(parameters, 'date', 'serviceType'));
  return rows.some(({ properties }) => properties.verdict !== 'unknown');
}

/** @param {Context} context @param {Map<string, Properties> | null} lostIn */
function classes({ city }, lostIn) {
  return new Map(
    city.neighbourhoods.map(({ properties }) => {
      const lost = -(lostIn?.get(properties.code)?.coverage ?? 0);
      const name = lostIn === null ? 'plain' : lost < 0.0005 ? 'same' : lost <= 1 / 3 ? 'loss-1' : 'loss-2';
      return [properties.code, ground(properties) ?? (properties.residents === null ? 'unknown' : name)];
    }),
  );
}

/** @param {Context} context @param {Map<string, Properties>} lostIn @returns {Promise<Map<string, Line[]>>} */
async function tipsOf(context, lostIn) {
  const { words, state, parameters } = context;
  const areas = await Promise.all([api.areas('neighbourhoods', parameters), api.areas('districts', parameters)]);
  const distance = f.metres(state.lang, context.distance);
  return new Map(
    areas.flat().map(({ properties }) => {
      const now = properties.coverage ?? null;
      const lost = -(lostIn.get(properties.code)?.residentsServed ?? 0);
      return [
        properties.code,
        now === null
          ? [{ strong: '', rest: words.unknown }]
          : [
              {
                strong: fill(words.stopping.tipBefore.strong, { share: f.percent(state.lang, now) }),
                rest: fill(words.stopping.tipBefore.rest, { distance }),
              },
              ...(lost > 0
                ? [
                    {
                      strong: fill(words.stopping.tipLost.strong, { n: f.residents(state.lang, lost) }),
                      rest: words.stopping.tipLost.rest,
                    },
                  ]
                : []),
            ],
      ];
    }),
  );
}
