/** Is there enough room? Supply beside demand: what facilities offer, shared by the residents who can reach them. */

import * as api from '../api.js';
import { bars, choiceWord, disclosure, paragraph, partsBar } from '../extra.js';
import * as f from '../formats.js';
import { gapsOf, placeCount } from '../many.js';
import {
  classAt,
  ground,
  mayBeHouseholds,
  peopled,
  quantileBreaks,
  ranked,
  readable,
  residentsIn,
  within,
} from '../model.js';
import { fill, lookUp } from '../words.js';
import { byArea, inProgramme, peopleIn, total, weighted, wholeOf } from './common.js';
import { className } from './density.js';
import { reasonOfFeature } from './of-areas.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {ReturnType<typeof ranked>[0]} Entry */

const CLASSES = 5;
const METHODS = /** @type {const} */ (['2sfca', 'e2sfca', '3sfca']);

/** @type {import('../model.js').Panel} */
export const supply = {
  name: 'supply',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  ask,
};

/** How it is divided: where residents are confidential, only all alike. @param {Context} context */
const methodOf = (context) => (mayBeHouseholds(context) ? '2sfca' : context.state.supplyMethod);

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { words, state, city } = context;
  const { lang, of } = state;
  const parameters = { ...context.parameters, of, method: methodOf(context) };
  const [areas, facilities, gaps] = await Promise.all([
    api.items('accessibility', parameters),
    api.items('supply', inProgramme(context, parameters)),
    gapsOf(context, context.parameters),
  ]);
  const whole = wholeOf(context, areas);
  const figures = byArea(areas);
  const access = whole?.properties.accessPer1000 ?? null;
  const lived = city.neighbourhoods.filter((area) => ground(area.properties) === null);
  const values = lived
    .map((area) => figures.get(area.properties.code)?.properties.accessPer1000 ?? null)
    .filter((value) => value !== null);
  // Where nobody can come it is 0, also when of no facility the room is known.
  const known = values.some((value) => value > 0);
  const breaks = quantileBreaks(values, CLASSES);
  const classOf = new Map(
    city.neighbourhoods.map(({ properties }) => {
      const value = figures.get(properties.code)?.properties.accessPer1000 ?? null;
      const name = value === null ? 'unknown' : known ? className(classAt(breaks, value), breaks.length) : 'plain';
      return [properties.code, ground(properties) ?? name];
    }),
  );
  const people = peopleIn(context, figures);
  const edges = [0, ...breaks, readable(Math.max(0, ...values))].map((edge) => f.number(lang, edge, 2));
  const { entries, note } = peopled(context, ranked(context, city.neighbourhoods, city.districts));
  const members = new Set(within(context, city.neighbourhoods).map((area) => area.properties.code));
  return {
    hero: {
      value: access === null ? words.unknown : f.ratio(lang, access),
      unit: access === null ? '' : words.supply.per1000[of],
      wide: true,
      ...(whole ? { why: { collection: 'accessibility', id: whole.id, property: 'accessPer1000', parameters } } : {}),
    },
    lines: lines(context, facilities, access),
    bar: null,
    choices: choices(context, change),
    extra: [parts(context, whole, parameters), perPlace(context, facilities, parameters)].filter(
      (part) => part !== null,
    ),
    list: {
      heading: known ? words.supply.list : words.supply.listUnknown,
      of: known ? words.supply.table.access[of] : words.supply.table.unknown,
      tone: 'count',
      byLevel: true,
      rows: rows(context, entries, figures, parameters, known),
      note,
    },
    legend: !known
      ? { title: words.supply.legendUnknown, note: '', edges: [], classes: [] }
      : {
          group: people && state.group,
          title: words.supply.legend[of],
          note: words.legendQuantiles,
          edges,
          classes: [...breaks, Infinity].map((_, index) => ({
            name: className(index, breaks.length),
            label: `${edges[index]}–${edges[index + 1]}`,
            residents: residentsIn(context, classOf, className(index, breaks.length), people),
          })),
        },
    classOf,
    tips: new Map(
      [...city.neighbourhoods, ...city.districts].map(({ properties: { code } }) => [
        code,
        tip(context, figures.get(code)?.properties),
      ]),
    ),
    gaps: gaps.filter((gap) => members.has(gap.properties.areaCode)),
    overlaps: [],
    empty: placeCount(context, state.serviceType) === 0,
    downloads: [
      { name: 'accessibility', parameters },
      { name: 'supply', parameters },
    ],
    table: table(context, entries, figures, parameters),
  };
}

