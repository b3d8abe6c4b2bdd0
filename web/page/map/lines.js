/** Lines on the map: what is chosen, what is pointed at, the programme area, and places that do the same. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { cornersOfShape } from './shapes.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('../model.js').Shape} Shape */

/** @param {L.Map} map @param {L.Renderer} renderer */
export function makeLines(map, renderer) {
  const lineLayer = L.layerGroup().addTo(map);
  const overlayLayer = L.layerGroup().addTo(map);
  const markLayer = L.layerGroup().addTo(map);
  /** @param {GeoJSON.GeoJsonObject} what @param {string} className @param {number} weight */
  const line = (what, className, weight) =>
    L.geoJSON(what, { interactive: false, style: { renderer, className, weight, fill: false } });

  /** Everything outside an area, that its sheet dims. @param {Area} sheet @param {[number, number, number, number]} extent */
  function outside(sheet, [west, south, east, north]) {
    const polygons = sheet.geometry.type === 'Polygon' ? [sheet.geometry.coordinates] : sheet.geometry.coordinates;
    const holes = polygons.map((rings) => (rings[0] ?? []).map(([lon = 0, lat = 0]) => L.latLng(lat, lon)));
    const frame = [
      L.latLng(south - 1, west - 1),
      L.latLng(south - 1, east + 1),
      L.latLng(north + 1, east + 1),
      L.latLng(north + 1, west - 1),
    ];
    return L.polygon([frame, ...holes], { renderer, interactive: false, className: 'outside', stroke: false });
  }

  return {
    /**
     * @param {{programme: Area | null, sheet: Area | null, overlaps: Overlap[], chosen: string | null,
     *   extent: () => [number, number, number, number]}} of
     */
    draw({ programme, sheet, overlaps, chosen, extent }) {
      lineLayer.clearLayers();
      overlayLayer.clearLayers();
      if (programme && programme !== sheet) line(programme, 'programme-line', 2.6).addTo(lineLayer);
      if (sheet) {
        outside(sheet, extent()).addTo(lineLayer);
        line(sheet, 'chosen-line', 2.6).addTo(lineLayer);
      }
      for (const pair of overlaps)
        line(pair, `pair${chosen === pair.id ? ' pair-chosen' : ''}`, chosen === pair.id ? 5 : 3.5).addTo(overlayLayer);
    },

    /** Outlines what is pointed at; of several areas at once a tint tells on which side of a line they lie. @param {{area: Area | null, several: boolean, shapes: Shape[], pair: Overlap | null}} what */
    mark({ area, several, shapes, pair }) {
      markLayer.clearLayers();
      if (area) line(area, `chosen-line${several ? ' chosen-several' : ''}`, 2.6).addTo(markLayer);
      const path = { renderer, interactive: false, className: 'shape-marked' };
      for (const shape of shapes) {
        const [from = [], to = []] = shape.kind === 'line' ? cornersOfShape(shape) : [];
        const layer =
          shape.kind === 'circle'
            ? L.circle([shape.lat, shape.lon], { ...path, radius: shape.radiusM })
            : shape.kind === 'spot'
              ? L.circleMarker([shape.lat, shape.lon], { ...path, radius: 22 })
              : shape.kind === 'line'
                ? L.polyline(
                    [from, to].map(([lon = 0, lat = 0]) => L.latLng(lat, lon)),
                    { ...path, fill: false },
                  )
                : line(shape.feature, 'shape-marked', 3);
        layer.addTo(markLayer);
      }
      if (pair) line(pair, 'pair pair-chosen', 5).addTo(markLayer);
    },
  };
}
