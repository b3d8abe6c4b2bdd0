/** Which lines of the monitor stand on a sheet. */

/** The latest of each indicator that is measured, changed, or about all types. @param {(Record<string, any> & {id: string})[]} rows */
export function indicatorsOf(rows) {
  /** @type {Map<string, Record<string, any> & {id: string}>} */
  const latest = new Map();
  for (const row of rows) {
    const before = latest.get(row.indicator);
    if (!before || (row.date ?? '') >= (before.date ?? '')) latest.set(row.indicator, row);
  }
  return [...latest.values()].filter((row) => !row.computed || row.serviceType === null || (row.change ?? 0) !== 0);
}
