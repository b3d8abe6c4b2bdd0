/** Who stand together? Hubs: places where facilities of several types or organisations are found, and which types seek each other. */

import * as api from '../api.js';
import { h } from '../dom.js';
import { bars, disclosure, paragraph } from '../extra.js';
import * as f from '../formats.js';
import { SHARE_CLASSES, ground, ranked, residentsIn, shareClass } from '../model.js';
import { reasoned } from '../reasons.js';
import { capital, fill } from '../words.js';
import { largestFinding } from './chance.js';
import { byArea, firstFew, inProgramme, nameOfArea, total, typeInWords, wholeOf } from './common.js';
import { without } from './density.js';
import { reasonOfFeature } from './of-areas.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('./common.js').Item} Item */

const TYPES_NAMED = 3;
const LEAST_RADIUS_M = 60;
const MARGIN_M = 25;
/** Chance below which a pair stands out, and the share of chance among the pairs of which we say that it is none. */
const STANDS_OUT = 0.05;
const WRONG = 0.05;
const MOST_PAIRS = 8;

/** @type {import('../model.js').Panel} */
export const hubs = {
  name: 'hubs',
  needsType: false,
  usesDistance: false,
  usesGroup: false,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { words, state } = context;
  const { lang } = state;
  const parameters = without(context.parameters, 'distance', 'group');
  const here = inProgramme(context, parameters);
  const [found, concentrations, pairs, settings] = await Promise.all([
    api.items('hubs', here),
    api.items('concentrations', parameters),
    api.items('colocations', parameters),
    api.document('/v1/collections/hubs/items', { ...here, limit: '1' }),
  ]);
  const places = [...found].sort(
    (a, b) =>
      b.properties.facilityCount - a.properties.facilityCount ||
      b.properties.serviceTypes.length - a.properties.serviceTypes.length ||
      a.id.localeCompare(b.id),
  );
  const whole = wholeOf(context, concentrations);
  const count = whole?.properties.facilityCount ?? 0;
  const figures = byArea(concentrations);
  const classOf = classes(context, figures);
  const diameter = settings.parameters?.hubDiameterM ?? null;
  const distance = diameter === null ? words.unknown : f.metres(lang, diameter);
  return {
    hero: {
      value: f.number(lang, places.length),
      unit: places.length === 1 ? words.hubs.unit.one : words.hubs.unit.many,
      wide: true,
      ...(whole ? { why: { collection: 'concentrations', id: whole.id, property: 'hubs', parameters } } : {}),
    },
    lines: lines(context, places, whole, distance),
    bar: null,
    extra: [perArea(context, figures, parameters), together(context, pairs, parameters)].filter(
      (part) => part !== null,
    ),
    list: {
      heading: words.hubs.list,
      of: words.hubs.table.count,
      tone: 'count',
      byLevel: false,
      rows: places.map((hub) => row(context, hub, parameters)),
    },
    legend: {
      title: fill(words.hubs.legend, { level: words.hubs.level[state.level] }),
      note: '',
      edges: [...SHARE_CLASSES.map((from) => String(from * 100)), `100${f.percentSign(lang)}`],
      classes: SHARE_CLASSES.map((from, index) => ({
        name: `class-${index + 1}`,
        label: `${from * 100}–${from * 100 + 20}${f.percentSign(lang)}`,
        residents: residentsIn(context, classOf, `class-${index + 1}`),
      })),
    },
    classOf,
    tips: new Map(
      [...context.city.neighbourhoods, ...context.city.districts].map(({ properties: { code } }) => [
        code,
        [tip(context, figures.get(code)?.properties)],
      ]),
    ),
    gaps: [],
    overlaps: [],
    shapes: places.flatMap((hub) => shapes(context, hub)),
    keys: places.length > 0 ? [{ style: 'hub-spot', text: words.hubs.key }] : [],
    empty: count === 0,
    downloads: [
      { name: 'hubs', parameters },
      { name: 'concentrations', parameters },
      { name: 'colocations', parameters },
    ],
    table: table(context, places, parameters),
  };
}

/** @param {Context} context @param {Item[]} places @param {Item | undefined} whole @param {string} distance @returns {Line[]} */
function lines({ words, state, city }, places, whole, distance) {
  const { facilityCount = 0, facilitiesInHubs = 0, concentration = null } = whole?.properties ?? {};
  if (places.length === 0) {
    return [
      { strong: '', rest: fill(words.hubs.none, { distance }) },
      ...(facilityCount > 0
        ? [{ strong: '', rest: fill(words.hubs.short, { n: f.number(state.lang, facilityCount) }) }]
        : []),
    ];
  }
  const line = state.serviceType === null ? words.hubs.answer : words.hubs.answerType;
  return [
    {
      strong: fill(line.strong, {
        inHubs: f.number(state.lang, facilitiesInHubs),
        total: f.number(state.lang, facilityCount),
      }),
      rest: fill(line.rest, {
        name: whole?.properties.name ?? city.info.name,
        share: concentration === null ? words.unknown : f.percent(state.lang, concentration),
      }),
    },
    { strong: '', rest: fill(words.hubs.rule, { distance }) },
  ];
}

