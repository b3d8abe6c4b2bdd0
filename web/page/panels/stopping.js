/** Which can go? Stopping: the places that can best stop together, under a floor of coverage. */

import * as api from '../api.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { ground, residentsIn } from '../model.js';
import { CRITERIA, FLOOR_LEVELS, STOP_BY } from '../state.js';
import { fill, lookUp, shortLabel } from '../words.js';
import { listWord } from '../word.js';
import { countText, countWord, only } from './parts.js';
import { stoppingParts, tryButton } from './stopping-parts.js';

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
 * @property {Record<string, string>} parameters
 */

const COUNTS = [1, 2, 3, 4, 5];
const MOST = 10;
const STANDARD = 2;
const FLOORS = [50, 60, 70, 80, 90];
const MOST_REACHES = 60;
const CLASSES = /** @type {const} */ (['same', 'loss-1', 'loss-2']);

/** @type {import('../model.js').Panel} */
export const stopping = {
  name: 'stopping',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  ask,
  sentence: ({ words, state }) => words.stopping.sentences[state.stopBy],
  words: (context, change) => ({
    sentence: {
      k: countWord(context, change, {
        n: countOf(context),
        counts: COUNTS,
        most: MOST,
        text: context.words.stopping.k,
        label: context.words.stopping.chooseK,
        search: context.words.siting.typeK,
      }),
      aim: aimWord(context, change),
    },
    quiet: [
      floorWord(context, change),
      ...(context.state.floor === null ? [] : [levelWord(context, change)]),
      criteriaWord(context, change),
    ],
  }),
};

/** @param {Context} context */
const countOf = ({ state }) => Math.min(state.k ?? STANDARD, MOST);

