/** Is it used? Usage: visitors beside who live in reach, how full, and what a visit costs. What nobody told stays unknown. */

import * as api from '../api.js';
import { facts, paragraph } from '../extra.js';
import * as f from '../formats.js';
import { linesText } from '../model.js';
import { capital, fill, lookUp } from '../words.js';
import { madeOf } from './of-areas.js';
import { inProgramme, plainClasses, residentTips, typeInWords } from './common.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('./common.js').Item} Item */

/** Radius of the busiest facility's circle; the area of a circle says how many come. */
const LARGEST_M = 620;
const LEAST_M = 70;
const UNKNOWN_M = 70;

/** @type {import('../model.js').Panel} */
export const usage = {
  name: 'usage',
  needsType: false,
  usesDistance: true,
  usesGroup: true,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { words, state } = context;
  const { parameters } = context;
  const all = await api.items('usage', inProgramme(context, parameters));
  const places = [...all].sort(
    (a, b) =>
      (b.properties.visitorsPerYear ?? -1) - (a.properties.visitorsPerYear ?? -1) ||
      (b.properties.residentsInReach ?? 0) - (a.properties.residentsInReach ?? 0) ||
      a.id.localeCompare(b.id),
  );
  const known = places.filter(({ properties }) => properties.visitorsPerYear !== null);
  const visitors = known.reduce((sum, { properties }) => sum + properties.visitorsPerYear, 0);
  return {
    hero:
      known.length === 0
        ? { value: words.usage.unknownHero, unit: '', wide: true }
        : {
            value: f.number(state.lang, visitors),
            unit: words.usage.unit,
            wide: true,
            told: `${f.number(state.lang, visitors)} ${words.usage.unit} ${linesText(lines(context, places.length, known.length))}`,
            why: together(
              context,
              known,
              'visitorsPerYear',
              'sum',
              words.usage.table.visitors,
              f.number(state.lang, visitors),
            ),
          },
    lines: [...lines(context, places.length, known.length), ...remarks(context, known.length)],
    bar: null,
    ...extra(context, places),
    list: {
      heading: known.length === 0 ? words.usage.listUnknown : words.usage.list,
      of: known.length === 0 ? words.usage.table.reach : words.usage.table.visitors,
      tone: 'count',
      byLevel: false,
      rows: places.map((place) => row(context, place, known.length > 0)),
    },
    legend: { title: words.usage.legend, note: '', edges: [], classes: [] },
    classOf: plainClasses(context),
    tips: residentTips(context, (n) => f.residents(state.lang, n)),
    gaps: [],
    overlaps: [],
    shapes: shapes(places),
    keys: [
      ...(known.length > 0 ? [{ style: 'visitors', text: words.usage.key }] : []),
      ...(known.length < places.length ? [{ style: 'visitors-unknown', text: words.usage.keyUnknown }] : []),
    ],
    empty: places.length === 0,
    downloads: [{ name: 'usage', parameters }],
    table: table(context, places),
  };
}

/** @param {Context} context @param {number} all @param {number} known @returns {Line[]} */
function lines({ words, state }, all, known) {
  if (all === 0) return [];
  const { none, noneOnly, some, only, all: every } = words.usage.known;
  const text = known === 0 ? (all === 1 ? noneOnly : none) : known < all ? some : all === 1 ? only : every;
  const values = { n: f.number(state.lang, known), total: f.number(state.lang, all) };
  return [{ strong: text.strong, rest: fill(text.rest, values) }];
}

/**
 * Visitors come from anywhere and at any age: they are only held against who lives near where a distance is set for that, and against
 * everybody. @param {Context} context
 */
const perResidents = ({ state, type }) =>
  type !== null && state.group === 'all' && (state.distance ?? type.distanceM) !== null;

/** What visitors are not held against, and why. @param {Context} context @param {number} known @returns {Line[]} */
function remarks(context, known) {
  const { words, state } = context;
  const { ageless, anywhere, further } = words.usage;
  if (known === 0) return [];
  const d = f.metres(state.lang, context.distance);
  const group = lookUp(words.groups, state.group, state.group).toLocaleLowerCase();
  const rest =
    state.group !== 'all' ? fill(ageless, { group }) : perResidents(context) ? fill(further, { d }) : anywhere;
  return [{ strong: '', rest }];
}

/** @type {Record<string, import('../tabular.js').Column['kind']>} */
const KINDS = {
  visitorsPerYear: 'count',
  visitorsPerResident: 'ratio',
  occupancyRate: 'share',
  eurosPerVisitor: 'ratio',
};

