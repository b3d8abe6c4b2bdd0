/** Who do we not reach? Coverage: the share of residents who live within the norm distance. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { gapsOf, placeCount } from '../many.js';
import {
  SHARE_CLASSES,
  ground,
  nameOfAll,
  peopleOf,
  peopled,
  ranked,
  residentsIn,
  shareClass,
  sum,
  typeName,
  within,
} from '../model.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { reasonOfEntry, reasonOfWhole } from './of-areas.js';
import { only } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').AreaProperties} AreaProperties */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {ReturnType<typeof ranked>[0]} Entry */

/** @type {import('../model.js').Panel} */
export const coverage = {
  name: 'coverage',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { parameters, words, state } = context;
  const [neighbourhoods, districts, gaps, marks] = await Promise.all([
    api.areas('neighbourhoods', parameters),
    api.areas('districts', parameters),
    gapsOf(context, parameters),
    normMarks(context),
  ]);
  const inside = within(context, neighbourhoods);
  const served = sum(inside, (area) => area.residentsServed);
  const unserved = sum(inside, (area) => area.residentsUnserved);
  const parts = f.split(served, unserved);
  const { entries, note } = peopled(context, ranked(context, neighbourhoods, districts));
  const share = served + unserved > 0 ? served / (served + unserved) : null;

  const why = (/** @type {Parameters<typeof figureOf>[1]} */ property, /** @type {string} */ text) =>
    reasonOfWhole(context, inside, figureOf(context, property, nameOfAll(context), text), parameters);
  const classOf = classes(context, neighbourhoods);
  const people = peopleOf(context, neighbourhoods);
  const members = new Set(inside.map((area) => area.properties.code));
  const group = state.group === 'all' ? '' : words.groups[/** @type {keyof typeof words.groups} */ (state.group)];
  return {
    hero:
      share === null
        ? { value: words.unknown, unit: '', wide: true }
        : { value: f.percentNumber(share), unit: '%', why: why('coverage', f.percent(state.lang, share)) },
    lines: [
      ...(share === null
        ? []
        : [
            {
              ...furtherAway(context, unserved, group),
              why: why('residentsUnserved', f.residents(state.lang, unserved)),
            },
          ]),
      ...(neighbourhoods.some((area) => area.properties.suppressed) ? [{ strong: '', rest: words.suppressed }] : []),
    ],
    bar:
      share === null
        ? null
        : {
            ...parts,
            share,
            marks,
            whys: {
              reached: why('residentsServed', f.number(state.lang, parts.reached)),
              notReached: why('residentsUnserved', f.number(state.lang, parts.notReached)),
            },
          },
    list: {
      heading: words.whereUnreached,
      of: words.shell.notReached,
      tone: 'not-reached',
      byLevel: true,
      rows: rows(context, entries),
      note,
    },
    legend: {
      group: people && state.group,
      title: group === '' ? words.legendCoverage : fill(words.legendCoverageGroup, { group }),
      note: '',
      edges: [...SHARE_CLASSES.map((from) => String(from * 100)), `100${f.percentSign(state.lang)}`],
      classes: SHARE_CLASSES.map((from, index) => ({
        name: `class-${index + 1}`,
        label: `${from * 100}–${from * 100 + 20}${f.percentSign(state.lang)}`,
        residents: residentsIn(context, classOf, `class-${index + 1}`, people),
      })),
    },
    classOf,
    tips: new Map(
      [...neighbourhoods, ...districts].map((area) => [area.properties.code, tip(context, area.properties)]),
    ),
    gaps: gaps.filter((gap) => members.has(gap.properties.areaCode)),
    overlaps: [],
    empty: placeCount(context, state.serviceType) === 0,
    downloads: [
      { name: state.level, parameters },
      { name: 'gaps', parameters },
    ],
    table: table(context, neighbourhoods, entries),
  };
}

