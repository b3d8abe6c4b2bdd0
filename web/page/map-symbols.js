/** Which symbols stand together at the present scale. Pure: pixels in, groups out. */

/**
 * @template T
 * @typedef {{x: number, y: number, members: T[]}} Cluster
 */

/**
 * Places closer than `radius` pixels to an earlier one join it, in the order given, so the same places always group alike.
 * @template T
 * @param {{x: number, y: number, item: T}[]} places @param {number} radius pixels @returns {Cluster<T>[]}
 */
export function cluster(places, radius) {
  /** @type {Cluster<T>[]} */
  const out = [];
  /** @type {Map<string, Cluster<T>[]>} */
  const grid = new Map();
  for (const { x, y, item } of places) {
    const column = Math.floor(x / radius);
    const row = Math.floor(y / radius);
    let found;
    for (let dx = -1; dx <= 1 && !found; dx += 1) {
      for (let dy = -1; dy <= 1 && !found; dy += 1) {
        found = grid.get(`${column + dx},${row + dy}`)?.find((near) => (near.x - x) ** 2 + (near.y - y) ** 2 < radius ** 2);
      }
    }
    if (found) found.members.push(item);
    else {
      const fresh = { x, y, members: [item] };
      out.push(fresh);
      const key = `${column},${row}`;
      grid.set(key, [...(grid.get(key) ?? []), fresh]);
    }
  }
  return out;
}

/**
 * The parts of a ring, one per group, as dash lengths on a circle of circumference 100.
 * @param {string[]} groups @returns {{group: string, length: number, offset: number}[]}
 */
export function ringParts(groups) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  let offset = 0;
  return [...counts].map(([group, count]) => {
    const length = (count / groups.length) * 100;
    const part = { group, length, offset };
    offset += length;
    return part;
  });
}
