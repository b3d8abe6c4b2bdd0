/** Where do we pay twice? Overlaps: two facilities that serve the same people with the same service. */

import * as api from '../api.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { ground, linesText, ownDistances } from '../model.js';
import { typeLabel } from '../places.js';
import { made } from '../reasons/made.js';
import { fill } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('../model.js').Line} Line */

/** @type {import('../model.js').Panel} */
export const overlaps = {
  name: 'overlaps',
  needsType: false,
  usesDistance: true,
  usesGroup: true,
  usesPlaces: true,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { city, words, state } = context;
  const parameters = { ...context.parameters, ...(state.programme === null ? {} : { area: state.programme }) };
  const pairs = await api.overlaps(parameters);
  const names = namesOf(context);
  const money = pairs.length === 0 ? null : total(pairs);
  /** @type {Line[]} */
  const lines = [pairs.length === 0 ? { strong: '', rest: words.noPairs } : words.pairsAnswer];
  if (money !== null) lines.push(moneyLine(context, pairs, money, parameters));
  if (context.type === null)
    lines.push({
      strong: '',
      rest: ownDistances(context)
        ? words.eachDistance
        : fill(words.oneDistance, { d: f.metres(state.lang, context.distance) }),
    });
  const told = linesText(lines);
  return {
    hero: {
      value: f.number(state.lang, pairs.length),
      unit: pairs.length === 1 ? words.pairsUnit.one : words.pairsUnit.many,
      wide: true,
      told:
        pairs.length === 0
          ? told
          : `${f.number(state.lang, pairs.length)} ${pairs.length === 1 ? words.pairsUnit.one : words.pairsUnit.many}: ${told.charAt(0).toLocaleLowerCase()}${told.slice(1)}`,
      why: made(context, {
        key: 'pairs',
        what: words.questions.overlaps.replace(/\?$/, ''),
        figure: `${f.number(state.lang, pairs.length)} ${pairs.length === 1 ? words.pairsUnit.one : words.pairsUnit.many}`,
        rule: 'count',
        parts: pairs.map(({ id, properties }) => ({
          name: `${names(properties.facilityA)} + ${names(properties.facilityB)}`,
          figure: f.percent(state.lang, properties.jaccard),
          why: { collection: 'overlaps', id, property: 'jaccard', parameters },
        })),
      }),
    },
    lines,
    bar: null,
    choices: context.type === null ? [chooseType(words.thisType)] : [],
    list: {
      heading: words.wherePairs,
      of: words.shell.sharedResidents,
      tone: 'same',
      byLevel: false,
      rows: pairs
        .map((pair) => ({
          key: pair.id,
          name: names(pair.properties.facilityA),
          second: names(pair.properties.facilityB),
          told: { name: `${names(pair.properties.facilityA)} + ${names(pair.properties.facilityB)}` },
          value: pair.properties.sharedResidents,
          figure: f.residents(state.lang, pair.properties.sharedResidents),
          detail: detail(context, pair),
          why: { collection: 'overlaps', id: pair.id, property: 'sharedResidents', parameters },
        }))
        .sort((a, b) => b.value - a.value || a.key.localeCompare(b.key)),
    },
    legend: { title: words.legendOverlaps, note: '', edges: [], classes: [] },
    classOf: new Map(city.neighbourhoods.map((area) => [area.properties.code, ground(area.properties) ?? 'plain'])),
    tips: new Map(
      [...city.neighbourhoods, ...city.districts].map(({ properties }) => [
        properties.code,
        [
          {
            strong: properties.residents === null ? words.unknown : f.residents(state.lang, properties.residents),
            rest: words.tipResidents.rest,
          },
        ],
      ]),
    ),
    gaps: [],
    overlaps: pairs,
    empty: false,
    downloads: [{ name: 'overlaps', parameters }],
    table: table(context, pairs, parameters),
  };
}

/** Opens the word of the question. @param {string} text */
const chooseType = (text) =>
  h(
    'button',
    {
      type: 'button',
      class: 'link',
      onclick: () => /** @type {HTMLElement | null} */ (document.querySelector('[data-key="word-type"]'))?.click(),
    },
    text,
  );