/** What the norms ask that measure the same: for this type and group, at this distance. @param {Context} context @returns {Promise<{share: number, label: string}[]>} */
async function normMarks(context) {
  const { parameters, distance, state, words } = context;
  const rows = await api.items('assessments', only(parameters, 'date', 'serviceType'));
  /** @type {Map<string, {share: number, label: string}>} */
  const marks = new Map();
  const add = (/** @type {string} */ text, /** @type {number} */ share, /** @type {string} */ level) => {
    const { [/** @type {'district'} */ (level)]: one } = words.assessment.level;
    const label = fill(text, { level: one?.one ?? level, share: f.percent(state.lang, share) });
    marks.set(label, { share, label });
  };
  for (const { properties: norm } of rows) {
    const same = norm.measure === 'coverage' && norm.mode !== 'walking' && norm.group === state.group;
    if (!same || norm.distanceM !== distance || norm.required === null) continue;
    add(words.barNorm, norm.required, norm.level);
    if (norm.ambition !== null && norm.ambition !== norm.required) add(words.barGoal, norm.ambition, norm.level);
  }
  return [...marks.values()];
}

/** @param {Context} context @param {Area[]} neighbourhoods @param {Entry[]} entries @returns {import('../model.js').Table} */
function table(context, neighbourhoods, entries) {
  const { words, state, city } = context;
  const { shell } = words;
  const inside = within(context, neighbourhoods);
  const byNeighbourhood = state.level === 'neighbourhoods';
  const districtOf = new Map(city.districts.map(({ properties }) => [properties.code, properties.name]));
  /** @param {Area[]} areas */
  const figures = (areas) => {
    const known = areas.filter(({ properties }) => (properties.residentsUnserved ?? null) !== null);
    const served = sum(known, (area) => area.residentsServed);
    const unserved = sum(known, (area) => area.residentsUnserved);
    const [only] = areas;
    return [
      known.length === 0 ? null : served + unserved,
      areas.length === 1
        ? (only?.properties.coverage ?? null)
        : served + unserved > 0
          ? served / (served + unserved)
          : null,
      known.length === 0 ? null : unserved,
      areas.length === 1 ? (only?.properties.meanDistanceM ?? null) : meanOf(areas),
      sum(areas, (area) => area.facilityCount),
    ];
  };
  return {
    caption: words.questions.coverage,
    columns: [
      { name: 'name', label: byNeighbourhood ? words.levels.neighbourhood : words.levels.district, kind: 'text' },
      ...(byNeighbourhood
        ? [{ name: 'district', label: words.levels.district, kind: /** @type {const} */ ('text') }]
        : []),
      {
        name: 'residents',
        label: state.group === 'all' ? shell.residents : shell.people,
        kind: 'residents',
        property: 'groupResidents',
      },
      { name: 'coverage', label: shell.reached, kind: 'share', property: 'coverage' },
      { name: 'unserved', label: shell.notReached, kind: 'residents', property: 'residentsUnserved' },
      { name: 'distance', label: shell.meanDistance, kind: 'metres', property: 'meanDistanceM' },
      { name: 'facilities', label: capital(typeName(context, shortLabel)), kind: 'count', property: 'facilityCount' },
    ],
    sort: '-unserved',
    why: { collection: state.level, parameters: context.parameters },
    rows: entries.map((entry) => ({
      key: entry.key,
      area: true,
      explain: (property, text) =>
        reasonOfEntry(context, entry, figureOf(context, property, entry.name, text), context.parameters),
      cells: [
        entry.name,
        ...(byNeighbourhood ? [districtOf.get(entry.areas[0]?.properties.parentCode ?? '') ?? null] : []),
        ...figures(entry.areas),
      ],
    })),
    total: [nameOfAll(context), ...(byNeighbourhood ? [null] : []), ...figures(inside)],
    explainTotal: (property, text) =>
      reasonOfWhole(context, inside, figureOf(context, property, nameOfAll(context), text), context.parameters),
  };
}

