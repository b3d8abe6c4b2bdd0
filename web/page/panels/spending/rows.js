/** What each line of "What does it cost?" says, the grants that it is made of, and where they go. */

import * as f from '../../formats.js';
import { capital, fill, lookUp } from '../../words.js';
import { countText } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Line} Line */
/** @typedef {import('../../model.js').Row} Row */
/** @typedef {import('../../model.js').Shape} Shape */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties, geometry: GeoJSON.Geometry | null}} Item */

const MOST_GRANTS = 4;
const MOST_SPOTS = 300;

/** What a row is called. @param {Context} context @param {Properties} row */
export function nameOf({ words, state, city }, { by, code, name, reason }) {
  if (code === null) return capital(lookUp(words.spending.reasons, reason ?? '', words.unknown));
  if (by === 'endYear') return fill(words.spending.endsIn, { year: code });
  if (by === 'serviceType') {
    const type = city.types.find((one) => one.code === code);
    if (type) return capital(state.lang === 'nl' ? type.labelNl : type.labelEn);
  }
  return name ?? lookUp(words.spending.codes, code, code);
}

/** @param {Context} context @param {Properties} row */
export const amount = ({ words, state }, { eurosPerYear, grants, grantsWithoutAmount }) =>
  eurosPerYear === null || (eurosPerYear === 0 && grants > 0 && grants === grantsWithoutAmount)
    ? words.unknown
    : f.euros(state.lang, eurosPerYear);

/**
 * @param {Context} context @param {Item[]} items @param {Item[]} grants @param {Record<string, string>} parameters @param {boolean} perArea
 * @returns {Row[]}
 */
export function rowsOf(context, items, grants, parameters, perArea) {
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
export function grantsOf({ by, code }, grants, context) {
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
export function spotsOf(context, items, grants) {
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
export function tip(context, row) {
  const words = context.words.spending;
  return [
    { strong: amount(context, row), rest: amount(context, row) === context.words.unknown ? '' : words.tipMoney.rest },
    ...((row.eurosPerResident ?? null) === null
      ? []
      : [{ strong: perHead(context, row.eurosPerResident), rest: words.tipPer.rest }]),
  ];
}