/** Everybody, in three parts. @param {Context} context @param {Item | undefined} item @param {Record<string, string>} parameters */
function parts(context, item, parameters) {
  if (!item) return null;
  const { words, state, distance } = context;
  const said = words.supply.parts;
  const part = (/** @type {string} */ style, /** @type {string} */ property, /** @type {string} */ label) => {
    const people = item.properties[property] ?? null;
    return {
      style,
      value: people ?? 0,
      figure: people === null ? words.unknown : f.residents(state.lang, people),
      label,
      why: { collection: 'accessibility', id: item.id, property, parameters },
    };
  };
  return partsBar(context, [
    part('served', 'residentsServed', said.served),
    part('unknown', 'coveredWithoutCapacity', said.unknown),
    part('uncovered', 'residentsUncovered', fill(said.uncovered, { d: f.metres(state.lang, distance) })),
  ]);
}

/** @param {Context} context */
const amountName = ({ state }) => (state.of === 'capacity' ? 'capacity' : 'floorAreaM2');

/** @param {Context} context @param {Item[]} facilities @param {number | null} access @returns {Line[]} */
function lines(context, facilities, access) {
  const { words, state } = context;
  const known = facilities.filter(({ properties }) => properties[amountName(context)] !== null).length;
  const { some, none, only } = words.supply.known;
  const text = known > 0 ? some : facilities.length === 1 ? only : none;
  const values = { n: f.number(state.lang, known), total: f.number(state.lang, facilities.length) };
  return [
    ...(access === null ? [] : [{ strong: '', rest: words.supply.shared }]),
    ...(known === facilities.length ? [] : [{ strong: '', rest: fill(text[state.of], values) }]),
  ];
}

/** @param {Context} context @param {Change} change @returns {Node[]} */
function choices(context, change) {
  const { words, state, distance } = context;
  const said = words.supply;
  const method = methodOf(context);
  const out = [
    choiceWord(said.chooseOf, said.of[state.of], {
      selected: state.of,
      options: /** @type {const} */ (['capacity', 'floorArea']).map((value) => ({ value, label: said.of[value] })),
      choose: (of) => change({ of: of === 'floorArea' ? 'floorArea' : 'capacity', only: null }),
    }),
  ];
  if (!mayBeHouseholds(context)) {
    out.push(
      choiceWord(said.chooseMethod, said.methods[method], {
        selected: method,
        options: METHODS.map((value) => ({ value, label: said.methods[value] })),
        choose: (chosen) => change({ supplyMethod: METHODS.find((one) => one === chosen) ?? '2sfca', only: null }),
      }),
    );
  }
  const rest = fill(said.methodText[method], {
    near: f.metres(state.lang, distance / 3),
    mid: f.metres(state.lang, (2 * distance) / 3),
    d: f.metres(state.lang, distance),
  });
  return [...out, paragraph({ strong: '', rest }, 'small')];
}

/** Demand in reach and ratio of each. @param {Context} context @param {Item[]} facilities @param {Record<string, string>} parameters */
function perPlace(context, facilities, parameters) {
  if (facilities.length === 0) return null;
  const { words, state } = context;
  const said = words.supply;
  const entries = [...facilities]
    .sort(
      (a, b) =>
        (a.properties.ratioPer1000 ?? Infinity) - (b.properties.ratioPer1000 ?? Infinity) ||
        String(a.properties.name).localeCompare(String(b.properties.name)),
    )
    .map(({ id, properties }) => {
      const amount = properties[amountName(context)];
      const people =
        properties.demandInReach === null ? words.unknown : f.residents(state.lang, properties.demandInReach);
      return {
        name: properties.name ?? words.nameless,
        value: properties.ratioPer1000,
        figure: properties.ratioPer1000 === null ? words.unknown : f.ratio(state.lang, properties.ratioPer1000),
        second:
          amount === null ? said.placeUnknown : fill(said.place[state.of], { n: f.number(state.lang, amount), people }),
        why: { collection: 'supply', id, property: 'ratioPer1000', parameters },
      };
    });
  return disclosure({ key: 'places', summary: said.places }, bars(context, entries));
}

/**
 * The tightest first; where nothing is known, by who can come all the same.
 * @param {Context} context @param {Entry[]} entries @param {Map<string, Item>} figures @param {Record<string, string>} parameters @param {boolean} known
 */
