/** The names of areas on the map. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { h } from '../dom.js';
import { contains } from '../rings.js';
import { inTwo, labelPoint, placeLabels, withoutNumbers } from './labels.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('./labels.js').Box} Box */

/** Fewer people do not give an area its name. */
const LEAST_RESIDENTS = 50;
/** Height of a line, in pixels. */
const LINE = 16;
/** What of it is above and below the letters. */
const LEADING = 4;

/** @param {L.Map} map */
export function makeNames(map) {
  const layer = L.layerGroup().addTo(map);
  const pen = document.createElement('canvas').getContext('2d');
  /** @type {Map<string, [number, number]>} longitude, latitude */
  const points = new Map();
  /** @type {Map<string, number>} */
  const widths = new Map();
  let drawn = '';

  /** @param {Area} area @param {Area[]} neighbourhoods */
  function pointOf(area, neighbourhoods) {
    const known = points.get(area.properties.code) ?? labelPoint(area, neighbourhoods);
    points.set(area.properties.code, known);
    return known;
  }

  /** @param {string} name @param {string} font */
  function widthOf(name, font) {
    const key = `${font} ${name}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (pen) pen.font = font;
    const width = pen?.measureText(name).width ?? 80;
    widths.set(key, width);
    return width;
  }

  /** How a name can be written. @param {string} name @param {string} font @returns {import('./labels.js').Way[]} */
  function waysOf(name, font) {
    const width = (/** @type {string} */ line) => widthOf(line, font);
    const two = inTwo(name, width);
    return [[name], ...(two ? [two] : [])].map((lines) => ({
      lines,
      width: Math.max(...lines.map((line) => width(line.trim()))) + 2,
      height: LINE * lines.length - LEADING,
    }));
  }

  return {
    /** @param {Area[]} areas @param {boolean} small whether they are neighbourhoods @param {Area[]} neighbourhoods of the city @param {() => Box[]} taken */
    draw(areas, small, neighbourhoods, taken) {
      const font = `${small ? 400 : 600} 13px ${getComputedStyle(map.getContainer()).fontFamily}`;
      const { x: right, y: bottom } = map.getSize();
      const short = withoutNumbers(areas.map((area) => area.properties.name));
      const labels = areas
        .filter((area) => (area.properties.residents ?? 0) >= LEAST_RESIDENTS)
        .sort((a, b) => (b.properties.residents ?? 0) - (a.properties.residents ?? 0))
        .flatMap((area) => {
          const [lon, lat] = pointOf(area, neighbourhoods);
          const { x, y } = map.latLngToContainerPoint([lat, lon]);
          if (x < 0 || y < 0 || x > right || y > bottom) return [];
          const { code, name } = area.properties;
          const inside = (/** @type {number} */ atX, /** @type {number} */ atY) => {
            const at = map.containerPointToLatLng([atX, atY]);
            return contains(area.geometry, at.lng, at.lat);
          };
          return [{ key: code, x, y, ways: waysOf(short(name), font), inside }];
        });
      const frame = { left: 4, top: 4, right: right - 4, bottom: bottom - 4 };
      const placed = placeLabels(labels, taken(), frame);
      const put = labels.flatMap(({ key }) => {
        const at = placed.get(key);
        return at ? [{ lines: at.lines, at: map.containerPointToLatLng([at.x, at.y]) }] : [];
      });
      const key = JSON.stringify([small, map.getZoom(), put]);
      if (key === drawn) return;
      drawn = key;
      layer.clearLayers();
      for (const { lines, at } of put) {
        const icon = L.divIcon({
          className: `area-label${small ? ' area-label-small' : ''}`,
          html: h('span', { class: 'area-name-lines' }, ...lines.map((line) => h('span', {}, line))),
          iconSize: [0, 0],
        });
        L.marker(at, { icon, interactive: false, keyboard: false, pane: 'labels' }).addTo(layer);
      }
    },
  };
}
