/** The areas: the ground, the neighbourhoods in the colour of their class, and the borders of districts. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { hasManyAreas } from '../many.js';
import { ground } from '../model.js';
import { areaCanvas } from './area-canvas.js';

/** @typedef {import('../model.js').City} City */
/** @typedef {import('../model.js').Area} Area */

/**
 * @typedef {object} AreaHandlers
 * @property {(area: Area) => void} choose
 * @property {(area: Area | null) => void} point
 *
 * @typedef {(code: string, name: string) => {name: string, dim: boolean, aside: boolean}} Looks how an area of a class is shown
 */

/** @param {L.Map} map @param {L.Renderer} lines renderer of borders @param {AreaHandlers} handlers */
export function makeAreas(map, lines, handlers) {
  const areaSvg = L.svg({ pane: 'areas', padding: 0.5 });
  const groundSvg = L.svg({ pane: 'ground', padding: 1 });
  /** @type {Map<string, L.Path & L.Layer>} */
  const layers = new Map();
  const canvas = areaCanvas(map, handlers);

  /** @param {GeoJSON.Position[][][]} polygons @param {L.PolylineOptions} how */
  const draw = (polygons, how) => L.polygon(L.GeoJSON.coordsToLatLngs(polygons, 2), how).addTo(map);

  return {
    /** @param {City} city */
    set(city) {
      if (hasManyAreas(city)) return canvas.set(city);
      // The ground never changes, so one path per kind is enough.
      const kinds = new Map();
      for (const area of city.neighbourhoods) {
        const kind = ground(area.properties) ?? 'land';
        kinds.set(kind, [...(kinds.get(kind) ?? []), ...polygonsOf(area)]);
      }
      for (const [kind, polygons] of kinds)
        draw(polygons, { renderer: groundSvg, interactive: false, className: `ground ground-${kind}`, weight: 1 });
      for (const area of city.neighbourhoods) {
        const layer = draw(polygonsOf(area), { renderer: areaSvg, className: 'area area-plain', weight: 0.7 });
        layers.set(area.properties.code, layer);
        layer.on('mouseover', () => handlers.point(area));
        layer.on('mouseout', () => handlers.point(null));
        layer.on('click', () => handlers.choose(area));
      }
      const border = { renderer: lines, interactive: false, className: 'district-line', weight: 3, fill: false };
      for (const district of city.districts) draw(polygonsOf(district), border);
    },

    /** Gives areas their class: all of them, or those that change. @param {Map<string, string>} classOf @param {Looks} looks @param {Iterable<string>} [codes] */
    colour(classOf, looks, codes) {
      if (canvas.on()) return canvas.colour(classOf, looks, codes);
      for (const code of codes ?? layers.keys()) {
        const path = /** @type {SVGPathElement | undefined} */ (layers.get(code)?.getElement());
        if (!path) continue;
        const { name, dim, aside } = looks(code, classOf.get(code) ?? 'plain');
        const look = `leaflet-interactive area${aside ? ' aside' : ''} area-${name}${dim ? ' dim' : ''}`;
        if (path.getAttribute('class') !== look) path.setAttribute('class', look);
      }
    },

    /** Neighbourhoods of which some part may be in sight; null where there are few. */
    inSight: () => (canvas.on() ? canvas.inSight() : null),
    /** Draws again what shows through background tiles. */
    again: () => canvas.on() && canvas.again(),
    /** @param {boolean} on */
    sharpen: (on) => canvas.sharpen(on),
  };
}

/** @param {Area} area @returns {GeoJSON.Position[][][]} */
const polygonsOf = ({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);

/** @param {Area[]} areas @returns {[number, number, number, number]} west, south, east, north */
export function extentOf(areas) {
  const bounds = L.featureGroup(areas.map((area) => L.geoJSON(area))).getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}