/** A figure of the facilities of which it is known. @param {Context} context @param {Item[]} places @param {string} property @param {'sum' | 'median'} rule @param {string} what @param {string} text */
const together = (context, places, property, rule, what, text) =>
  madeOf(
    context,
    `usage-${rule}`,
    { what, text, property, kind: KINDS[property] ?? 'count', rule },
    places
      .filter(({ properties }) => properties[property] !== null)
      .map(({ id, properties }) => ({
        name: properties.name ?? context.words.nameless,
        value: properties[property],
        why: { collection: 'usage', id, property, parameters: context.parameters },
      })),
  );

/** @param {Item[]} places @param {string} property */
function middle(places, property) {
  const values = places
    .map(({ properties }) => properties[property])
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const at = (values.length - 1) / 2;
  return values.length === 0
    ? null
    : { count: values.length, value: (values[Math.floor(at)] + values[Math.ceil(at)]) / 2 };
}

/** @param {Context} context @param {Item[]} places @returns {{extra?: Node[]}} */
function extra(context, places) {
  const { words, state } = context;
  const said = words.usage;
  const ratio = perResidents(context);
  const perResident = ratio ? middle(places, 'visitorsPerResident') : null;
  const occupancy = middle(places, 'occupancyRate');
  const perVisitor = middle(places, 'eurosPerVisitor');
  if (!perResident && !occupancy && !perVisitor) return {};
  const fact = (/** @type {string} */ property, /** @type {string} */ label, /** @type {string | null} */ text) =>
    text === null
      ? { value: words.unknown, label }
      : { value: text, label, why: together(context, places, property, 'median', label, text) };
  const { perResident: visits, occupancy: full, perVisitor: costs } = said.facts;
  const shown = [
    ...(ratio ? [fact('visitorsPerResident', visits, perResident && f.ratio(state.lang, perResident.value))] : []),
    fact('occupancyRate', full, occupancy && f.percent(state.lang, occupancy.value)),
    fact('eurosPerVisitor', costs, perVisitor && f.cents(state.lang, perVisitor.value)),
  ];
  const of = (/** @type {string} */ text, /** @type {number | undefined} */ n) =>
    n === undefined ? '' : fill(text, { n: f.number(state.lang, n) });
  const note = [said.factsNote, of(said.factsOccupancy, occupancy?.count), of(said.factsMoney, perVisitor?.count)]
    .filter((text) => text !== '')
    .join(' ');
  return { extra: [facts(context, shown), paragraph({ strong: '', rest: note }, 'small extra-line')] };
}

/**
 * With its visitors; where nobody tells any, with who can come.
 * @param {Context} context @param {Item} place @param {boolean} told @returns {import('../model.js').Row}
 */
function row(context, place, told) {
  const { words, state } = context;
  const said = words.usage;
  const ratio = perResidents(context);
  const { visitorsPerYear, visitorsPerResident, occupancyRate, eurosPerVisitor, residentsInReach } = place.properties;
  const parts = [
    ratio && visitorsPerResident !== null && fill(said.perResident, { n: f.ratio(state.lang, visitorsPerResident) }),
    occupancyRate !== null && fill(said.occupied, { share: f.percent(state.lang, occupancyRate) }),
    eurosPerVisitor !== null && fill(said.perVisitor, { n: f.cents(state.lang, eurosPerVisitor) }),
    told &&
      ratio &&
      visitorsPerResident === null &&
      residentsInReach !== null &&
      fill(said.reach, { n: f.residents(state.lang, residentsInReach) }),
  ].filter((part) => part !== false);
  const type = state.serviceType === null ? [capital(typeInWords(context, place.properties.serviceType))] : [];
  const value = told ? visitorsPerYear : residentsInReach;
  const figure = told ? f.number(state.lang, visitorsPerYear ?? 0) : f.residents(state.lang, residentsInReach ?? 0);
  const second = [...type, ...parts].join(' · ');
  const property = !told
    ? 'residentsInReach'
    : visitorsPerResident === null || !ratio
      ? 'visitorsPerYear'
      : 'visitorsPerResident';
  return {
    key: place.id,
    name: place.properties.name ?? words.nameless,
    ...(second === '' ? {} : { second }),
    value: value ?? 0,
    figure: value === null ? words.unknown : figure,
    detail: detail(context, place),
    why: { collection: 'usage', id: place.id, property, parameters: context.parameters },
  };
}

