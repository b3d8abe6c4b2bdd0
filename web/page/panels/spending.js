/** What does it cost? Spending: where the money of subsidies and commissions goes, what ends when, and what does not fit. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { classAt, ground, quantileBreaks, readable, residentsIn } from '../model.js';
import { MONEY_BY } from '../state.js';
import { capital, fill, lookUp } from '../words.js';
import { listWord } from '../word.js';
import { countText, only } from './parts.js';
import { leftOver, located, restSection, mismatchSection, mismatchShapes, yearsSection } from './spending-parts.js';

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
const MOST_GRANTS = 4;
const MOST_SPOTS = 300;
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
  const rows = nothing ? [] : rowsOf(context, items, grants, { ...base, by }, perArea);
  const shownRows = perArea ? rows : rows.filter(({ key }, index) => index < MOST_ROWS || key === state.item);
  const spots = nothing ? [] : spotsOf(context, items, grants);
  return {
    hero: nothing
      ? { value: words.spending.nothing, unit: '', wide: true }
      : heroOf(context, items, total, { ...base, by }),
    lines: await linesOf(context, { items, grants, total, nothing }),
    bar: null,
    list: { heading: nothing ? '' : words.spending.where, tone: 'count', byLevel: perArea, rows, wide: true },
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
              residents: residentsIn(city, classOf, className(index, breaks.length)),
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
    table: tableOf(context, items, perArea),
  };
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
function heroOf({ words, state }, items, total, parameters) {
  const { lang } = state;
  // A reason is given where one row holds all the money.
  const [only] = items.filter(({ properties }) => properties.eurosPerYear > 0);
  const why =
    only && only.properties.eurosPerYear === total
      ? { collection: 'spending', id: only.id, property: 'eurosPerYear', parameters }
      : undefined;
  if (total < MILLION)
    return { value: f.euros(lang, total), unit: words.spending.perYear, wide: true, ...(why ? { why } : {}) };
  const millions = f.ratio(lang, total / MILLION);
  return {
    value: lang === 'nl' ? `€\u00a0${millions}` : `€${millions}`,
    unit: words.spending.millionPerYear,
    wide: true,
    ...(why ? { why } : {}),
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

/** What a row is called. @param {Context} context @param {Properties} row */
function nameOf({ words, state, city }, { by, code, name, reason }) {
  if (code === null) return capital(lookUp(words.spending.reasons, reason ?? '', words.unknown));
  if (by === 'endYear') return fill(words.spending.endsIn, { year: code });
  if (by === 'serviceType') {
    const type = city.types.find((one) => one.code === code);
    if (type) return capital(state.lang === 'nl' ? type.labelNl : type.labelEn);
  }
  return name ?? lookUp(words.spending.codes, code, code);
}

/** @param {Context} context @param {Properties} row */
const amount = ({ words, state }, { eurosPerYear, grants, grantsWithoutAmount }) =>
  eurosPerYear === null || (eurosPerYear === 0 && grants > 0 && grants === grantsWithoutAmount)
    ? words.unknown
    : f.euros(state.lang, eurosPerYear);

/**
 * @param {Context} context @param {Item[]} items @param {Item[]} grants @param {Record<string, string>} parameters @param {boolean} perArea
 * @returns {Row[]}
 */
function rowsOf(context, items, grants, parameters, perArea) {
  return items
    .filter(({ properties }) => !perArea || properties.code !== null)
    .sort((a, b) => (b.properties.eurosPerYear ?? 0) - (a.properties.eurosPerYear ?? 0))
    .map(({ id, properties }) => {
      const second = secondOf(context, properties, perArea);
      return {
        key: perArea ? properties.code : id,
        name: nameOf(context, properties),
        ...(second === '' ? {} : { second }),
        value: properties.eurosPerYear ?? 0,
        figure: amount(context, properties),
        why: { collection: 'spending', id, property: 'eurosPerYear', parameters },
        ...(perArea ? {} : { detail: detailOf(context, properties, grants) }),
      };
    });
}

/** Euros per resident; never a false zero. @param {Context} context @param {number} euros */
const perHead = ({ state }, euros) =>
  euros > 0 && euros < 0.5 ? `<\u00a0${f.euros(state.lang, 1)}` : f.euros(state.lang, euros);

