/** What do we have where? Density: facilities per 1,000 residents or per square kilometre of land. */

import * as api from '../api.js';
import * as f from '../formats.js';
import {
  classAt,
  ground,
  nameOfAll,
  peopled,
  quantileBreaks,
  ranked,
  readable,
  residentsIn,
  sum,
  within,
} from '../model.js';
import { straysIn } from '../strays.js';
import { fill, lookUp } from '../words.js';
import { reasonOfEntry, reasonOfWhole } from './of-areas.js';
import { countText } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').AreaProperties} AreaProperties */
/** @typedef {ReturnType<typeof ranked>[0]} Entry */

const CLASSES = 5;

const PROPERTY = { residents: 'facilitiesPer1000', land: 'facilitiesPerKm2' };

/** @type {import('../model.js').Panel} */
export const density = {
  name: 'density',
  needsType: false,
  usesDistance: false,
  usesGroup: false,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { words, state } = context;
  const { lang, per } = state;
  const parameters = without(context.parameters, 'distance', 'group');
  const [neighbourhoods, districts] = await Promise.all([
    api.areas('neighbourhoods', parameters),
    api.areas('districts', parameters),
  ]);
  /** @param {AreaProperties} area */
  const measure = (area) => (per === 'residents' ? area.facilitiesPer1000 : area.facilitiesPerKm2);
  const inside = within(context, neighbourhoods);
  const count = sum(inside, (area) => area.facilityCount);
  const value = ratio(inside, per);
  const { entries, note } = peopled(
    context,
    ranked(context, neighbourhoods, districts),
    (area) => area.facilityCount > 0,
  );

  const why = (/** @type {string} */ property, /** @type {string} */ text) =>
    reasonOfWhole(context, inside, figureOf(context, property, nameOfAll(context), text), parameters);
  const lived = neighbourhoods.filter((area) => ground(area.properties) === null);
  const values = lived.map((area) => measure(area.properties)).filter((known) => known !== null);
  const breaks = quantileBreaks(values, CLASSES);
  const classOf = new Map(
    neighbourhoods.map(({ properties }) => {
      const known = measure(properties);
      const name =
        ground(properties) ?? (known === null ? 'unknown' : className(classAt(breaks, known), breaks.length));
      return [properties.code, name];
    }),
  );
  const edges = [0, ...breaks, readable(Math.max(0, ...values))].map((edge) => f.number(lang, edge, 2));
  return {
    hero: {
      value: value === null ? words.unknown : f.ratio(lang, value),
      unit: value === null ? '' : words.densityUnit[per],
      wide: true,
      why: value === null ? undefined : why(PROPERTY[per], f.ratio(lang, value)),
    },
    lines: [
      { ...answerLine(context, inside, count), why: why('facilityCount', f.number(lang, count)) },
      ...notCounted(context),
    ],
    bar: null,
    list: {
      heading: words.whereDensity,
      of: state.per === 'land' ? words.shell.perKm2 : words.shell.per1000,
      tone: 'count',
      byLevel: true,
      rows: rows(context, entries, parameters),
      note,
    },
    legend: {
      title: fill(words.legendDensity, { per: words.perDensity[per] }),
      note: words.legendQuantiles,
      edges,
      classes: [...breaks, Infinity].map((_, index) => ({
        name: className(index, breaks.length),
        label: `${edges[index]}–${edges[index + 1]}`,
        residents: residentsIn(context, classOf, className(index, breaks.length)),
      })),
    },
    classOf,
    tips: new Map(
      [...neighbourhoods, ...districts].map((area) => [
        area.properties.code,
        tip(context, area.properties, measure(area.properties)),
      ]),
    ),
    gaps: [],
    overlaps: [],
    empty: count === 0,
    downloads: [{ name: state.level, parameters }],
    table: table(context, neighbourhoods, entries, parameters),
  };
}

/** @param {Context} context @param {Area[]} neighbourhoods @param {Entry[]} entries @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function table(context, neighbourhoods, entries, parameters) {
  const { words, state, city } = context;
  const { shell } = words;
  const inside = within(context, neighbourhoods);
  const byNeighbourhood = state.level === 'neighbourhoods';
  const districtOf = new Map(city.districts.map(({ properties }) => [properties.code, properties.name]));
  /** @param {Area[]} areas */
  const figures = (areas) => [
    sum(areas, (area) => area.facilityCount),
    areas.some((area) => area.properties.residents !== null) ? sum(areas, (area) => area.residents) : null,
    ratio(areas, 'residents'),
    areas.some((area) => area.properties.landKm2 !== null) ? sum(areas, (area) => area.landKm2) : null,
    ratio(areas, 'land'),
  ];
  return {
    caption: words.questions.density,
    columns: [
      { name: 'name', label: byNeighbourhood ? words.levels.neighbourhood : words.levels.district, kind: 'text' },
      ...(byNeighbourhood
        ? [{ name: 'district', label: words.levels.district, kind: /** @type {const} */ ('text') }]
        : []),
      { name: 'facilities', label: shell.facilities, kind: 'count', property: 'facilityCount' },
      { name: 'residents', label: shell.residents, kind: 'residents', property: 'residents' },
      {
        name: 'per1000',
        label: shell.per1000,
        kind: 'ratio',
        property: 'facilitiesPer1000',
        bar: state.per === 'residents',
      },
      { name: 'land', label: shell.land, kind: 'ratio', property: 'landKm2' },
      { name: 'perKm2', label: shell.perKm2, kind: 'ratio', property: 'facilitiesPerKm2', bar: state.per === 'land' },
    ],
    sort: state.per === 'residents' ? '-per1000' : '-perKm2',
    why: { collection: state.level, parameters },
    rows: entries.map((entry) => ({
      key: entry.key,
      area: true,
      explain: (property, text) =>
        reasonOfEntry(context, entry, figureOf(context, property, entry.name, text), parameters),
      cells: [
        entry.name,
        ...(byNeighbourhood ? [districtOf.get(entry.areas[0]?.properties.parentCode ?? '') ?? null] : []),
        ...figures(entry.areas),
      ],
    })),
    total: [nameOfAll(context), ...(byNeighbourhood ? [null] : []), ...figures(inside)],
    explainTotal: (property, text) =>
      reasonOfWhole(context, inside, figureOf(context, property, nameOfAll(context), text), parameters),
  };
}