/** Every neighbourhood of a district has the district's colour when the districts are compared. @param {Context} context @param {Map<string, Item>} figures */
function classes({ city, state }, figures) {
  return new Map(
    city.neighbourhoods.map(({ properties }) => {
      const code = state.level === 'neighbourhoods' ? properties.code : (properties.parentCode ?? properties.code);
      const share = figures.get(code)?.properties.concentration ?? null;
      return [properties.code, ground(properties) ?? (share === null ? 'plain' : shareClass(share))];
    }),
  );
}

/** @param {Context} context @param {Record<string, any> | undefined} figures @returns {Line} */
function tip({ words, state }, figures) {
  if (!figures || figures.concentration === null) return { strong: '', rest: words.hubs.tipNone };
  return {
    strong: fill(words.hubs.tip.strong, { share: f.percent(state.lang, figures.concentration) }),
    rest: fill(words.hubs.tip.rest, {
      n: f.number(state.lang, figures.facilitiesInHubs),
      total: f.number(state.lang, figures.facilityCount),
    }),
  };
}

/** @param {Context} context @param {Item} hub */
const nameOf = (context, { properties }) =>
  properties.neighbourhoodCode === null
    ? context.words.hubs.outside
    : nameOfArea(context, properties.neighbourhoodCode);

/** @param {Context} context @param {Item} hub @param {Record<string, string>} parameters @returns {import('../model.js').Row} */
function row(context, hub, parameters) {
  const { words, state } = context;
  const { facilityCount, serviceTypes } = hub.properties;
  const types = serviceTypes.map((/** @type {string} */ code) => typeInWords(context, code));
  return {
    key: hub.id,
    name: nameOf(context, hub),
    second: firstFew(types, TYPES_NAMED, (n) => fill(words.hubs.more, { n: String(n) })),
    value: facilityCount,
    figure: f.number(state.lang, facilityCount),
    detail: detail(context, hub),
    why: { collection: 'hubs', id: hub.id, property: 'facilityCount', parameters },
  };
}

/** What stands there. @param {Context} context @param {Item} hub @returns {Line[]} */
function detail(context, { properties }) {
  const { words, state, facilities } = context;
  const known = new Map(facilities.map((facility) => [facility.properties.id, facility.properties]));
  /** @type {Line[]} */
  const out = properties.facilities.map((/** @type {string} */ id, /** @type {number} */ index) => ({
    strong: known.get(id)?.name ?? properties.names[index] ?? words.nameless,
    rest: ` · ${typeInWords(context, known.get(id)?.serviceType ?? null)}`,
  }));
  out.push({
    strong: '',
    rest:
      properties.sameAddress === true
        ? words.hubs.sameAddress
        : fill(words.hubs.width, { d: f.metres(state.lang, properties.widthM) }),
  });
  if (properties.findingPlace === true) out.push(words.hubs.findingPlace);
  return out;
}

/** Its ring, as wide as it is, and a disc with the number for when the ring is small. @param {Context} context @param {Item} hub @returns {Shape[]} */
function shapes(context, hub) {
  if (hub.geometry?.type !== 'Point') return [];
  const [lon = 0, lat = 0] = hub.geometry.coordinates;
  const { facilityCount, widthM } = hub.properties;
  const title = fill(context.words.hubs.spot, {
    name: nameOf(context, hub),
    n: f.number(context.state.lang, facilityCount),
  });
  const style = facilityCount > 2 ? 'hub' : 'hub-small';
  const radiusM = Math.max(LEAST_RADIUS_M, widthM / 2 + MARGIN_M);
  return [
    { kind: 'circle', style: 'hub', lon, lat, radiusM, key: hub.id },
    { kind: 'spot', style, lon, lat, title, text: String(facilityCount), key: hub.id },
  ];
}