function rows(context, entries, figures, parameters, known) {
  const { words, state } = context;
  return entries
    .map((entry) => {
      const { key, name, areas } = entry;
      const of = areas.map((area) => figures.get(area.properties.code)?.properties);
      const access = weighted(of, 'accessPer1000');
      const people = total(of, 'coveredWithoutCapacity');
      const property = known ? 'accessPer1000' : 'coveredWithoutCapacity';
      const figure = known
        ? access === null
          ? words.unknown
          : f.ratio(state.lang, access)
        : of.every((one) => (one?.coveredWithoutCapacity ?? null) === null)
          ? words.unknown
          : f.residents(state.lang, people);
      const said = figureOf(context, property, name, figure);
      return {
        key,
        name,
        residents: total(of, 'residents'),
        known: known ? access !== null : of.some((one) => (one?.coveredWithoutCapacity ?? null) !== null),
        value: known ? (access ?? 0) : people,
        figure,
        why: reasonOfFeature(context, 'accessibility', entry, figures, said, parameters),
      };
    })
    .sort(
      (a, b) =>
        Number(b.known) - Number(a.known) ||
        (known ? a.value - b.value : b.value - a.value) ||
        b.residents - a.residents ||
        a.name.localeCompare(b.name, state.lang),
    );
}

/** @param {Context} context @param {Record<string, any> | undefined} figures @returns {Line[]} */
function tip({ words, state, distance }, figures) {
  const said = words.supply;
  if (!figures || !figures.residents) return [{ strong: '', rest: said.tipNobody }];
  const { accessPer1000, coveredWithoutCapacity, residentsUncovered } = figures;
  const uncovered = {
    strong: fill(said.tipUncovered.strong, { n: f.residents(state.lang, residentsUncovered ?? 0) }),
    rest: fill(said.tipUncovered.rest, { d: f.metres(state.lang, distance) }),
  };
  if (accessPer1000 !== null)
    return [
      { strong: f.ratio(state.lang, accessPer1000), rest: said.tip[state.of] },
      ...(residentsUncovered === null ? [] : [uncovered]),
    ];
  if (residentsUncovered === null) return [{ strong: '', rest: words.unknown }];
  const n = f.residents(state.lang, coveredWithoutCapacity ?? 0);
  return [{ strong: said.tipUnknown.strong, rest: fill(said.tipUnknown.rest, { n }) }, uncovered];
}

/** @param {Context} context @param {Entry[]} entries @param {Map<string, Item>} figures @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function table(context, entries, figures, parameters) {
  const { state } = context;
  const names = context.words.supply.table;
  return {
    caption: names.caption,
    columns: [
      { name: 'name', label: names.area, kind: 'text' },
      { name: 'accessPer1000', label: names.access[state.of], kind: 'ratio', property: 'accessPer1000' },
      { name: 'residents', label: names.residents, kind: 'residents', property: 'residents' },
      { name: 'residentsServed', label: names.served, kind: 'residents', property: 'residentsServed' },
      { name: 'coveredWithoutCapacity', label: names.unknown, kind: 'residents', property: 'coveredWithoutCapacity' },
      { name: 'residentsUncovered', label: names.uncovered, kind: 'residents', property: 'residentsUncovered' },
      { name: 'capacityUnknown', label: names.missing, kind: 'count', property: 'capacityUnknown' },
    ],
    sort: 'accessPer1000',
    rows: entries.map((entry) => {
      const { key, name, areas } = entry;
      const of = areas.map((area) => figures.get(area.properties.code)?.properties);
      const known = of.some((one) => (one?.residents ?? null) !== null);
      const sum = (/** @type {string} */ property) => (known ? total(of, property) : null);
      return {
        key,
        area: true,
        explain: (property, text) =>
          reasonOfFeature(
            context,
            'accessibility',
            entry,
            figures,
            figureOf(context, property, name, text),
            parameters,
          ),
        cells: [
          name,
          weighted(of, 'accessPer1000'),
          sum('residents'),
          sum('residentsServed'),
          sum('coveredWithoutCapacity'),
          sum('residentsUncovered'),
          of.length === 1 ? (of[0]?.capacityUnknown ?? null) : null,
        ],
      };
    }),
  };
}

/** A figure of an area, to be told by its parts where the area has no figure of its own. @param {Context} context @param {string} property @param {string} name @param {string} text @returns {import('./of-areas.js').Figure} */
function figureOf({ words, state }, property, name, text) {
  const access = property === 'accessPer1000';
  const { table: names } = words.supply;
  const labels = {
    accessPer1000: names.access[state.of],
    residents: names.residents,
    residentsServed: names.served,
    coveredWithoutCapacity: names.unknown,
    residentsUncovered: names.uncovered,
  };
  const what = `${name}, ${lookUp(labels, property, names.missing).toLocaleLowerCase()}`;
  return { what, text, property, kind: access ? 'ratio' : 'residents', rule: access ? 'mean' : 'sum' };
}
