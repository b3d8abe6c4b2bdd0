/** How many residents live how far away, in steps. */

/** @typedef {import('../api.js').Demand} Demand */

/** The norm is the upper edge of this bin. */
export const BINS_TO_NORM = 4;
const MOST_BINS = 9;

/** Residents per distance; the norm is an edge, the last bin is open. @param {Demand[]} demand @param {number} distance */
export function bins(demand, distance) {
  const step = distance / BINS_TO_NORM;
  const out = Array.from({ length: MOST_BINS }, () => 0);
  for (const { properties } of demand) {
    if (properties.distanceM === null) continue;
    // The norm itself still counts as reached, so an edge belongs to the bin before it.
    const index = binOf(properties.distanceM, step);
    out[index] = (out[index] ?? 0) + properties.residents;
  }
  const last = out.findLastIndex((residents) => residents > 0);
  return { step, open: MOST_BINS - 1, counts: out.slice(0, Math.max(BINS_TO_NORM + 2, last + 1)) };
}

/** @param {number} metres @param {number} step */
const binOf = (metres, step) => Math.min(MOST_BINS - 1, Math.max(0, Math.ceil(metres / step) - 1));
