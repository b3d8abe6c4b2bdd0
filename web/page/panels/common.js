/** Small things that several questions share. */

import { ground } from '../model.js';
import { capital, shortLabel } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../api.js').Feature<Record<string, any>, GeoJSON.Geometry | null>} Item */

/** Figures of areas by their code. @param {Item[]} items @returns {Map<string, Item>} */
export const byArea = (items) => new Map(items.map((item) => [String(item.properties.areaCode), item]));

/** The figures of all that the answer is about: the programme area, else the municipality. @param {Context} context @param {Item[]} items */
export function wholeOf(context, items) {
  const { programme } = context.state;
  return items.find(({ properties }) =>
    programme === null ? properties.level === 'municipality' : properties.areaCode === programme,
  );
}

/** The parameters of a collection that only tells of the programme area. @param {Context} context @param {Record<string, string>} parameters @returns {Record<string, string>} */
export const inProgramme = ({ state }, parameters) =>
  state.programme === null ? parameters : { ...parameters, area: state.programme };

/** Areas that say nothing themselves. @param {Context} context */
export const plainClasses = ({ city }) =>
  new Map(city.neighbourhoods.map((area) => [area.properties.code, ground(area.properties) ?? 'plain']));

/** What an area says when it says only who lives there. @param {Context} context @param {(n: number) => string} said @returns {Map<string, Line[]>} */
export const residentTips = ({ city, words }, said) =>
  new Map(
    [...city.neighbourhoods, ...city.districts].map(({ properties }) => [
      properties.code,
      [
        {
          strong: properties.residents === null ? words.unknown : said(properties.residents),
          rest: words.tipResidents.rest,
        },
      ],
    ]),
  );

/** A type as it stands in a sentence; `soort onbekend` for none. @param {Context} context @param {string | null} code */
export function typeInWords({ city, words, state }, code) {
  const type = city.types.find((one) => one.code === code);
  return type ? shortLabel(state.lang === 'nl' ? type.labelNl : type.labelEn) : words.noType;
}

/** @param {Context} context @param {string | null} code of a neighbourhood or district */
export const nameOfArea = ({ city, words }, code) =>
  [...city.neighbourhoods, ...city.districts].find((area) => area.properties.code === code)?.properties.name ??
  words.unknown;

/** The first few of a list, and how many are left. @param {string[]} all @param {number} most @param {(n: number) => string} more */
export const firstFew = (all, most, more) =>
  capital(all.length <= most + 1 ? all.join(', ') : `${all.slice(0, most).join(', ')}${more(all.length - most)}`);

/**
 * A measure per resident over areas, weighted by who live there; null where it is known of none.
 * @param {(Record<string, any> | undefined)[]} figures @param {string} name @param {string} [weight]
 */
export function weighted(figures, name, weight = 'residents') {
  let total = 0;
  let over = 0;
  for (const one of figures) {
    const value = one?.[name] ?? null;
    const people = one?.[weight] ?? 0;
    if (value === null || people === 0) continue;
    total += value * people;
    over += people;
  }
  return over > 0 ? total / over : null;
}

/** @param {(Record<string, any> | undefined)[]} figures @param {string} name */
export const total = (figures, name) => figures.reduce((sum, one) => sum + (one?.[name] ?? 0), 0);

/** How many of the group live in each area; null where everybody is asked. @param {Context} context @param {Map<string, Item>} figures with the residents of the group @returns {import('../model.js').People} */
export const peopleIn = ({ state }, figures) =>
  state.group === 'all' ? null : new Map([...figures].map(([code, { properties }]) => [code, properties.residents]));
