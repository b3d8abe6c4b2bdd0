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

/**
 * The neighbourhoods whose residents live so far away on average, per bin; as in their own figure those who can reach none are left out.
 * @param {Demand[]} demand @param {number} distance @returns {string[][]} codes
 */
export function areasPerBin(demand, distance) {
  /** @type {Map<string, {metres: number, residents: number}>} */
  const areas = new Map();
  for (const { properties } of demand) {
    const { areaCode, distanceM, residents } = properties;
    if (areaCode === null || distanceM === null || residents <= 0) continue;
    const { metres, residents: before } = areas.get(areaCode) ?? { metres: 0, residents: 0 };
    areas.set(areaCode, { metres: metres + distanceM * residents, residents: before + residents });
  }
  /** @type {string[][]} */
  const out = Array.from({ length: MOST_BINS }, () => []);
  for (const [code, { metres, residents }] of areas)
    out[binOf(metres / residents, distance / BINS_TO_NORM)]?.push(code);
  return out;
}

/** @param {number} metres @param {number} step */
const binOf = (metres, step) => Math.min(MOST_BINS - 1, Math.max(0, Math.ceil(metres / step) - 1));
