/** Why a figure of several areas together is what it is: each of them with its own reason. */

import { made } from '../reasons/made.js';
import { cellText } from '../tabular.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {import('../tabular.js').Column['kind']} Kind */
/** @typedef {keyof Context['words']['reasons']['rules']} Rule */

/**
 * A figure of a table or list.
 * @typedef {object} Figure
 * @property {string} what it is: "Sterrenburg (deel), bereikt"
 * @property {string} text as it is shown
 * @property {string} property
 * @property {Kind} kind
 * @property {Rule} rule
 */

/**
 * A figure made of others of the same kind, the largest first.
 * @param {Context} context @param {string} key @param {Figure} figure
 * @param {{name: string, value: number | null, why?: Reason | null | undefined}[]} parts
 * @param {import('../model.js').Explained} [like]
 */
export function madeOf(context, key, { what, text, property, kind, rule }, parts, like) {
  const said = (/** @type {number | null} */ value) => cellText(context, { name: property, label: '', kind }, value);
  return made(context, {
    key: `${key}-${property}`,
    what,
    figure: text,
    rule,
    parts: [...parts]
      .sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
      .map(({ name, value, why }) => ({ name, figure: said(value), why })),
    ...(like ? { like } : {}),
  });
}

/**
 * Of an area of the list: its own reason where the API knows it, else that of its neighbourhoods.
 * @param {Context} context @param {{key: string, areas: Area[], whole: boolean}} entry @param {Figure} figure
 * @param {Record<string, string>} parameters @returns {Reason}
 */
export const reasonOfEntry = (context, { key, areas, whole }, figure, parameters) =>
  whole
    ? { collection: context.state.level, id: key, property: figure.property, parameters }
    : ofNeighbourhoods(context, `part-${key}`, areas, figure, parameters);

/**
 * @param {Context} context @param {string} key @param {Area[]} areas @param {Figure} figure
 * @param {Record<string, string>} parameters
 */
const ofNeighbourhoods = (context, key, areas, figure, parameters) =>
  madeOf(
    context,
    key,
    figure,
    areas.map(({ properties }) => ({
      name: properties.name,
      value: /** @type {Record<string, any>} */ (properties)[figure.property] ?? null,
      why: { collection: 'neighbourhoods', id: properties.code, property: figure.property, parameters },
    })),
  );

/**
 * Of everything that the answer is limited to; without a municipality of its own that of the neighbourhoods.
 * @param {Context} context @param {Area[]} inside neighbourhoods @param {Figure} figure @param {Record<string, string>} parameters
 * @returns {Reason}
 */
export function reasonOfWhole(context, inside, figure, parameters) {
  const { state, city } = context;
  const { property } = figure;
  if (state.programme !== null) return { collection: 'programme-areas', id: state.programme, property, parameters };
  const id = city.municipality?.properties.code;
  return id === undefined
    ? ofNeighbourhoods(context, 'whole', inside, figure, parameters)
    : { collection: 'municipalities', id, property, parameters };
}

/**
 * Of rows of a collection with a feature per area: the area's own, or those of the neighbourhoods that it is made of.
 * @param {Context} context @param {string} collection @param {{key: string, areas: Area[], whole: boolean}} entry
 * @param {Map<string, Item>} figures @param {Figure} figure @param {Record<string, string>} parameters @returns {Reason | undefined}
 */
export function reasonOfFeature(context, collection, { key, areas, whole }, figures, figure, parameters) {
  const { property } = figure;
  const reason = (/** @type {Item | undefined} */ item) => item && { collection, id: item.id, property, parameters };
  if (whole) return reason(figures.get(key));
  return madeOf(
    context,
    `part-${key}`,
    figure,
    areas.map(({ properties }) => {
      const item = figures.get(properties.code);
      return { name: properties.name, value: item?.properties[property] ?? null, why: reason(item) };
    }),
  );
}
