/** What does it cost? Spending: where the money of subsidies and commissions goes, what ends when, and what does not fit. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { placesOf } from '../many.js';
import { classAt, ground, linesText, peopled, quantileBreaks, readable, residentsIn } from '../model.js';
import { MONEY_BY } from '../state.js';
import { fill } from '../words.js';
import { madeOf } from './of-areas.js';
import { listWord } from '../word.js';
import { countText, only } from './parts.js';
import { leftOver, located, restSection, mismatchSection, mismatchShapes, yearsSection } from './spending/parts.js';
import { grantsOf, nameOf, rowsOf, spotsOf, tip } from './spending/rows.js';
import { tableOf } from './spending/table.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Row} Row */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('../state.js').State} State */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties, geometry: GeoJSON.Geometry | null}} Item */

const CLASSES = 5;
const MILLION = 1_000_000;
const MOST_ROWS = 15;

/** @type {import('../model.js').Panel} */
export const spending = {
  name: 'spending',
  needsType: false,
  usesDistance: false,
  usesGroup: false,
  usesRole: false,
  ask,
  words: (context, change) => ({ sentence: { by: byWord(context, change) }, quiet: [] }),
};

/** @param {Context} context @param {(change: Partial<State>) => void} change */
function byWord({ words, state }, change) {
  const { by } = words.spending;
  return listWord({
    label: words.spending.chooseBy,
    options: MONEY_BY.map((value) => ({ value, label: value === 'area' ? by.area[state.level] : by[value] })),
    selected: state.moneyBy,
    standard: 'area',
    choose: (moneyBy) => change({ moneyBy, item: null, only: null }),
  });
}

/** @param {Context} context @param {(change: Partial<State>) => void} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, words, city } = context;
  const base = parametersOf(context);
  const by = state.moneyBy === 'area' ? (state.level === 'districts' ? 'district' : 'neighbourhood') : state.moneyBy;
  const [items, neighbourhoods, districts, grants, years, mismatches] = await Promise.all([
    api.items('spending', { ...base, by }),
    api.items('spending', { ...base, by: 'neighbourhood' }),
    api.items('spending', { ...base, by: 'district' }),
    api.items('grants', base),
    api.items('commitments', base),
    mismatchesOf(context, base),
  ]);
  const nothing = grants.length === 0;
  const full = { ...context, facilities: await payees(context, items, grants) };
  const total = items.reduce((sum, { properties }) => sum + (properties.eurosPerYear ?? 0), 0);
  const perArea = state.moneyBy === 'area';
  const perResident = new Map(neighbourhoods.map(({ properties }) => [properties.code, properties.eurosPerResident]));
  const lived = city.neighbourhoods.filter((area) => ground(area.properties) === null);
  const values = lived.map((area) => perResident.get(area.properties.code) ?? null).filter((one) => one !== null);
  const breaks = quantileBreaks(values, CLASSES);
  const classOf = new Map(
    city.neighbourhoods.map(({ properties }) => {
      const value = perResident.get(properties.code) ?? null;
      const known = nothing ? 'plain' : value === null ? 'unknown' : className(classAt(breaks, value), breaks.length);
      return [properties.code, ground(properties) ?? known];
    }),
  );
  const edges = [0, ...breaks, readable(Math.max(0, ...values))].map((edge, index) =>
    index === 0 ? f.euros(state.lang, edge) : f.number(state.lang, edge, 1),
  );
  const all = nothing ? [] : rowsOf(full, items, grants, { ...base, by }, perArea);
  const paid = new Set(all.filter(({ value }) => value > 0).map(({ key }) => key));
  const { entries: rows, note } = peopled(context, all, ({ code }) => paid.has(code));
  const shownRows = perArea ? rows : rows.filter(({ key }, index) => index < MOST_ROWS || key === state.item);
  const spots = nothing ? [] : spotsOf(full, items, grants);
  const lines = await linesOf(context, { items, grants, total, nothing });
  return {
    hero: nothing
      ? { value: words.spending.nothing, unit: '', wide: true }
      : { ...heroOf(context, items, total, { ...base, by }), told: linesText(lines) },
    lines,
    bar: null,
    list: {
      heading: nothing ? '' : words.spending.where,
      of: words.spending.perYear,
      tone: 'count',
      byLevel: perArea,
      rows,
      wide: true,
      note,
    },
    legend:
      nothing || values.length === 0
        ? { title: words.spending.legendNone, note: '', edges: [], classes: [] }
        : {
            title: words.spending.legend,
            note: words.spending.legendNote,
            edges,
            classes: [...breaks, Infinity].map((_, index) => ({
              name: className(index, breaks.length),
              label: `${edges[index]}–${edges[index + 1]}`,
              residents: residentsIn(context, classOf, className(index, breaks.length)),
            })),
          },
    classOf,
    tips: new Map(
      [...neighbourhoods, ...districts].map(({ properties }) => [properties.code, tip(context, properties)]),
    ),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [
      { name: 'spending', parameters: { ...base, by } },
      { name: 'grants', parameters: base },
      { name: 'commitments', parameters: base },
      { name: 'funding-mismatches', parameters: base },
    ],
    after: [
      ...restSection(
        context,
        rows.filter((row) => !shownRows.includes(row)),
      ),
      ...(perArea
        ? leftOver(
            context,
            items.filter(({ properties }) => properties.code === null && properties.eurosPerYear !== 0),
            { ...base, by },
          )
        : []),
      ...(years.length === 0 ? [] : yearsSection(context, years, base)),
      ...(nothing && mismatches.length === 0 ? [] : mismatchSection(context, mismatches, change)),
    ],
    shapes: [...mismatchShapes(context, mismatches), ...spots],
    keys: [
      ...(mismatches.some(located) ? [{ style: 'mismatch', text: words.spending.keyMismatch }] : []),
      ...(spots.length > 0 ? [{ style: 'payee', text: words.spending.keyChosen }] : []),
    ],
    table: tableOf(context, items, perArea, { ...base, by }),
  };
}

/** The places that the chosen row may pay for, also where not all places are loaded. @param {Context} context @param {Item[]} items @param {Item[]} grants */
async function payees(context, items, grants) {
  const chosen = items.find(({ id }) => id === context.state.item);
  if (!context.counts || !chosen) return context.facilities;
  const { by, code } = chosen.properties;
  const day = only(context.parameters, 'date');
  if (code !== null && by === 'serviceType') return api.facilities({ ...day, serviceType: code });
  if (code !== null && by === 'role') return api.facilities({ ...day, role: code });
  const own = grantsOf(chosen.properties, grants, context);
  return placesOf(context, [...new Set(own.flatMap(({ properties }) => properties.facilities))]);
}

