/** The places that stop: in the list and on the map. */

import * as f from '../../formats.js';
import { fill } from '../../words.js';
import { tryButton } from './parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Row} Row */
/** @typedef {import('../../model.js').Shape} Shape */
/** @typedef {import('../stopping.js').Item} Item */
/** @typedef {import('../stopping.js').Size} Size */
/** @typedef {(change: Partial<import('../../state.js').State>) => void} Change */

/** @param {Context} context @param {Change} change @param {Item} item @param {Size} shown @param {Record<string, string>} parameters @returns {Row} */
export function rowOf(context, change, item, shown, parameters) {
  const { words: all, state, city } = context;
  const words = all.stopping;
  const { lang } = state;
  const { name, neighbourhoodCode, eurosPerYear, residentsLostAlone: alone } = item.properties;
  const place = city.neighbourhoods.find((area) => area.properties.code === neighbourhoodCode)?.properties.name;
  const money =
    eurosPerYear === null ? words.eurosUnknown : fill(words.perYear, { amount: f.euros(lang, eurosPerYear) });
  return {
    key: item.id,
    name: name ?? all.nameless,
    second: [place, money].filter((text) => text !== undefined).join(' · '),
    value: alone ?? 0,
    figure: alone === null ? all.unknown : alone < 0.5 ? words.sizeNobody : f.residents(lang, alone),
    ...(alone === null
      ? {}
      : { why: { collection: 'stopping', id: item.id, property: 'residentsLostAlone', parameters } }),
    detail: [
      ...(alone === null
        ? []
        : [
            alone < 0.5
              ? words.aloneNobody
              : { strong: fill(words.alone.strong, { n: f.residents(lang, alone) }), rest: words.alone.rest },
          ]),
      ...(eurosPerYear === null
        ? []
        : [{ strong: fill(words.euros.strong, { amount: f.euros(lang, eurosPerYear) }), rest: words.euros.rest }]),
    ],
    more: shown.size > 1 ? tryButton(context, change, { ...shown, size: 1, items: [item] }, all.siting.try) : [],
  };
}

/** @param {Context} context @param {Item[]} spots @param {import('../../api.js').Facility[]} stays @returns {Shape[]} */
export function shapesOf({ distance, words }, spots, stays) {
  const at = (/** @type {GeoJSON.Geometry | null} */ geometry) => {
    const [lon = 0, lat = 0] = geometry?.type === 'Point' ? geometry.coordinates : [];
    return { lon, lat };
  };
  const circle = /** @type {const} */ ({ kind: 'circle', radiusM: distance });
  return [
    ...stays.flatMap(({ geometry }) => (geometry ? [{ ...circle, ...at(geometry), style: 'reach' }] : [])),
    ...spots.map(({ id, geometry }) => ({ ...circle, ...at(geometry), style: 'stops', key: id })),
    ...spots.map(({ id, geometry, properties }) => ({
      kind: /** @type {const} */ ('spot'),
      ...at(geometry),
      style: 'stops',
      title: fill(words.stopping.spot, { name: properties.name ?? words.nameless }),
      text: '×',
      key: id,
    })),
  ];
}
