/** Places that are pointed out on the map: those that an explanation counts, and an address that was searched. */

import * as L from '/vendor/leaflet/leaflet-src.esm.js';

/** @typedef {import('../model.js').Facility} Facility */

/** @param {L.LayerGroup} group @param {L.Renderer} renderer @param {Facility[]} facilities */
export function ringFacilities(group, renderer, facilities) {
  group.clearLayers();
  for (const { geometry } of facilities) {
    if (!geometry) continue;
    const [lon = 0, lat = 0] = geometry.coordinates;
    L.circleMarker([lat, lon], { renderer, interactive: false, className: 'facility-marked', radius: 20 }).addTo(group);
  }
}
