/** Which symbols are drawn at the present scale, how large, and which stand together. */

import { markingOf } from '../dom.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('./labels.js').Box} Box */

/** From here on every symbol has its glyph. */
export const GLYPH_ZOOM = 15;
/** Beyond it areas let the background map through. */
export const SEE_THROUGH_ZOOM = 14;
/** So many symbols on a map of the whole city are drawn smaller and without counts, or they would hide the answer. */
const CROWDED = 120;
const CROWDED_ZOOM = 13.5;
const MANY_CHOSEN = 40;
/** The ring around a symbol, as a part of its width. */
const RING = 2 / 28;

/**
 * @typedef {object} View
 * @property {Context} context
 * @property {Area | null} sheet
 * @property {Set<string> | null} facilities ids of those that are shown; null: all
 * @property {Overlap[]} overlaps
 * @property {number} zoom
 * @property {boolean} narrow
 * @property {{x: number, y: number}} size of the map
 * @property {number} beyond what is drawn on each side of it, as a part of its size
 * @property {(lon: number, lat: number) => {x: number, y: number}} pixelOf
 *
 * @typedef {{id: string, name: string | null, serviceType: string | null}
 *   | {count: number, bounds: [number, number, number, number], type: string | null}} Told one place, or how many stand together,
 *   where, and of which type if all are of one
 *
 * @typedef {object} Place
 * @property {string} key
 * @property {number} lon
 * @property {number} lat
 * @property {Facility[]} members
 * @property {Told} [told] where the map knows no more than its tiles tell, and so no members
 * @property {boolean} chosen whether it is of the chosen type
 * @property {boolean} above whether names yield to it
 * @property {number} hit width of what can be pressed
 * @property {Box} box what it covers
 * @property {number} width
 * @property {import('./stamps.js').Look} look
 */

/** The symbols in view, nearest to the middle first. @param {View} view @returns {Place[]} */
export function placesToDraw(view) {
  const { context, sheet, facilities, zoom, size } = view;
  const groups = new Map(context.city.types.map((type) => [type.code, type.group]));
  const groupOf = (/** @type {Facility} */ facility) => groups.get(facility.properties.serviceType ?? '') ?? '';
  const near = zoom >= GLYPH_ZOOM || sheet !== null;
  // A small map of the whole city shows only what the question is about.
  const few = view.narrow && sheet === null && zoom < SEE_THROUGH_ZOOM;
  const ends = new Set(view.overlaps.flatMap(({ properties }) => [properties.facilityA, properties.facilityB]));
  const beyond = { x: size.x * view.beyond, y: size.y * view.beyond };
  /** @type {{x: number, y: number, item: Facility}[]} */
  const chosen = [];
  /** @type {{x: number, y: number, item: Facility}[]} */
  const others = [];
  for (const facility of context.facilities) {
    const { id, serviceType } = facility.properties;
    if (!facility.geometry || (facilities && !facilities.has(id))) continue;
    const [lon = 0, lat = 0] = facility.geometry.coordinates;
    const { x, y } = view.pixelOf(lon, lat);
    if (x < -beyond.x || y < -beyond.y || x > size.x + beyond.x || y > size.y + beyond.y) continue;
    const isChosen = context.type !== null && serviceType === context.type.code;
    if (!isChosen && (context.state.hide.includes(groupOf(facility)) || (few && !ends.has(id)))) continue;
    (isChosen ? chosen : others).push({ x, y, item: facility });
  }
  const crowded = zoom < CROWDED_ZOOM && others.length > CROWDED;
  const small = near ? 30 : crowded ? 13 : 17;
  const large = few || (!near && chosen.length > MANY_CHOSEN) ? 26 : 34;
  const away = (/** @type {{x: number, y: number}} */ at) => (at.x - size.x / 2) ** 2 + (at.y - size.y / 2) ** 2;
  return [
    ...cluster(others, near ? 14 : crowded ? 3 : 8).map((one) => ({ ...one, chosen: false })),
    ...cluster(chosen, 8).map((one) => ({ ...one, chosen: true })),
  ]
    .sort((a, b) => away(a) - away(b))
    .map(({ x, y, members, chosen: isChosen }) => {
      const plain = crowded && !isChosen;
      const many = members.length > 1 && !plain;
      const full = isChosen ? large : small;
      const width = many ? Math.max(22, full - 8) : full;
      const [first] = members;
      const [lon = 0, lat = 0] = first?.geometry?.coordinates ?? [];
      const half = width / 2;
      // Names come as near as its white ring.
      const bare = half - (many ? 0 : RING * width);
      return {
        key: first?.properties.id ?? '',
        lon,
        lat,
        members,
        chosen: isChosen,
        above: isChosen || near,
        hit: plain ? 16 : Math.max(24, width),
        box: { left: x - bare, right: x + bare, top: y - bare, bottom: y + bare },
        width,
        look: many
          ? { kind: 'disc', groups: counted(members.map(groupOf)), text: String(members.length) }
          : {
              kind: 'symbol',
              group: first ? groupOf(first) : null,
              glyph: near || isChosen,
              marking: markingOf(first?.properties.municipalRole),
            },
      };
    });
}

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
        found = grid
          .get(`${column + dx},${row + dy}`)
          ?.find((near) => (near.x - x) ** 2 + (near.y - y) ** 2 < radius ** 2);
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

/** How many of each, in the order of the first. @param {string[]} groups @returns {[string, number][]} */
export function counted(groups) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts];
}