/** The mean of areas together, over the residents who can reach one; unknown where that of a lived-in area is. @param {Area[]} areas */
function meanOf(areas) {
  let [metres, residents] = [0, 0];
  for (const { properties } of areas) {
    const reaching = (properties.groupResidents ?? 0) - (properties.residentsUnreachable ?? 0);
    if (reaching <= 0) continue;
    const mean = properties.meanDistanceM ?? null;
    if (mean === null) return null;
    metres += mean * reaching;
    residents += reaching;
  }
  return residents > 0 ? metres / residents : null;
}

const KINDS = /** @type {const} */ ({ coverage: 'share', meanDistanceM: 'metres', facilityCount: 'count' });

/** A figure of an area, to be told by its parts where the area has no figure of its own. @param {Context} context @param {string} property @param {string} name @param {string} text */
function figureOf({ words }, property, name, text) {
  const { shell } = words;
  const labels = {
    groupResidents: shell.people,
    residentsServed: shell.reached,
    residentsUnserved: shell.notReached,
    meanDistanceM: shell.meanDistance,
    facilityCount: shell.facilities,
  };
  const what = lookUp(labels, property, shell.reached).toLocaleLowerCase();
  /** @type {import('./of-areas.js').Rule} */
  const rule = property === 'coverage' ? 'share' : property === 'meanDistanceM' ? 'mean' : 'sum';
  const kind = KINDS[/** @type {keyof typeof KINDS} */ (property)] ?? 'residents';
  return { what: `${name}, ${what}`, text, property, kind, rule };
}

/** @param {Context} context @param {number} unserved @param {string} group @returns {Line} */
function furtherAway(context, unserved, group) {
  const line = group === '' ? context.words.furtherAway : context.words.furtherAwayGroup;
  const n = f.residents(context.state.lang, unserved);
  return { strong: fill(line.strong, { n }), rest: fill(line.rest, { group: group.toLocaleLowerCase() }) };
}

/** @param {Context} context @param {Area[]} neighbourhoods */
function classes(context, neighbourhoods) {
  const base = new Map(context.city.neighbourhoods.map((area) => [area.properties.code, area.properties]));
  return new Map(
    neighbourhoods.map(({ properties }) => {
      const share = properties.coverage ?? null;
      const name = ground(base.get(properties.code) ?? properties) ?? (share === null ? 'unknown' : shareClass(share));
      return [properties.code, name];
    }),
  );
}

/** @param {Context} context @param {Entry[]} entries */
function rows(context, entries) {
  return entries
    .map((entry) => {
      const { key, name, areas } = entry;
      const value = sum(areas, (area) => area.residentsUnserved);
      const known = areas.some((area) => (area.properties.residentsUnserved ?? null) !== null);
      const figure = known ? f.residents(context.state.lang, value) : context.words.unknown;
      const of = figureOf(context, 'residentsUnserved', name, figure);
      return {
        key,
        name,
        value,
        figure,
        known,
        why: known ? reasonOfEntry(context, entry, of, context.parameters) : undefined,
      };
    })
    .sort(
      (a, b) =>
        Number(b.known) - Number(a.known) || b.value - a.value || a.name.localeCompare(b.name, context.state.lang),
    );
}

/** @param {Context} context @param {AreaProperties} area @returns {Line[]} */
function tip(context, area) {
  const { words, state, distance } = context;
  const served = area.residentsServed ?? null;
  const unserved = area.residentsUnserved ?? null;
  if (served === null || unserved === null || area.coverage === null || area.coverage === undefined) {
    return [{ strong: '', rest: words.unknown }];
  }
  const total = f.number(state.lang, f.split(served, unserved).total);
  return [
    {
      strong: fill(words.tipReached.strong, { share: f.percent(state.lang, area.coverage) }),
      rest: fill(words.tipReached.rest, { total }),
    },
    {
      strong: fill(words.tipFurther.strong, { n: f.residents(state.lang, unserved) }),
      rest: fill(words.tipFurther.rest, { distance: f.metres(state.lang, distance) }),
    },
  ];
}
