/** Where the map stands: moved so that a subject lies in the room that the cards leave free. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { isNarrow } from '../dom.js';
import { alongLines, fitFree } from './fit.js';
import { BACKGROUND } from './services.js';

/** @typedef {import('./labels.js').Box} Box */
/** @typedef {{zoom: number, lat: number, lon: number}} Place */

const FIT_POINTS = 300;
/** A move of our own has come to its end by then, also where nothing tells of it (ms). */
const LONGEST_MOVE_MS = 400;

/** @param {L.Map} map @param {() => Box[]} cards that float on the map */
export function makeView(map, cards) {
  let own = false;

  /** A move of our own, that is not kept as the reader's. @param {() => void} move */
  function run(move) {
    own = true;
    map.once('moveend', () => setTimeout(() => (own = false)));
    move();
    setTimeout(() => (own = false), LONGEST_MOVE_MS);
  }

  return {
    run,
    /** Whether the map moves by itself. */
    own: () => own,

    /** Fits outlines into the room that the cards leave free. @param {GeoJSON.Position[][][]} parts of the subject, as lines @param {number} most zoom @param {boolean} animate */
    moveTo(parts, most, animate) {
      const points = parts.map((lines) =>
        alongLines(lines, FIT_POINTS).map(({ lon, lat, weight }) => {
          const { x, y } = map.project([lat, lon], 0);
          return { x, y, weight };
        }),
      );
      const { zoom, centre } = fitFree(points, cards(), map.getSize(), {
        least: BACKGROUND.minZoom,
        most,
        hidden: isNarrow() ? 0.06 : 0.015,
      });
      run(() => map.setView(map.unproject(L.point(centre.x, centre.y), 0), zoom, { animate, duration: 0.25 }));
    },

    /** @param {Place} view @param {boolean} [animate] */
    go: ({ lat, lon, zoom }, animate) =>
      run(() => map.setView([lat, lon], zoom, animate === undefined ? {} : { animate })),

    /** @param {Place} view */
    closeTo: ({ lat, lon, zoom }) =>
      Math.abs(map.getCenter().lat - lat) < 1e-4 &&
      Math.abs(map.getCenter().lng - lon) < 1e-4 &&
      map.getZoom() === zoom,
  };
}