/** @param {Context} context @param {Item} place @returns {Line[]} */
function detail({ words, state, distance }, { properties }) {
  const said = words.usage.detail;
  const number = (/** @type {number} */ value) => f.number(state.lang, value);
  const people =
    properties.residentsInReach === null ? words.unknown : f.residents(state.lang, properties.residentsInReach);
  const { visitorsPerYear, capacity, occupancy, occupancyRate, eurosPerYear, eurosPerVisitor } = properties;
  const line = (/** @type {Line} */ text, /** @type {Record<string, string>} */ values) => ({
    strong: fill(text.strong, values),
    rest: fill(text.rest, values),
  });
  return [
    visitorsPerYear === null
      ? line(said.visitorsUnknown, { d: f.metres(state.lang, distance), people })
      : line(said.visitors, { n: number(visitorsPerYear), d: f.metres(state.lang, distance), people }),
    occupancyRate !== null
      ? line(said.occupied, { o: number(occupancy), c: number(capacity), share: f.percent(state.lang, occupancyRate) })
      : capacity !== null
        ? line(said.places, { c: number(capacity) })
        : occupancy !== null
          ? line(said.occupancy, { o: number(occupancy) })
          : said.placesUnknown,
    eurosPerVisitor !== null
      ? line(said.euros, { e: f.euros(state.lang, eurosPerYear), v: f.cents(state.lang, eurosPerVisitor) })
      : eurosPerYear !== null
        ? line(said.eurosOnly, { e: f.euros(state.lang, eurosPerYear) })
        : said.eurosUnknown,
  ];
}

/** Circles as large as there are visitors; the largest first, so that a small one stays in reach. @param {Item[]} places @returns {Shape[]} */
function shapes(places) {
  const most = Math.max(...places.map(({ properties }) => properties.visitorsPerYear ?? 0), 1);
  return places.flatMap(({ id, geometry, properties }) => {
    if (geometry?.type !== 'Point') return [];
    const [lon = 0, lat = 0] = geometry.coordinates;
    const { visitorsPerYear } = properties;
    return [
      /** @type {Shape} */ ({
        kind: 'circle',
        style: visitorsPerYear === null ? 'visitors-unknown' : 'visitors',
        lon,
        lat,
        radiusM:
          visitorsPerYear === null ? UNKNOWN_M : Math.max(LEAST_M, LARGEST_M * Math.sqrt(visitorsPerYear / most)),
        key: id,
      }),
    ];
  });
}

/** @param {Context} context @param {Item[]} places @returns {import('../model.js').Table} */
function table(context, places) {
  const { caption, ...names } = context.words.usage.table;
  const ratio = perResidents(context);
  return {
    caption,
    columns: [
      { name: 'name', label: names.name, kind: 'text' },
      { name: 'serviceType', label: names.type, kind: 'text' },
      { name: 'visitorsPerYear', label: names.visitors, kind: 'count', property: 'visitorsPerYear' },
      { name: 'residentsInReach', label: names.reach, kind: 'residents', property: 'residentsInReach' },
      ...(ratio
        ? [
            {
              name: 'visitorsPerResident',
              label: names.perResident,
              kind: /** @type {const} */ ('ratio'),
              property: 'visitorsPerResident',
            },
          ]
        : []),
      { name: 'capacity', label: names.capacity, kind: 'count', property: 'capacity' },
      { name: 'occupancy', label: names.occupancy, kind: 'count', property: 'occupancy' },
      { name: 'occupancyRate', label: names.rate, kind: 'share', property: 'occupancyRate' },
      { name: 'eurosPerYear', label: names.euros, kind: 'euros', property: 'eurosPerYear' },
      { name: 'eurosPerVisitor', label: names.perVisitor, kind: 'ratio', property: 'eurosPerVisitor' },
    ],
    why: { collection: 'usage', parameters: context.parameters },
    rows: places.map(({ id, properties }) => ({
      key: id,
      area: false,
      cells: [
        properties.name ?? context.words.nameless,
        typeInWords(context, properties.serviceType),
        properties.visitorsPerYear,
        properties.residentsInReach,
        ...(ratio ? [properties.visitorsPerResident] : []),
        properties.capacity,
        properties.occupancy,
        properties.occupancyRate,
        properties.eurosPerYear,
        properties.eurosPerVisitor,
      ],
    })),
  };
}