/** What is known to go to the facilities in the pairs. @param {Context} context @param {Overlap[]} pairs @param {number} money @param {Record<string, string>} parameters @returns {Line} */
function moneyLine(context, pairs, money, parameters) {
  const { words, state } = context;
  const names = namesOf(context);
  const amount = f.euros(state.lang, money);
  /** @type {Map<string, import('../model.js').Made['parts'][0]>} */
  const parts = new Map();
  for (const { id, properties } of pairs) {
    for (const side of /** @type {const} */ (['A', 'B'])) {
      const euros = properties[`eurosPerYear${side}`];
      const facility = properties[`facility${side}`];
      const why = { collection: 'overlaps', id, property: `eurosPerYear${side}`, parameters };
      if (euros !== null) parts.set(facility, { name: names(facility), figure: f.euros(state.lang, euros), why });
    }
  }
  const what = words.questions.overlaps.replace(/\?$/, '');
  const why = made(context, { key: 'pairs-money', what, figure: amount, rule: 'perYear', parts: [...parts.values()] });
  return { ...words.pairsMoney, strong: fill(words.pairsMoney.strong, { amount }), why };
}

/** @param {Context} context @param {Overlap[]} pairs @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function table(context, pairs, parameters) {
  const { shell } = context.words;
  const names = namesOf(context);
  return {
    caption: context.words.questions.overlaps,
    columns: [
      { name: 'a', label: shell.columnName, kind: 'text', group: shell.placeA },
      { name: 'eurosA', label: shell.eurosAYear, kind: 'euros', group: shell.placeA, property: 'eurosPerYearA' },
      { name: 'b', label: shell.columnName, kind: 'text', group: shell.placeB },
      { name: 'eurosB', label: shell.eurosAYear, kind: 'euros', group: shell.placeB, property: 'eurosPerYearB' },
      { name: 'type', label: shell.columnType, kind: 'text' },
      { name: 'shared', label: shell.sharedResidents, kind: 'residents', property: 'sharedResidents' },
      { name: 'part', label: shell.sharedPart, kind: 'share', property: 'jaccard' },
      { name: 'distance', label: shell.apart, kind: 'metres', property: 'distanceM' },
    ],
    sort: '-shared',
    why: { collection: 'overlaps', parameters },
    rows: pairs.map(({ id, properties }) => ({
      key: id,
      area: false,
      cells: [
        names(properties.facilityA),
        properties.eurosPerYearA,
        names(properties.facilityB),
        properties.eurosPerYearB,
        typeLabel(context, properties.serviceType),
        properties.sharedResidents,
        properties.jaccard,
        properties.distanceM,
      ],
    })),
  };
}

/** @type {WeakMap<Context['facilities'], Map<string, string | null>>} */
const known = new WeakMap();

/** @param {Context} context */
export function namesOf(context) {
  const names =
    known.get(context.facilities) ??
    new Map(context.facilities.map((facility) => [facility.properties.id, facility.properties.name]));
  known.set(context.facilities, names);
  return (/** @type {string} */ id) => names.get(id) ?? context.words.nameless;
}

/** What is known to go to the facilities in the pairs, each counted once; null when nothing is known. @param {Overlap[]} pairs */
function total(pairs) {
  /** @type {Map<string, number>} */
  const amounts = new Map();
  for (const { properties } of pairs) {
    if (properties.eurosPerYearA !== null) amounts.set(properties.facilityA, properties.eurosPerYearA);
    if (properties.eurosPerYearB !== null) amounts.set(properties.facilityB, properties.eurosPerYearB);
  }
  return amounts.size === 0 ? null : [...amounts.values()].reduce((a, b) => a + b, 0);
}

/** The reach and the money of a pair, in words. @param {Context} context @param {Overlap} pair @returns {Line[]} */
export function detail(context, pair) {
  const { words, state } = context;
  const { sharedResidents, jaccard, distanceM, eurosPerYearA, eurosPerYearB, facilityA, facilityB } = pair.properties;
  const names = namesOf(context);
  /** @type {Line[]} */
  const lines = [
    {
      strong: fill(words.pairDetail.strong, { shared: f.residents(state.lang, sharedResidents) }),
      rest: fill(words.pairDetail.rest, {
        share: f.percent(state.lang, jaccard),
        distance: f.metres(state.lang, distanceM),
      }),
    },
  ];
  if (eurosPerYearA !== null && eurosPerYearB !== null) {
    lines.push({
      strong: '',
      rest: fill(words.pairEuros, { amount: f.euros(state.lang, eurosPerYearA + eurosPerYearB) }),
    });
  } else if (eurosPerYearA === null && eurosPerYearB === null) {
    lines.push({ strong: '', rest: words.pairEurosNone });
  } else {
    const name = names(eurosPerYearA === null ? facilityB : facilityA);
    lines.push({
      strong: '',
      rest: fill(words.pairEurosOne, { name, amount: f.euros(state.lang, eurosPerYearA ?? eurosPerYearB ?? 0) }),
    });
  }
  if (pair.properties.targetGroupUnknown) lines.push({ strong: '', rest: words.targetGroupUnknown });
  return lines;
}