/** A figure of an area, to be told by its parts where the area has no figure of its own. @param {Context} context @param {string} property @param {string} name @param {string} text */
function figureOf({ words }, property, name, text) {
  const { shell } = words;
  const labels = {
    facilityCount: shell.facilities,
    residents: shell.residents,
    facilitiesPer1000: shell.per1000,
    facilitiesPerKm2: shell.perKm2,
    landKm2: shell.land,
  };
  /** @type {import('./of-areas.js').Rule} */
  const rule = property.startsWith('facilitiesPer') ? 'density' : 'sum';
  /** @type {import('./of-areas.js').Kind} */
  const kind = property === 'facilityCount' ? 'count' : property === 'residents' ? 'residents' : 'ratio';
  return { what: `${name}, ${lookUp(labels, property, '').toLocaleLowerCase()}`, text, property, kind, rule };
}

/** Fewer classes than five are spread over the five colours. @param {number} index @param {number} last */
export const className = (index, last) => `class-${last === 0 ? 1 : Math.round((index * (CLASSES - 1)) / last) + 1}`;

/** @param {Record<string, string>} parameters @param {...string} names */
export const without = (parameters, ...names) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)));

/** @param {Area[]} areas @param {'residents' | 'land'} per */
function ratio(areas, per) {
  const count = sum(areas, (area) => area.facilityCount);
  const base = per === 'residents' ? sum(areas, (area) => area.residents) / 1000 : sum(areas, (area) => area.landKm2);
  return base > 0 ? count / base : null;
}

/** Which facilities no area counts. @param {Context} context @returns {import('../model.js').Line[]} */
function notCounted(context) {
  const { words, state, type, facilities } = context;
  if (context.counts || state.programme !== null) return [];
  const asked = facilities.filter(({ properties }) => type === null || properties.serviceType === type.code);
  const strays = straysIn(context, asked);
  return strays === '' ? [] : [{ strong: '', rest: fill(words.places.notCounted, { strays }) }];
}

/** @param {Context} context @param {Area[]} inside @param {number} count @returns {import('../model.js').Line} */
function answerLine(context, inside, count) {
  const { words, state } = context;
  const line = state.per === 'residents' ? words.densityAnswer : words.densityAnswerLand;
  return {
    strong: fill(line.strong, { n: countText(words.facilities, context, count) }),
    rest: fill(line.rest, {
      residents: f.residents(
        state.lang,
        sum(inside, (area) => area.residents),
      ),
      km2: f.ratio(
        state.lang,
        sum(inside, (area) => area.landKm2),
      ),
    }),
  };
}

/** @param {Context} context @param {Entry[]} entries @param {Record<string, string>} parameters */
function rows(context, entries, parameters) {
  return entries
    .map((entry) => {
      const { key, name, areas } = entry;
      const value = ratio(areas, context.state.per);
      const figure = value === null ? context.words.unknown : f.ratio(context.state.lang, value);
      const of = figureOf(context, PROPERTY[context.state.per], name, figure);
      return {
        key,
        name,
        value: value ?? 0,
        known: value !== null,
        figure,
        why: value === null ? undefined : reasonOfEntry(context, entry, of, parameters),
      };
    })
    .sort(
      (a, b) =>
        Number(b.known) - Number(a.known) || b.value - a.value || a.name.localeCompare(b.name, context.state.lang),
    );
}

/** @param {Context} context @param {AreaProperties} area @param {number | null} value */
function tip(context, area, value) {
  const { words, state } = context;
  const n = f.number(state.lang, area.facilityCount);
  const total = area.residents === null ? words.unknown : f.residents(state.lang, area.residents);
  return [
    value === null
      ? { strong: '', rest: words.unknown }
      : { strong: f.ratio(state.lang, value), rest: fill(words.tipDensity.rest, { per: words.perDensity[state.per] }) },
    { strong: fill(words.tipCount.strong, { n }), rest: fill(words.tipCount.rest, { total }) },
  ];
}
