/** How many residents live how far away, as a table. */

import { binOf, bins } from './bins.js';
import * as f from '../formats.js';
import { made } from '../reasons/made.js';
import { fill } from '../words.js';
import { asTable } from './as-table.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../api.js').Demand} Demand */

/** The same as a table; each figure is told by the neighbourhoods that it comes from. @param {Context} context @param {Demand[]} demand @param {import('../model.js').Explained} like how far they live on average */
export function distanceTable(context, demand, like) {
  const { words, state, distance, city } = context;
  const { step, open, counts } = bins(demand, distance);
  const names = new Map(city.neighbourhoods.map(({ properties }) => [properties.code, properties.name]));
  const metres = (/** @type {number} */ index) => f.metres(state.lang, index * step);
  const rows = counts.map((count, index) => {
    const name =
      index === open
        ? fill(words.charts.further, { from: metres(index) })
        : fill(words.charts.between, { from: metres(index), to: metres(index + 1) });
    const figure = f.residents(state.lang, count);
    /** @type {Map<string, number>} */
    const per = new Map();
    for (const { properties } of demand)
      if (properties.distanceM !== null && binOf(properties.distanceM, step) === index)
        per.set(properties.areaCode, (per.get(properties.areaCode) ?? 0) + properties.residents);
    const why = made(context, {
      key: `distance-${index}`,
      what: name,
      figure: fill(words.residentsN, { n: figure }),
      rule: 'distance',
      parts: [...per]
        .sort((a, b) => b[1] - a[1])
        .map(([code, residents]) => ({
          name: names.get(code) ?? code,
          figure: f.residents(state.lang, residents),
        })),
      like,
    });
    return { name, figure, why };
  });
  return asTable(context, 'distance', {
    caption: words.distanceAxis,
    heads: [words.charts.distance, words.charts.residents],
    rows,
  });
}
