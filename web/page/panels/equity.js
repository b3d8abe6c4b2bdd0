/** Is it shared fairly? Equity: how unequally far residents have to go, between groups and between areas. */

import * as api from '../api.js';
import { lorenzChart, lorenzTable } from '../charts/lorenz.js';
import { h } from '../dom.js';
import { bars, disclosure, facts } from '../extra.js';
import * as f from '../formats.js';
import { placeCount } from '../many.js';
import { classAt, ground, peopled, quantileBreaks, ranked, readable, residentsIn, within } from '../model.js';
import { reasoned } from '../reasons.js';
import { GROUPS } from '../state.js';
import { fill, lookUp } from '../words.js';
import { byArea, inProgramme, peopleIn, weighted, wholeOf } from './common.js';
import { className, without } from './density.js';
import { reasonOfFeature } from './of-areas.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {ReturnType<typeof ranked>[0]} Entry */

const CLASSES = 5;

/** @type {import('../model.js').Panel} */
export const equity = {
  name: 'equity',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  ask,
};

/** @param {Context} context @returns {Promise<Answer>} */
async function ask(context) {
  const { words, state, city } = context;
  const { lang, group } = state;
  const parameters = { ...context.parameters, group };
  const counted = without(context.parameters, 'distance', 'group');
  const [areas, points] = await Promise.all([
    api.items('equity', parameters),
    api.items('lorenz', inProgramme(context, counted)),
  ]);
  const whole = wholeOf(context, areas);
  const groups = whole ? await groupFigures(context, whole) : [];
  const figures = byArea(areas);
  const mean = (/** @type {string} */ code) => figures.get(code)?.properties.meanDistanceM ?? null;
  const values = city.neighbourhoods
    .filter(({ properties }) => ground(properties) === null)
    .map(({ properties }) => mean(properties.code))
    .filter((value) => value !== null);
  // Farther is paler, so that the darkest is the best reached, as everywhere.
  const breaks = quantileBreaks(values, CLASSES);
  const nameAt = (/** @type {number} */ index) => className(breaks.length - index, breaks.length);
  const classOf = new Map(
    city.neighbourhoods.map(({ properties }) => {
      const value = mean(properties.code);
      return [properties.code, ground(properties) ?? (value === null ? 'unknown' : nameAt(classAt(breaks, value)))];
    }),
  );
  const people = peopleIn(context, figures);
  const edges = [readable(Math.max(0, ...values)), ...[...breaks].reverse(), 0].map((edge, index) =>
    index === 0 ? f.metres(lang, edge) : f.number(lang, edge),
  );
  const gini = whole?.properties.gini ?? null;
  const { entries, note } = peopled(context, ranked(context, city.neighbourhoods, city.districts));
  return {
    hero: {
      value: gini === null ? words.unknown : f.ratio(lang, gini),
      unit: gini === null ? '' : words.equity.unit,
      wide: true,
      ...(whole ? { why: reason(whole, 'gini', parameters) } : {}),
    },
    lines: lines(context, figures, whole),
    bar: null,
    ...(whole && gini !== null ? { extra: extra(context, { whole, groups, points, figures }, parameters) } : {}),
    list: {
      heading: words.equity.list,
      of: words.shell.meanDistance,
      tone: 'not-reached',
      byLevel: true,
      rows: rows(context, entries, figures, parameters),
      note,
    },
    legend: {
      group: people && group,
      title: words.equity.legend,
      note: words.equity.legendNote,
      edges,
      classes:
        values.length === 0
          ? []
          : [...breaks, Infinity].map((_, index) => ({
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
    gaps: [],
    overlaps: [],
    empty: placeCount(context, state.serviceType) === 0,
    downloads: [
      { name: 'equity', parameters: context.parameters },
      { name: 'lorenz', parameters: inProgramme(context, counted) },
    ],
    table: table(context, entries, figures, parameters),
  };
}

/** @param {Item} item @param {string} property @param {Record<string, string>} parameters */
const reason = (item, property, parameters) => ({ collection: 'equity', id: item.id, property, parameters });

/** The same area for every group. @param {Context} context @param {Item} whole @returns {Promise<Item[]>} */
async function groupFigures({ parameters, state }, whole) {
  const stem = whole.id.slice(0, whole.id.lastIndexOf(':'));
  const asked = without(parameters, 'group');
  return Promise.all(
    ['all', ...GROUPS].map((group) =>
      group === state.group
        ? whole
        : api.document(`/v1/collections/equity/items/${encodeURIComponent(`${stem}:${group}`)}`, asked),
    ),
  );
}

/** @param {Context} context @param {Map<string, Item>} figures @param {Item | undefined} whole @returns {Line[]} */
function lines(context, figures, whole) {
  const { words, state } = context;
  const said = words.equity;
  if (!whole || whole.properties.gini === null) return [{ strong: '', rest: said.none }];
  /** @type {Line[]} */
  const out = [{ strong: '', rest: said.meaning }];
  const lived = new Set(
    context.city.districts
      .filter(({ properties }) => ground(properties) === null)
      .map(({ properties }) => properties.code),
  );
  const districts = ranked(
    { ...context, state: { ...state, level: 'districts' } },
    context.city.neighbourhoods,
    context.city.districts,
  )
    .filter(({ key }) => lived.has(key))
    .map(({ name, areas }) => ({
      name,
      mean: weighted(
        areas.map((area) => figures.get(area.properties.code)?.properties),
        'meanDistanceM',
      ),
    }))
    .filter(({ mean }) => mean !== null && mean > 0)
    .sort((a, b) => (a.mean ?? 0) - (b.mean ?? 0));
  const [near, far] = [districts[0], districts[districts.length - 1]];
  if (near && far && near !== far) {
    const times = f.ratio(state.lang, (far.mean ?? 0) / (near.mean ?? 1));
    out.push({ strong: '', rest: fill(said.spread, { far: far.name, near: near.name, times }) });
  }
  if ([...figures.values()].some(({ properties }) => properties.imputed)) out.push({ strong: '', rest: said.imputed });
  return out;
}

/**
 * @param {Context} context @param {{whole: Item, groups: Item[], points: Item[], figures: Map<string, Item>}} found
 * @param {Record<string, string>} parameters @returns {Node[]}
 */
function extra(context, { whole, groups, points, figures }, parameters) {
  const { words, state, distance } = context;
  const said = words.equity;
  const { medianDistanceM, p90DistanceM, meanDistanceM, fgt0, fgt1 } = whole.properties;
  const metres = (/** @type {number | null} */ value) => (value === null ? words.unknown : f.metres(state.lang, value));
  const norm = f.metres(state.lang, distance);
  const beyond =
    fgt0 === null || fgt0 === 0
      ? { strong: '', rest: fgt0 === null ? words.unknown : fill(said.beyondNone, { d: norm }) }
      : {
          strong: fill(said.beyond.strong, { share: f.percent(state.lang, fgt0) }),
          rest: fill(said.beyond.rest, { d: norm, extra: f.metres(state.lang, (fgt1 / fgt0) * distance) }),
        };
  return [
    facts(context, [
      { value: metres(medianDistanceM), label: said.facts.median, why: reason(whole, 'medianDistanceM', parameters) },
      { value: metres(p90DistanceM), label: said.facts.p90, why: reason(whole, 'p90DistanceM', parameters) },
      { value: metres(meanDistanceM), label: said.facts.mean, why: reason(whole, 'meanDistanceM', parameters) },
    ]),
    h(
      'p',
      { class: 'extra-line' },
      ...reasoned(context, reason(whole, 'fgt0', parameters), h('strong', {}, beyond.strong)),
      beyond.rest,
    ),
    disclosure(
      { key: 'lorenz', summary: said.curve, open: true },
      lorenzChart(context, points, { mean: meanDistanceM ?? 0, areas: meansOf(context, figures) }),
      lorenzTable(context, points, inProgramme(context, parameters)),
    ),
    disclosure(
      { key: 'groups', summary: said.groups },
      bars(
        context,
        groups.map((item) => {
          const { group, meanDistanceM: mean, p90DistanceM: p90, gini } = item.properties;
          return {
            name: lookUp(words.groups, group, group),
            value: mean,
            figure: metres(mean),
            second: `${said.facts.p90} ${metres(p90)}, ${said.unit} ${gini === null ? words.unknown : f.ratio(state.lang, gini)}`,
            why: reason(item, 'meanDistanceM', {
              ...without(parameters, 'group'),
              ...(group === 'all' ? {} : { group }),
            }),
          };
        }),
      ),
    ),
  ];
}

/** How far it is on average in each neighbourhood that is lived in. @param {Context} context @param {Map<string, Item>} figures */
const meansOf = (context, figures) =>
  within(context, context.city.neighbourhoods)
    .filter(({ properties }) => ground(properties) === null)
    .flatMap(({ properties: { code } }) => {
      const metres = figures.get(code)?.properties.meanDistanceM ?? null;
      return metres === null ? [] : [{ code, metres: Number(metres) }];
    });

/** @param {Context} context @param {Entry[]} entries @param {Map<string, Item>} figures @param {Record<string, string>} parameters */
function rows(context, entries, figures, parameters) {
  const { words, state } = context;
  return entries
    .map((entry) => {
      const { key, name, areas } = entry;
      const of = areas.map((area) => figures.get(area.properties.code)?.properties);
      const mean = weighted(of, 'meanDistanceM');
      const figure = mean === null ? words.unknown : f.metres(state.lang, mean);
      const said = figureOf(context, 'meanDistanceM', name, figure);
      return {
        key,
        name,
        known: mean !== null,
        value: mean ?? 0,
        figure,
        why: reasonOfFeature(context, 'equity', entry, figures, said, parameters),
      };
    })
    .sort((a, b) => Number(b.known) - Number(a.known) || b.value - a.value || a.name.localeCompare(b.name, state.lang));
}

/** @param {Context} context @param {Record<string, any> | undefined} figures @returns {Line[]} */
function tip({ words, state }, figures) {
  const { meanDistanceM = null, p90DistanceM = null } = figures ?? {};
  if (meanDistanceM === null) return [{ strong: '', rest: words.unknown }];
  const said = words.equity;
  return [
    { strong: fill(said.tip.strong, { mean: f.metres(state.lang, meanDistanceM) }), rest: said.tip.rest },
    ...(p90DistanceM === null
      ? []
      : [{ strong: said.tipP90.strong, rest: fill(said.tipP90.rest, { p90: f.metres(state.lang, p90DistanceM) }) }]),
  ];
}

/** @param {Context} context @param {Entry[]} entries @param {Map<string, Item>} figures @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function table(context, entries, figures, parameters) {
  const names = context.words.equity.table;
  return {
    caption: names.caption,
    columns: [
      { name: 'name', label: names.area, kind: 'text' },
      { name: 'residents', label: names.residents, kind: 'residents', property: 'residents' },
      { name: 'meanDistanceM', label: names.mean, kind: 'metres', property: 'meanDistanceM' },
      { name: 'medianDistanceM', label: names.median, kind: 'metres', property: 'medianDistanceM' },
      { name: 'p90DistanceM', label: names.p90, kind: 'metres', property: 'p90DistanceM' },
      { name: 'gini', label: names.gini, kind: 'ratio', property: 'gini' },
      { name: 'within', label: names.within, kind: 'share', property: 'fgt0' },
      { name: 'fgt1', label: names.fgt1, kind: 'ratio', property: 'fgt1' },
      { name: 'fgt2', label: names.fgt2, kind: 'ratio', property: 'fgt2' },
      { name: 'ratioToCity', label: names.ratio, kind: 'ratio', property: 'ratioToCity' },
    ],
    sort: '-meanDistanceM',
    rows: entries.map((entry) => {
      const { key, name, areas } = entry;
      const of = areas.map((area) => figures.get(area.properties.code)?.properties);
      const only = of.length === 1 ? of[0] : undefined;
      const beyond = weighted(of, 'fgt0');
      const people = of.some((one) => (one?.residents ?? null) !== null)
        ? of.reduce((sum, one) => sum + (one?.residents ?? 0), 0)
        : null;
      return {
        key,
        area: true,
        explain: (property, text) =>
          reasonOfFeature(context, 'equity', entry, figures, figureOf(context, property, name, text), parameters),
        // Of part of a district the middle and the inequality are not told: they cannot be added up.
        cells: [
          name,
          people,
          weighted(of, 'meanDistanceM'),
          only?.medianDistanceM ?? null,
          only?.p90DistanceM ?? null,
          only?.gini ?? null,
          beyond === null ? null : 1 - beyond,
          weighted(of, 'fgt1'),
          weighted(of, 'fgt2'),
          weighted(of, 'ratioToCity'),
        ],
      };
    }),
  };
}

/** A figure of an area, to be told by its parts where the area has no figure of its own. @param {Context} context @param {string} property @param {string} name @param {string} text @returns {import('./of-areas.js').Figure} */
function figureOf({ words }, property, name, text) {
  const { table: names } = words.equity;
  const labels = { residents: names.residents, meanDistanceM: names.mean, fgt0: names.within, fgt1: names.fgt1 };
  const people = property === 'residents';
  const kind = people ? 'residents' : property === 'meanDistanceM' ? 'metres' : 'ratio';
  const what = `${name}, ${lookUp(labels, property, property).toLocaleLowerCase()}`;
  return { what, text, property, kind, rule: people ? 'sum' : 'mean' };
}
