/** How far residents have to go, with the line of the norm; and who lives beyond it. */

import { bar } from '../answer.js';
import { distanceChart } from '../chart.js';
import { distanceTable } from '../charts/distance-table.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { typeName } from '../model.js';
import { typeLabel } from '../places.js';
import { fill, lookUp, shortLabel } from '../words.js';
import { COLLECTION } from './document.js';
import { figured, most, quiet, section } from './parts.js';

/** @typedef {import('../model.js').Gap} Gap */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./parts.js').View} View */

const MOST_PLACES = 4;
const MOST_TYPES = 5;

/** @param {View} view @param {string} property */
const ofType = ({ sheet }, property) => ({
  collection: COLLECTION[sheet.area.properties.level] ?? 'districts',
  id: sheet.area.properties.code,
  property,
  parameters: { ...sheet.context.parameters, date: sheet.document.parameters.date },
});

/** Whom the figures of the type are about, where that is not everybody. @param {Context} context */
const forGroup = ({ words, state }) =>
  state.group === 'all' ? '' : `, ${lookUp(words.groups, state.group, state.group).toLocaleLowerCase()}`;

/** @param {View} view */
export function distanceSection(view) {
  const { context, typed, demand } = view.sheet;
  const { words, state } = context;
  if (!context.type) return null;
  const mean = typed?.meanDistanceM ?? null;
  return section(
    view,
    'distance',
    fill(words.distanceTo, { type: typeName(context, shortLabel) }) + forGroup(context),
    mean === null
      ? quiet(words.sheets.distanceUnknown)
      : h(
          'p',
          {},
          ...figured(view, ofType(view, 'meanDistanceM'), h('strong', {}, f.metres(state.lang, mean))),
          words.meanDistance.rest,
        ),
    demand.length > 0 && distanceChart(context, demand, { paper: view.paper }),
    demand.length > 0 && !view.paper && distanceTable(context, demand, ofType(view, 'meanDistanceM')),
  );
}

/** @param {View} view */
export function gapSection(view) {
  const { sheet, paper } = view;
  const { context, typed, gaps, area } = sheet;
  const { words, state, distance, city } = context;
  if (!context.type) return null;
  const served = typed?.residentsServed ?? null;
  const unserved = typed?.residentsUnserved ?? null;
  const title = words.gapsQuestion + forGroup(context);
  const values = { distance: f.metres(state.lang, distance), type: typeName(context, shortLabel) };
  if (typed?.suppressed) return section(view, 'gaps', title, quiet(words.suppressed));
  if (served === null || unserved === null) return section(view, 'gaps', title, quiet(words.sheets.reachUnknown));
  const people = f.residents(state.lang, unserved);
  const places = unserved > 0 && area.properties.level !== 'neighbourhood' ? byNeighbourhood(gaps) : [];
  const nameOf = new Map(city.neighbourhoods.map((one) => [one.properties.code, one.properties.name]));
  const total = served + unserved;
  const coverage = typed?.coverage ?? null;
  const told = most(view, paper ? MOST_PLACES + 2 : MOST_PLACES);
  return section(
    view,
    'gaps',
    title,
    total > 0 &&
      bar(context, {
        ...f.split(served, unserved),
        share: served / total,
        ...(paper
          ? {}
          : {
              whys: { reached: ofType(view, 'residentsServed'), notReached: ofType(view, 'residentsUnserved') },
            }),
      }),
    coverage !== null &&
      h(
        'p',
        { 'data-figure': 'coverage' },
        ...figured(view, ofType(view, 'coverage'), h('strong', {}, f.percent(state.lang, coverage))),
        fill(words.sheets.livesWithin, values),
      ),
    unserved > 0
      ? h(
          'p',
          {},
          ...figured(
            view,
            ofType(view, 'residentsUnserved'),
            h('strong', {}, fill(words.gapsSome.strong, { ...values, n: people })),
          ),
          fill(words.gapsSome.rest, { ...values, n: people }),
        )
      : h('p', {}, fill(words.gapsNone, values)),
    places.length > 0 &&
      h(
        'ul',
        { class: 'gap-places' },
        ...places
          .slice(0, told)
          .map(([code, residents]) =>
            h(
              'li',
              {},
              h('span', {}, nameOf.get(code) ?? code),
              ...figured(
                view,
                { ...ofType(view, 'residentsUnserved'), collection: 'neighbourhoods', id: code },
                h('strong', {}, f.residents(state.lang, residents)),
              ),
            ),
          ),
      ),
    untold(words.sheets.otherPlaces, places.length - told),
    furthest(view),
  );
}

/** The types that most residents do not reach, of those that the city has. @param {View} view */
function furthest(view) {
  const { context, coverage, document } = view.sheet;
  const { words, state } = context;
  const present = new Set(context.city.types.filter((type) => type.facilityCount > 0).map((type) => type.code));
  const types = coverage
    .filter((row) => present.has(row.serviceType))
    .filter((row) => (row.residentsUnserved ?? 0) >= 2.5 && row.coverage !== null)
    .sort((a, b) => b.residentsUnserved - a.residentsUnserved || a.serviceType.localeCompare(b.serviceType));
  const told = most(view, MOST_TYPES);
  if (types.length === 0) return null;
  const of = document.sections.find((one) => one.id === 'coverage')?.parameters;
  const d =
    typeof of?.distance === 'number'
      ? fill(words.sheets.within, { d: f.metres(state.lang, of.distance) })
      : words.sheets.withinNorm;
  return h(
    'div',
    { class: 'furthest' },
    h('h3', {}, fill(words.sheets.furthest, { within: d })),
    h(
      'ul',
      { class: 'gap-places' },
      ...types.slice(0, told).map((row) =>
        h(
          'li',
          {},
          h('span', {}, shortLabel(typeLabel(context, row.serviceType))),
          ...figured(
            view,
            {
              ...ofType(view, 'residentsUnserved'),
              parameters: {
                serviceType: row.serviceType,
                date: document.parameters.date,
                ...(typeof of?.distance === 'number' ? { distance: String(of.distance) } : {}),
              },
            },
            h('strong', {}, f.residents(state.lang, row.residentsUnserved)),
          ),
        ),
      ),
    ),
    untold(words.sheets.moreTypes, types.length - told),
  );
}

/** How many more there are than a list tells. @param {{one: string, many: string}} text @param {number} count */
const untold = (text, count) =>
  count > 0 && h('p', { class: 'small' }, fill(count === 1 ? text.one : text.many, { n: String(count) }));

/** @param {Gap[]} gaps @returns {[string, number][]} */
function byNeighbourhood(gaps) {
  /** @type {Map<string, number>} */
  const out = new Map();
  for (const { properties } of gaps)
    out.set(properties.areaCode, (out.get(properties.areaCode) ?? 0) + properties.residents);
  return [...out].filter(([, residents]) => residents >= 2.5).sort((a, b) => b[1] - a[1]);
}
