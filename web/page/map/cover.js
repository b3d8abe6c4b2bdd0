/**
 * A canvas that covers the map, and stays where it was drawn while the map is moved. While the map is scaled it is stretched with
 * the map, or, where what it shows keeps its size, drawn for every frame. It is drawn again when the map comes to rest or shows
 * what was not drawn.
 */

import * as L from 'leaflet/dist/leaflet-src.esm.js';

/** How much more than the map is drawn on each side, so that moving it shows no empty edge. */
export const BEYOND = 0.12;
/** On paper, and on a picture, a pixel of the screen is drawn as so many. */
const SHARP = 2;
/** As long as Leaflet takes to scale the map (ms). */
const FLIGHT_MS = 250;

/**
 * @param {L.Map} map @param {string} pane
 * @param {() => boolean} draw everything anew; false where there is nothing, so that the canvas takes no memory
 * @param {{led?: boolean, sized?: boolean}} [how] `led`: its owner sees to it that it is drawn again where the map is moved to;
 *   `sized`: what it shows keeps its size while the map is scaled
 */
export function coverCanvas(map, pane, draw, how = {}) {
  const canvas = document.createElement('canvas');
  canvas.className = 'cover-canvas leaflet-zoom-animated';
  canvas.setAttribute('aria-hidden', 'true');
  // Nothing is drawn before the map has its place, as when a sheet is opened to be printed.
  canvas.width = 0;
  map.getPane(pane)?.append(canvas);
  const brush = canvas.getContext('2d');
  const cover = { canvas, brush, scale: 1, corner: L.point(0, 0), place, pixelOf };
  let [width, height, zoom, least] = [0, 0, 0, 1];
  let placed = L.latLng(0, 0);
  let zooming = false;
  /** From one scale to another, and how far it has come (0–1). @type {{from: Scale, to: Scale, share: number} | null} */
  let flight = null;

  /** @typedef {{zoom: number, origin: L.Point}} Scale */

  /** A place on the canvas, in its pixels. @param {number} lon @param {number} lat @returns {[number, number]} */
  function pixelOf(lon, lat) {
    const at = flight ? onTheWay(flight, lon, lat) : map.latLngToLayerPoint([lat, lon]);
    return [Math.round((at.x - cover.corner.x) * cover.scale), Math.round((at.y - cover.corner.y) * cover.scale)];
  }

  /** @param {NonNullable<typeof flight>} flight @param {number} lon @param {number} lat */
  function onTheWay({ from, to, share }, lon, lat) {
    const at = (/** @type {Scale} */ { zoom: scale, origin }) => map.project([lat, lon], scale).subtract(origin);
    const [before, after] = [at(from), at(to)];
    return before.add(after.subtract(before).multiplyBy(share));
  }

  /** Draws every frame of the way to another scale. @param {Scale} to */
  function fly(to) {
    const begin = performance.now();
    const mine = { from: { zoom: map.getZoom(), origin: map.getPixelOrigin() }, to, share: 0 };
    flight = mine;
    const step = () => {
      if (flight !== mine) return;
      mine.share = eased(Math.min(1, (performance.now() - begin) / FLIGHT_MS));
      brush?.clearRect(0, 0, canvas.width, canvas.height);
      if (canvas.width > 0) draw();
      if (mine.share < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** Where the map is now. */
  function place() {
    flight = null;
    const size = map.getSize();
    cover.scale = Math.max(least, window.devicePixelRatio || 1);
    cover.corner = map.containerPointToLayerPoint(size.multiplyBy(-BEYOND)).round();
    zoom = map.getZoom();
    placed = map.layerPointToLatLng(cover.corner);
    [width, height] = [Math.round(size.x * (1 + 2 * BEYOND)), Math.round(size.y * (1 + 2 * BEYOND))];
    L.DomUtil.setTransform(canvas, cover.corner, 1);
    // Another size empties it, and so does the same.
    canvas.width = Math.round(width * cover.scale);
    canvas.height = Math.round(height * cover.scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    if (!draw()) [canvas.width, canvas.height] = [0, 0];
  }

  /** What Leaflet's places on the map will be counted from. @param {L.LatLng} centre @param {number} to zoom */
  const originAt = (centre, to) =>
    map
      .project(centre, to)
      .subtract(map.getSize().divideBy(2))
      .add(L.DomUtil.getPosition(map.getPanes().mapPane))
      .round();

  /** Stretched to how the map will be. @param {L.LatLng} centre @param {number} to zoom */
  function stretch(centre, to) {
    const origin = originAt(centre, to);
    L.DomUtil.setTransform(canvas, map.project(placed, to).subtract(origin), map.getZoomScale(to, zoom));
  }

  map.on('zoomanim', (event) => {
    zooming = true;
    if (how.sized) fly({ zoom: event.zoom, origin: originAt(event.center, event.zoom) });
    else stretch(event.center, event.zoom);
  });
  map.on('zoom', () => {
    if (zooming) return;
    if (how.sized) place();
    else stretch(map.getCenter(), map.getZoom());
  });
  /** Whether all that is in sight was drawn. */
  function covers() {
    if (zooming || map.getZoom() !== zoom) return true;
    const from = map.containerPointToLayerPoint([0, 0]).subtract(cover.corner);
    const to = map.containerPointToLayerPoint(map.getSize()).subtract(cover.corner);
    return from.x >= 0 && from.y >= 0 && to.x <= width && to.y <= height;
  }
  map.on('moveend', () => (zooming = false));
  if (!how.led) {
    map.on('move', () => covers() || place());
    map.on('moveend', place);
  }
  /** @param {boolean} on */
  function sharpen(on) {
    if (width === 0 || canvas.width === 0) return;
    least = on ? SHARP : 1;
    place();
  }
  window.addEventListener('beforeprint', () => sharpen(true));
  window.addEventListener('afterprint', () => sharpen(false));

  return Object.assign(cover, { sharpen, covers });
}

/** As Leaflet's style sheet lets the map be scaled, cubic-bezier(0, 0, 0.25, 1). @param {number} time 0–1 */
function eased(time) {
  const along = (/** @type {number} */ t, /** @type {number} */ control) => 3 * (1 - t) * t * t * control + t * t * t;
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 12; turn += 1) {
    const middle = (low + high) / 2;
    if (along(middle, 0.25) < time) low = middle;
    else high = middle;
  }
  return time === 1 ? 1 : along(high, 1);
}

/** @typedef {ReturnType<typeof coverCanvas>} Cover */