/** What money is asked of: no distance, group or role. @param {Context} context @returns {Record<string, string>} */
function parametersOf({ parameters, state }) {
  return {
    ...only(parameters, 'date', 'serviceType'),
    ...(state.programme === null ? {} : { area: state.programme }),
  };
}

/** The collection of mismatches takes no area, so those elsewhere are left out here. @param {Context} context @param {Record<string, string>} base */
async function mismatchesOf({ state, city }, base) {
  const { area: _, ...rest } = base;
  const all = await api.items('funding-mismatches', rest);
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  return members ? all.filter(({ properties }) => members.has(properties.neighbourhoodCode)) : all;
}

/** Fewer classes than five are spread over the five colours. @param {number} index @param {number} last */
const className = (index, last) => `class-${last === 0 ? 1 : Math.round((index * (CLASSES - 1)) / last) + 1}`;

/** @param {Context} context @param {Item[]} items @param {number} total @param {Record<string, string>} parameters @returns {Answer['hero']} */
function heroOf(context, items, total, parameters) {
  const { words, state } = context;
  const { lang } = state;
  const text = f.euros(lang, total);
  const [first] = items;
  const why = madeOf(
    context,
    `spending-${first?.properties.by}`,
    { what: words.spending.where.replace(/\?$/, ''), text, property: 'eurosPerYear', kind: 'euros', rule: 'perYear' },
    items
      .filter(({ properties }) => properties.eurosPerYear !== 0)
      .map(({ id, properties }) => ({
        name: nameOf(context, properties),
        value: properties.eurosPerYear,
        why: { collection: 'spending', id, property: 'eurosPerYear', parameters },
      })),
  );
  if (total < MILLION) return { value: text, unit: words.spending.perYear, wide: true, why };
  const millions = f.ratio(lang, total / MILLION);
  return {
    value: lang === 'nl' ? `€\u00a0${millions}` : `€${millions}`,
    unit: words.spending.millionPerYear,
    wide: true,
    why,
  };
}

/**
 * @param {Context} context
 * @param {{items: Item[], grants: Item[], total: number, nothing: boolean}} found @returns {Promise<Line[]>}
 */
async function linesOf(context, { items, grants, total, nothing }) {
  const { state, city, facilities } = context;
  const words = context.words.spending;
  const plain = (/** @type {string} */ rest) => ({ strong: '', rest });
  if (nothing) {
    const chosen = context.parameters.serviceType !== undefined || state.programme !== null;
    const all = chosen ? await api.items('grants', only(context.parameters, 'date')) : [];
    const known = facilities.filter(({ properties }) => (properties.municipalRole ?? 'unknown') !== 'unknown').length;
    return [
      all.length > 0
        ? plain(fill(words.noneChosen, { name: city.info.name, n: f.number(state.lang, all.length) }))
        : plain(`${words.none} ${words.noneHelp}`),
      plain(
        fill(known === 0 ? words.rolesUnknown : words.rolesKnown, {
          n: f.number(state.lang, known),
          all: f.number(state.lang, facilities.length),
        }),
      ),
    ];
  }
  const unknown = grants.filter(({ properties }) => properties.eurosPerYear === null).length;
  const n = countText(words.grants, context, grants.length);
  if (unknown === grants.length) return [{ ...words.answerNone, rest: fill(words.answerNone.rest, { n }) }];
  const allocated = items.reduce((sum, { properties }) => sum + (properties.allocatedEuros ?? 0), 0);
  return [
    {
      strong: fill(words.answer.strong, { amount: f.euros(state.lang, total) }),
      rest: fill(words.answer.rest, { n }),
    },
    ...(unknown > 0 ? [plain(countText(words.noAmount, context, unknown))] : []),
    ...(allocated > 0
      ? [
          {
            strong: fill(words.allocated.strong, { amount: f.euros(state.lang, allocated) }),
            rest: words.allocated.rest,
          },
        ]
      : []),
  ];
}