/** @param {Context} context @param {Properties} row @param {boolean} perArea */
function secondOf(context, row, perArea) {
  const words = context.words.spending;
  const part = perArea && row.eurosPerResident === null && row.eurosPerYear > 0 && context.state.programme !== null;
  return [
    row.eurosPerYear > 0 && (row.eurosPerResident ?? null) !== null
      ? fill(words.perResident, { amount: perHead(context, row.eurosPerResident) })
      : '',
    part ? words.partOfArea : '',
    row.grantsWithoutAmount > 0
      ? countText({ one: words.oneUnknown, many: words.manyUnknown }, context, row.grantsWithoutAmount)
      : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

/** The grants that a row is made of. @param {Properties} row @param {Item[]} grants @param {Context} context */
function grantsOf({ by, code }, grants, context) {
  const ofFacility = (/** @type {(facility: Properties) => boolean} */ test) => {
    const ids = new Set(
      context.facilities
        .map((one) => one.properties)
        .filter(test)
        .map((one) => one.id),
    );
    return (/** @type {Properties} */ grant) => grant.facilities.some((/** @type {string} */ id) => ids.has(id));
  };
  /** @type {Record<string, (grant: Properties) => boolean>} */
  const tests = {
    recipient: (grant) => grant.partners?.includes(code) || grant.recipient === code,
    scheme: (grant) => grant.scheme === code,
    kind: (grant) => grant.kind === code,
    provision: (grant) => grant.provision === code,
    endYear: (grant) => lastYear(grant.to) === code,
    serviceType: ofFacility((one) => one.serviceType === code),
    role: ofFacility((one) => one.municipalRole === code),
  };
  const test = tests[by];
  return code === null || !test ? [] : grants.filter(({ properties }) => test(properties));
}

/** The year of the last day on which a grant is paid: `to` is the day after it. @param {string | null} to */
function lastYear(to) {
  if (to === null) return null;
  return String(new Date(Date.parse(`${to}T00:00:00Z`) - 1).getUTCFullYear());
}

/** @param {Context} context @param {Properties} row @param {Item[]} grants @returns {Line[]} */
function detailOf(context, row, grants) {
  const words = context.words.spending;
  const { lang } = context.state;
  const own = grantsOf(row, grants, context).sort(
    (a, b) => (b.properties.eurosPerYear ?? 0) - (a.properties.eurosPerYear ?? 0),
  );
  return [
    {
      strong: fill(words.detail.strong, {
        share: row.share === null ? context.words.unknown : f.percent(lang, row.share),
      }),
      rest: fill(words.detail.rest, {
        n: countText(words.grants, context, row.grants),
        places: countText(words.places, context, row.facilities),
      }),
    },
    ...(row.allocatedEuros > 0
      ? [
          {
            strong: fill(words.allocated.strong, { amount: f.euros(lang, row.allocatedEuros) }),
            rest: words.allocated.rest,
          },
        ]
      : []),
    ...own.slice(0, MOST_GRANTS).map(({ properties }) => ({
      strong: properties.eurosPerYear === null ? capital(words.grantUnknown) : f.euros(lang, properties.eurosPerYear),
      rest: fill(words.grant.rest, {
        scheme: properties.scheme ?? words.noScheme,
        recipient:
          row.by === 'recipient' || properties.recipient === null
            ? ''
            : `, ${properties.recipient.replaceAll(';', ', ')}`,
        until: properties.to === null ? words.noEnd : fill(words.until, { date: f.date(lang, properties.to) }),
      }),
    })),
    ...(own.length > MOST_GRANTS
      ? [{ strong: '', rest: fill(words.moreGrants, { n: f.number(lang, own.length - MOST_GRANTS) }) }]
      : []),
  ];
}

/** The places that the chosen row pays for. @param {Context} context @param {Item[]} items @param {Item[]} grants @returns {Shape[]} */
function spotsOf(context, items, grants) {
  const chosen = items.find(({ id }) => id === context.state.item);
  if (!chosen) return [];
  const { by, code } = chosen.properties;
  const ids = new Set(grantsOf(chosen.properties, grants, context).flatMap(({ properties }) => properties.facilities));
  const field = by === 'serviceType' ? 'serviceType' : by === 'role' ? 'municipalRole' : null;
  return context.facilities
    .filter(({ properties }) => ids.has(properties.id) && (field === null || properties[field] === code))
    .slice(0, MOST_SPOTS)
    .flatMap(({ geometry, properties }) =>
      geometry
        ? [
            {
              kind: /** @type {const} */ ('spot'),
              style: 'payee',
              lon: geometry.coordinates[0] ?? 0,
              lat: geometry.coordinates[1] ?? 0,
              title: properties.name ?? context.words.nameless,
              key: chosen.id,
            },
          ]
        : [],
    );
}

/** @param {Context} context @param {Properties} row */
function tip(context, row) {
  const words = context.words.spending;
  return [
    { strong: amount(context, row), rest: amount(context, row) === context.words.unknown ? '' : words.tipMoney.rest },
    ...((row.eurosPerResident ?? null) === null
      ? []
      : [{ strong: perHead(context, row.eurosPerResident), rest: words.tipPer.rest }]),
  ];
}

/** @param {Context} context @param {Item[]} items @param {boolean} perArea @returns {import('../model.js').Table} */
function tableOf(context, items, perArea) {
  const { columns } = context.words.spending;
  return {
    caption: context.words.spending.where,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'eurosPerYear', label: columns.euros, kind: 'euros' },
      { name: 'share', label: columns.share, kind: 'share' },
      ...(perArea
        ? [{ name: 'eurosPerResident', label: columns.perResident, kind: /** @type {const} */ ('euros') }]
        : []),
      { name: 'grants', label: columns.grants, kind: 'count' },
      { name: 'grantsWithoutAmount', label: columns.unknown, kind: 'count' },
      { name: 'facilities', label: columns.facilities, kind: 'count' },
      { name: 'allocatedEuros', label: columns.allocated, kind: 'euros' },
    ],
    rows: items.map(({ id, properties }) => ({
      key: perArea && properties.code !== null ? properties.code : id,
      area: perArea && properties.code !== null,
      cells: [
        nameOf(context, properties),
        properties.eurosPerYear,
        properties.share,
        ...(perArea ? [properties.eurosPerResident ?? null] : []),
        properties.grants,
        properties.grantsWithoutAmount,
        properties.facilities,
        properties.allocatedEuros,
      ],
    })),
  };
}