/** @param {Context} context @param {Change} change */
function aimWord({ words, state }, change) {
  return listWord({
    label: words.stopping.chooseAim,
    options: STOP_BY.map((value) => ({ value, label: words.stopping.aimOptions[value] })),
    selected: state.stopBy,
    standard: STOP_BY[0],
    short: words.stopping.aims[state.stopBy],
    choose: (stopBy) => change({ stopBy, item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function floorWord({ words: all, state }, change) {
  const words = all.stopping;
  const label = (/** @type {number} */ floor) => fill(words.floor.some, { n: f.percent(state.lang, floor / 100) });
  const values = [...new Set([...FLOORS, ...(state.floor === null ? [] : [state.floor])])].sort((a, b) => a - b);
  return listWord({
    label: words.chooseFloor,
    options: [
      { value: '', label: words.floor.none },
      ...values.map((floor) => ({ value: String(floor), label: label(floor) })),
    ],
    selected: state.floor === null ? '' : String(state.floor),
    standard: '',
    search: words.typeFloor,
    nothing: all.noMatch,
    typed: (text) => {
      const typed = Number(text.replace(/\s*%$/, ''));
      return Number.isInteger(typed) && typed >= 1 && typed <= 100
        ? { value: String(typed), label: label(typed) }
        : null;
    },
    choose: (value) => change({ floor: value === '' ? null : Number(value), item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function levelWord({ words, state, city }, change) {
  const levels = FLOOR_LEVELS.filter((value) => value !== 'programme' || city.programmes.length > 0);
  return listWord({
    label: words.stopping.chooseLevel,
    options: levels.map((value) => ({ value, label: words.stopping.levels[value] })),
    selected: state.floorLevel,
    standard: FLOOR_LEVELS[0],
    choose: (floorLevel) => change({ floorLevel, item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function criteriaWord({ words, state }, change) {
  return listWord({
    label: words.stopping.chooseCriteria,
    options: CRITERIA.map((value) => ({ value, label: words.stopping.criteriaOptions[value] })),
    selected: state.criteria,
    standard: CRITERIA[0],
    short: words.stopping.criteria[state.criteria],
    choose: (criteria) => change({ criteria, item: null }),
  });
}

/** @param {Context} context @returns {Record<string, string>} */
function parametersOf(context) {
  const { state, parameters } = context;
  return {
    ...parameters,
    k: String(countOf(context)),
    by: state.stopBy,
    ...(state.floor === null ? {} : { floor: String(state.floor / 100) }),
    // Without a floor the level only says of which areas it is told.
    floorLevel: state.floor === null ? (state.level === 'districts' ? 'district' : 'neighbourhood') : state.floorLevel,
    ...(state.criteria === 'keep' ? { criteria: 'keep' } : {}),
    ...(state.programme === null ? {} : { area: state.programme }),
  };
}

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, city, parameters } = context;
  const words = context.words.stopping;
  const asked = parametersOf(context);
  const alone = { ...parameters, ...(state.programme === null ? {} : { area: state.programme }) };
  const present = context.facilities.filter(({ properties }) => properties.serviceType === context.type?.code);
  // One after the other: a server solves few of these at once.
  const some = present.length > 0;
  const rows = some ? await api.items('stopping', asked) : [];
  const areaRows = some ? await api.items('stopping-areas', asked) : [];
  const each = some ? await api.items('removals', { ...alone, k: '1' }) : [];
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
              residents: residentsIn(city, classOf, name),
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
      { name: 'removals', parameters: { ...alone, k: '1' } },
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
    table: tableOf(context, each, stopped),
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
      return [properties.code, ground(properties) ?? name];
    }),
  );
}

/** @param {Context} context @param {Size | undefined} asked @param {number} present @param {Record<string, string>} parameters @returns {Answer['hero']} */
function heroOf({ words: all, state }, asked, present, parameters) {
  const words = all.stopping;
  if (!asked || asked.possible === false)
    return { value: present === 0 ? '0' : words.cannot, unit: present === 0 ? all.noType : '', wide: true };
  if (asked.possible === null) return { value: words.unknown, unit: '', wide: true };
  const { residentsLost } = asked.set;
  const [first] = asked.items;
  if (residentsLost === null || !first) return { value: words.unknown, unit: '', wide: true };
  const unit =
    state.group === 'all'
      ? words.unit.many
      : fill(words.unitGroup, { group: lookUp(all.groups, state.group, state.group).toLocaleLowerCase() });
  return {
    value: residentsLost < 0.5 ? words.nobody : f.residents(state.lang, residentsLost),
    unit: residentsLost < 0.5 ? '' : unit,
    wide: true,
    why: { collection: 'stopping', id: first.id, property: 'residentsLost', parameters },
  };
}

/** @param {Context} context @param {Stops} stops @param {number} present @returns {Line[]} */
function linesOf(context, { asked, shown }, present) {
  const { state, city } = context;
  const words = context.words.stopping;
  const { lang } = state;
  const plain = (/** @type {string} */ rest) => ({ strong: '', rest });
  const type = shortLabel((lang === 'nl' ? context.type?.labelNl : context.type?.labelEn) ?? '');
  if (present === 0) return [plain(fill(words.none, { type }))];
  const most = shown ? [plain(countText(words.most, context, shown.size))] : [];
  if (!asked) return [plain(fill(words.fewer, { n: f.number(lang, present) })), ...most];
  if (asked.possible === null) return [plain(words.timeUp), ...most];
  if (asked.possible === false) return [obstacle(context, asked), ...most];
  const { residentsLost, coverageBefore, coverageAfter, eurosSaved, eurosUnknown } = asked.set;
  if (residentsLost === null) return [plain(words.hidden)];
  const share = (/** @type {number | null} */ value) =>
    value === null ? context.words.unknown : f.percent(lang, Math.min(1, value));
  const nobody = residentsLost < 0.5;
  const sum = asked.items.reduce((total, { properties }) => total + (properties.residentsLostAlone ?? 0), 0);
  const joined = f.residents(lang, sum) === f.residents(lang, residentsLost);
  /** @type {Line[]} */
  const lines = [
    plain(
      fill(nobody ? words.lostNobody.rest : words.lost.rest, {
        distance: f.metres(lang, context.distance),
        before: share(coverageBefore),
        after: share(coverageAfter),
      }),
    ),
    eurosSaved === null
      ? words.savedUnknown
      : {
          strong: fill(words.saved.strong, { amount: f.euros(lang, eurosSaved) }),
          rest: words.saved.rest + (eurosUnknown > 0 ? countText(words.savedPart, context, eurosUnknown) : ''),
        },
  ];
  if (asked.size > 1 && !nobody)
    lines.push(
      joined
        ? words.jointSame
        : {
            strong: words.joint.strong,
            rest: fill(words.joint.rest, { sum: f.residents(lang, sum), lost: f.residents(lang, residentsLost) }),
          },
    );
  if (state.programme !== null) {
    const area = city.programmes.find(({ properties }) => properties.code === state.programme)?.properties.name ?? '';
    lines.push(plain(fill(words.inArea, { area, name: city.info.name })));
  }
  return lines;
}

/** Which floor stops the set that comes nearest. @param {Context} context @param {Size} asked @returns {Line} */
function obstacle({ words: all, state, city }, { size, set }) {
  const words = all.stopping;
  const strong = size === 1 ? words.cannotOne : fill(words.cannotMany, { n: f.number(state.lang, size) });
  const code = set.stoppedByArea;
  if (!code) return { strong, rest: '' };
  const area = [...city.neighbourhoods, ...city.districts, ...city.programmes].find(
    (one) => one.properties.code === code,
  );
  const group =
    set.stoppedByGroup === 'all'
      ? ''
      : fill(words.group, { group: lookUp(all.groups, set.stoppedByGroup, set.stoppedByGroup).toLocaleLowerCase() });
  const already = state.floor !== null && set.stoppedLevel < state.floor / 100;
  const text = set.stoppedByCriterion !== null ? words.blockedByNorm : already ? words.blockedBelow : words.blockedBy;
  const share = (/** @type {number | null} */ value) => (value === null ? all.unknown : measure(state.lang, value));
  return {
    strong,
    rest: fill(text, {
      area: (area?.properties.name ?? city.info.name) + group,
      value: share(set.stoppedValue),
      level: share(set.stoppedLevel),
    }),
  };
}

/** A share, or what a criterion counts in. @param {'nl' | 'en'} lang @param {number} value */
const measure = (lang, value) => (value <= 1.000001 ? f.percent(lang, Math.min(1, value)) : f.number(lang, value, 1));

/** @param {Size | undefined} asked @returns {Answer['bar']} */
function barOf(asked) {
  const { residentsLost, coverageBefore, coverageAfter } = asked?.set ?? {};
  if (!asked?.possible || typeof residentsLost !== 'number' || !(coverageBefore > coverageAfter)) return null;
  const total = residentsLost / (coverageBefore - coverageAfter);
  const served = coverageAfter * total;
  return { ...f.split(served, total - served), share: coverageAfter, lost: coverageBefore - coverageAfter };
}

/** @param {Context} context @param {Change} change @param {Item} item @param {Size} shown @param {Record<string, string>} parameters @returns {Row} */
function rowOf(context, change, item, shown, parameters) {
  const { words: all, state, city } = context;
  const words = all.stopping;
  const { lang } = state;
  const { name, neighbourhoodCode, eurosPerYear, residentsLostAlone: alone } = item.properties;
  const place = city.neighbourhoods.find((area) => area.properties.code === neighbourhoodCode)?.properties.name;
  const money =
    eurosPerYear === null ? words.eurosUnknown : fill(words.perYear, { amount: f.euros(lang, eurosPerYear) });
  return {
    key: item.id,
    name: name ?? all.nameless,
    second: [place, money].filter((text) => text !== undefined).join(' · '),
    value: alone ?? 0,
    figure: alone === null ? all.unknown : f.residents(lang, alone),
    ...(alone === null
      ? {}
      : { why: { collection: 'stopping', id: item.id, property: 'residentsLostAlone', parameters } }),
    detail: [
      ...(alone === null
        ? []
        : [
            alone < 0.5
              ? words.aloneNobody
              : { strong: fill(words.alone.strong, { n: f.residents(lang, alone) }), rest: words.alone.rest },
          ]),
      ...(eurosPerYear === null
        ? []
        : [{ strong: fill(words.euros.strong, { amount: f.euros(lang, eurosPerYear) }), rest: words.euros.rest }]),
    ],
    more: shown.size > 1 ? tryButton(context, change, { ...shown, size: 1, items: [item] }, all.siting.try) : [],
  };
}

/** @param {Context} context @param {Item[]} spots @param {import('../api.js').Facility[]} stays @returns {Shape[]} */
function shapesOf({ distance, words }, spots, stays) {
  const at = (/** @type {GeoJSON.Geometry | null} */ geometry) => {
    const [lon = 0, lat = 0] = geometry?.type === 'Point' ? geometry.coordinates : [];
    return { lon, lat };
  };
  const circle = /** @type {const} */ ({ kind: 'circle', radiusM: distance });
  return [
    ...stays.flatMap(({ geometry }) => (geometry ? [{ ...circle, ...at(geometry), style: 'reach' }] : [])),
    ...spots.map(({ id, geometry }) => ({ ...circle, ...at(geometry), style: 'stops', key: id })),
    ...spots.map(({ id, geometry, properties }) => ({
      kind: /** @type {const} */ ('spot'),
      ...at(geometry),
      style: 'stops',
      title: fill(words.stopping.spot, { name: properties.name ?? words.nameless }),
      text: '×',
      key: id,
    })),
  ];
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

/** Every place of the type, and whether it stops. @param {Context} context @param {Item[]} each @param {Set<string>} stopped @returns {import('../model.js').Table} */
function tableOf({ words: all, city, facilities }, each, stopped) {
  const { columns, list } = all.stopping;
  const byId = new Map(facilities.map(({ properties }) => [properties.id, properties]));
  const names = new Map(
    [...city.neighbourhoods, ...city.districts].map((one) => [one.properties.code, one.properties.name]),
  );
  return {
    caption: list,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'neighbourhood', label: columns.neighbourhood, kind: 'text' },
      { name: 'district', label: columns.district, kind: 'text' },
      { name: 'residentsLost', label: columns.alone, kind: 'residents' },
      { name: 'eurosPerYear', label: columns.euros, kind: 'euros' },
      { name: 'chosen', label: columns.chosen, kind: 'text' },
    ],
    rows: each.map(({ id, properties }) => {
      const [facility] = properties.facilities;
      const known = byId.get(facility);
      return {
        key: id,
        area: false,
        cells: [
          properties.names[0] ?? facility,
          names.get(known?.neighbourhoodCode ?? '') ?? null,
          names.get(known?.districtCode ?? '') ?? null,
          properties.residentsLost,
          properties.eurosPerYear,
          stopped.has(facility) ? columns.yes : columns.no,
        ],
      };
    }),
  };
}
