/** What the criteria say of an area: one entry per criterion, worst first. */

/** @typedef {import('../model.js').City} City */
/** @typedef {import('../model.js').Verdict} Verdict */

/**
 * One criterion held against one area.
 * @typedef {object} Assessment
 * @property {string} id
 * @property {string} areaCode
 * @property {string} name of the area
 * @property {string} level
 * @property {string} criterionId
 * @property {string} serviceType
 * @property {string} group
 * @property {string} measure
 * @property {number | null} distanceM
 * @property {string | null} mode how the distance is measured
 * @property {number | null} value
 * @property {number | null} required
 * @property {Verdict} verdict
 * @property {number | null} shortBy
 * @property {'residents' | 'facilities' | 'places' | 'm2' | null} shortUnit
 * @property {string | null} reason why it is unknown
 * @property {boolean} imputed
 * @property {string | null} source
 * @property {string | null} note
 */

/**
 * One criterion, with a part for each area that it is held against: one, or the districts of a programme area.
 * @typedef {object} Entry
 * @property {string} criterionId
 * @property {string} serviceType
 * @property {string} group
 * @property {string} measure
 * @property {number | null} distanceM
 * @property {string | null} source
 * @property {Verdict} verdict the worst of the parts
 * @property {Assessment[]} parts worst first
 */

/** @type {Verdict[]} */
const ORDER = ['short', 'surplus', 'met', 'unknown'];

/** How much of what is required is there: the less, the worse. @param {Assessment} part */
const met = (part) => {
  if (part.value === null || !part.required) return 1;
  // Of a mean distance more is worse.
  return part.measure === 'meanDistance' ? part.required / Math.max(part.value, 1e-9) : part.value / part.required;
};

/** @param {Assessment} a @param {Assessment} b */
const worstFirst = (a, b) =>
  ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || met(a) - met(b) || (b.shortBy ?? 0) - (a.shortBy ?? 0);

/** @param {Record<string, any>[]} rows @param {City} city @returns {Entry[]} */
export function entries(rows, city) {
  /** @type {Map<string, Assessment[]>} */
  const byCriterion = new Map();
  for (const row of /** @type {Assessment[]} */ (rows)) {
    const parts = byCriterion.get(row.criterionId) ?? [];
    parts.push(row);
    byCriterion.set(row.criterionId, parts);
  }
  const order = new Map(city.types.map((type, index) => [type.code, index]));
  return [...byCriterion.values()]
    .map((unsorted) => [...unsorted].sort(worstFirst))
    .flatMap((parts) => {
      const [worst] = parts;
      if (!worst) return [];
      const { criterionId, serviceType, group, measure, distanceM, source, verdict } = worst;
      return [{ entry: { criterionId, serviceType, group, measure, distanceM, source, verdict, parts }, worst }];
    })
    .sort(
      (a, b) =>
        worstFirst(a.worst, b.worst) ||
        (order.get(a.entry.serviceType) ?? 0) - (order.get(b.entry.serviceType) ?? 0) ||
        a.entry.criterionId.localeCompare(b.entry.criterionId),
    )
    .map(({ entry }) => entry);
}

/** How many criteria have which verdict. @param {Entry[]} all @returns {Record<Verdict, number>} */
export function counts(all) {
  const out = { short: 0, surplus: 0, met: 0, unknown: 0 };
  for (const { verdict } of all) out[verdict] += 1;
  return out;
}
