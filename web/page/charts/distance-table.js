/** How many residents live how far away, as a table. */

import { bins } from './bins.js';
import * as f from '../formats.js';
import { fill } from '../words.js';
import { asTable } from './as-table.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../api.js').Demand} Demand */

/** The same as the chart as a table, with the reason of each figure. @param {Context} context @param {Demand[]} demand @param {import('../model.js').Explained} mean how far they live on average */
export function distanceTable(context, demand, mean) {
  const { words, state, distance } = context;
  const { step, open, counts } = bins(demand, distance);
  const metres = (/** @type {number} */ index) => f.metres(state.lang, index * step);
  const { id: area, parameters } = mean;
  // The API's classes of distance are those of the chart.
  const why = (/** @type {number} */ index) => ({
    collection: 'distances',
    id: `${context.type?.code}:${area}:${state.group}:${index + 1}`,
    property: 'residents',
    parameters: { ...parameters, area },
  });
  return asTable(context, 'distance', {
    caption: words.distanceAxis,
    heads: [words.charts.distance, words.charts.residents],
    rows: counts.map((count, index) => ({
      name:
        index === open
          ? fill(words.charts.further, { from: metres(index) })
          : fill(words.charts.between, { from: metres(index), to: metres(index + 1) }),
      figure: f.residents(state.lang, count),
      why: why(index),
    })),
  });
}