/** @param {Context} context @param {Map<string, Item>} figures @param {Record<string, string>} parameters */
function perArea(context, figures, parameters) {
  const { words, state, city } = context;
  const entries = ranked(context, city.neighbourhoods, city.districts)
    .map((entry) => {
      const { key, name, areas } = entry;
      const of = areas.map((area) => figures.get(area.properties.code)?.properties);
      const count = total(of, 'facilityCount');
      const inHubs = total(of, 'facilitiesInHubs');
      const figure = count > 0 ? f.percent(state.lang, inHubs / count) : words.unknown;
      /** @type {import('./of-areas.js').Figure} */
      const said = {
        what: `${name}, ${words.sheets.together}`,
        text: figure,
        property: 'concentration',
        kind: 'share',
        rule: 'inHubs',
      };
      return {
        mark: key,
        name,
        count,
        value: count > 0 ? inHubs / count : null,
        figure,
        second: fill(words.hubs.areaCount, { n: f.number(state.lang, inHubs), total: f.number(state.lang, count) }),
        why: reasonOfFeature(context, 'concentrations', entry, figures, said, parameters),
      };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || b.count - a.count);
  if (entries.every(({ value }) => value === 0)) return null;
  return disclosure({ key: 'areas', summary: words.hubs.areas[state.level] }, bars(context, entries));
}

/** Which types have each other as neighbours more often than by chance. @param {Context} context @param {Item[]} pairs @param {Record<string, string>} parameters */
function together(context, pairs, parameters) {
  const { words, state, city } = context;
  const judged = pairs.filter(({ properties }) => properties.pValue !== null && properties.quotient !== null);
  if (judged.length === 0) return null;
  const finding = largestFinding(
    judged.map(({ properties }) => properties.pValue),
    WRONG,
  );
  // Of many pairs some stand out by chance alone: those say nothing.
  const striking = judged
    .filter(({ properties }) => properties.quotient > 1 && properties.pValue <= finding)
    .sort((a, b) => a.properties.pValue - b.properties.pValue || b.properties.quotient - a.properties.quotient)
    .slice(0, MOST_PAIRS);
  const times = Math.max(...judged.map(({ properties }) => properties.permutations));
  return disclosure(
    { key: 'pairs', summary: words.hubs.pairs },
    paragraph({
      strong: state.programme === null ? '' : `${fill(words.hubs.pairsCity, { name: city.info.name })} `,
      rest: fill(words.hubs.pairsRule, { times: f.number(state.lang, times) }),
    }),
    striking.length === 0
      ? paragraph({ strong: '', rest: words.hubs.pairsNone })
      : h(
          'ul',
          { class: 'said' },
          ...striking.map(({ id, properties }) => {
            const one = capital(typeInWords(context, properties.serviceTypeA));
            const other = typeInWords(context, properties.serviceTypeB);
            const why = { collection: 'colocations', id, property: 'quotient', parameters };
            const times = fill(words.hubs.pair.figure, { times: f.ratio(state.lang, properties.quotient) });
            return h(
              'li',
              {},
              h('strong', {}, fill(words.hubs.pair.strong, { one, other })),
              ': ',
              ...reasoned(context, why, h('span', {}, times)),
              words.hubs.pair.rest,
            );
          }),
        ),
    ...(judged.length < 2
      ? []
      : [
          paragraph({
            strong: '',
            rest: fill(words.hubs.pairsChance, {
              n: f.number(state.lang, judged.length),
              e: f.number(state.lang, Math.max(1, Math.round(judged.length * STANDS_OUT))),
            }),
          }),
        ]),
  );
}

/** @param {Context} context @param {Item[]} places @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function table(context, places, parameters) {
  const { caption, yes, no, ...names } = context.words.hubs.table;
  const said = (/** @type {boolean | null} */ value) => (value === null ? null : value ? yes : no);
  return {
    caption,
    columns: [
      { name: 'name', label: names.name, kind: 'text' },
      { name: 'districtCode', label: names.district, kind: 'text' },
      { name: 'facilityCount', label: names.count, kind: 'count', property: 'facilityCount' },
      { name: 'serviceTypes', label: names.types, kind: 'text' },
      { name: 'widthM', label: names.width, kind: 'metres', property: 'widthM' },
      { name: 'sameAddress', label: names.address, kind: 'text' },
      { name: 'findingPlace', label: names.finding, kind: 'text' },
      { name: 'organisations', label: names.organisations, kind: 'text' },
    ],
    why: { collection: 'hubs', parameters },
    rows: places.map((hub) => ({
      key: hub.id,
      area: false,
      cells: [
        nameOf(context, hub),
        hub.properties.districtCode === null ? null : nameOfArea(context, hub.properties.districtCode),
        hub.properties.facilityCount,
        hub.properties.serviceTypes.map((/** @type {string} */ code) => typeInWords(context, code)).join(', '),
        hub.properties.widthM,
        said(hub.properties.sameAddress),
        said(hub.properties.findingPlace),
        hub.properties.organisations.join(', '),
      ],
    })),
  };
}
