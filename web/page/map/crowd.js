/** The places of a country as symbols: those of the chosen type, and from nearby the others too. */

import { CELLS, rangeOf, tileSource } from './tiles.js';
import { GLYPH_ZOOM, cluster } from './places.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./tiles.js').TileFeature} TileFeature */
/** @typedef {import('./places.js').Place} Place */

/** Nearer than this the places of other types are shown too. */
const OTHERS_ZOOM = 13.5;
const ALONE = { chosen: 34, near: 30, far: 17 };
/** What stands so near to each other would hide each other (pixels). */
const SAME_SPOT = 10;
/** Discs are as wide as their count needs. */
const DISC = { least: 26, digit: 6 };

/** A feature, and what of it is shown. @typedef {{feature: TileFeature, count: number, groups: [string, number][], isChosen: boolean}} Item */

/** How many of each group. @param {TileFeature} feature @returns {[string, number][]} */
function groupsOf({ properties: { count, groups, unclassified, group } }) {
  if (count === undefined) return [[group ?? '', 1]];
  const all = Object.entries(groups ?? {});
  return unclassified ? [...all, ['', unclassified]] : all;
}

/**
 * @param {import('./tiles.js').Fetch} fetch @param {() => void} changed @param {() => void} failed
 */
export function makeCrowd(fetch, changed, failed) {
  const chosen = tileSource(fetch, changed, failed);
  const others = tileSource(fetch, changed, failed);

  return {
    rest() {
      chosen.rest();
      others.rest();
    },
    /**
     * The symbols in view, nearest to the middle first.
     * @param {Context} context @param {import('./tiles.js').Sight & {pixelOf: (lon: number, lat: number) => {x: number, y: number},
     *   size: {x: number, y: number}, world: (lon: number, lat: number, zoom: number) => {x: number, y: number}}} view
     * @returns {Place[]}
     */
    places(context, view) {
      const { type, parameters, state } = context;
      const { date, role } = parameters;
      const asked = { ...(date ? { date } : {}), ...(role ? { role } : {}) };
      const range = rangeOf(view);
      const near = view.zoom >= GLYPH_ZOOM;
      const ofType = type ? chosen.see(range, { ...asked, serviceType: type.code }).features : [];
      const wide = type === null || view.zoom >= OTHERS_ZOOM;
      if (!type) chosen.rest();
      if (!wide) others.rest();
      const all = wide ? others.see(range, asked).features : [];
      const cellOf = (/** @type {TileFeature} */ { properties, id, geometry }) => {
        if (properties.count !== undefined) return id;
        const [lon = 0, lat = 0] = geometry.coordinates;
        const { x, y } = view.world(lon, lat, range.zoom + 1);
        const width = 512 / CELLS;
        return `${range.zoom + 3}/${Math.floor(x / width)}/${Math.floor(y / width)}`;
      };
      // Those of the type are in the tiles of all too: each is shown once.
      const alone = new Set(ofType.map((feature) => feature.properties.id).filter(Boolean));
      /** @type {Map<string, number>} */
      const inCell = new Map();
      for (const feature of ofType) {
        const cell = cellOf(feature);
        inCell.set(cell, (inCell.get(cell) ?? 0) + (feature.properties.count ?? 1));
      }
      const shownGroups = (/** @type {[string, number][]} */ groups, /** @type {number} */ less) =>
        groups
          .map(
            ([group, count]) => /** @type {[string, number]} */ ([group, count - (group === type?.group ? less : 0)]),
          )
          .filter(([group, count]) => count > 0 && !state.hide.includes(group));
      const rest = all.flatMap((feature) => {
        if (alone.has(feature.properties.id)) return [];
        const less = feature.properties.count === undefined ? 0 : (inCell.get(feature.id) ?? 0);
        const groups = shownGroups(groupsOf(feature), less);
        const count = groups.reduce((sum, [, one]) => sum + one, 0);
        return count > 0 ? [{ feature, count, groups, isChosen: false }] : [];
      });
      const own = ofType.map((feature) => ({
        feature,
        count: feature.properties.count ?? 1,
        groups: groupsOf(feature),
        isChosen: true,
      }));
      const spots = [...own, ...rest].map((item) => {
        const [lon = 0, lat = 0] = item.feature.geometry.coordinates;
        return { ...view.pixelOf(lon, lat), item };
      });
      const away = (/** @type {{x: number, y: number}} */ at) =>
        (at.x - view.size.x / 2) ** 2 + (at.y - view.size.y / 2) ** 2;
      return cluster(spots, SAME_SPOT)
        .sort((a, b) => away(a) - away(b))
        .map(({ x, y, members }) => placeOf(members, x, y, { near, state, type: type?.code ?? null }));
    },
  };
}

/**
 * @param {Item[]} items on one spot, those of the chosen type first @param {number} x @param {number} y
 * @param {{near: boolean, state: Context['state'], type: string | null}} how @returns {Place}
 */
function placeOf(items, x, y, { near, state, type }) {
  const [first] = items;
  const [lon = 0, lat = 0] = first?.feature.geometry.coordinates ?? [];
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const isChosen = items.some((item) => item.isChosen);
  const text = count.toLocaleString(state.lang);
  const { id = first?.feature.id ?? '', name = null, serviceType = null } = first?.feature.properties ?? {};
  const single = items.length === 1 && first?.feature.properties.count === undefined;
  const width = single
    ? isChosen
      ? ALONE.chosen
      : near
        ? ALONE.near
        : ALONE.far
    : DISC.least + DISC.digit * Math.max(0, text.length - 2);
  const half = width / 2;
  /** @type {[string, number][]} */
  const groups = [...new Set(items.flatMap((item) => item.groups.map(([group]) => group)))].map((group) => [
    group,
    items.reduce((sum, item) => sum + (item.groups.find(([one]) => one === group)?.[1] ?? 0), 0),
  ]);
  return {
    key: `${isChosen ? 'own' : 'all'} ${id}`,
    lon,
    lat,
    members: [],
    told: single
      ? { id, name, serviceType }
      : { count, bounds: boundsOf(items), type: items.every((item) => item.isChosen) ? type : null },
    chosen: isChosen,
    above: isChosen || near || type === null,
    hit: Math.max(24, width),
    width,
    box: { left: x - half, right: x + half, top: y - half, bottom: y + half },
    look: single
      ? { kind: 'symbol', group: groups[0]?.[0] ?? null, glyph: near || isChosen }
      : { kind: 'disc', groups, text },
  };
}

/** @param {Item[]} items @returns {[number, number, number, number]} west, south, east, north */
function boundsOf(items) {
  const boxes = items.map(({ feature: { bbox, geometry } }) => {
    const [lon = 0, lat = 0] = geometry.coordinates;
    return bbox ?? [lon, lat, lon, lat];
  });
  const all = (/** @type {0 | 1 | 2 | 3} */ side) => boxes.map((box) => box[side] ?? 0);
  return [Math.min(...all(0)), Math.min(...all(1)), Math.max(...all(2)), Math.max(...all(3))];
}
