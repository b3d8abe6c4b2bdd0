/** Places that are pointed out on the map: those that an explanation counts, and an address that was searched. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { svg } from '../dom.js';

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

/** @param {L.LayerGroup} group @param {{lat: number, lon: number, name: string} | null} at */
export function pinAddress(group, at) {
  group.clearLayers();
  if (!at) return;
  const pin = svg(
    'svg',
    { class: 'pin', role: 'img', 'aria-label': at.name },
    svg('use', { href: '/symbols.svg#ui-pin' }),
  );
  L.marker([at.lat, at.lon], {
    icon: L.divIcon({
      className: 'pin-place',
      html: /** @type {HTMLElement} */ (/** @type {unknown} */ (pin)),
      iconSize: [36, 36],
      iconAnchor: [18, 34],
    }),
    interactive: false,
    keyboard: false,
  }).addTo(group);
}
