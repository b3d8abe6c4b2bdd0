/**
 * The areas of a country on one canvas: the ground, the neighbourhoods in the colour of their class, and the borders of districts.
 * How a class looks is read from the style sheet. A change draws only the part where something changed.
 */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { indexOf } from '../area-index.js';
import { svg } from '../dom.js';
import { ground } from '../model.js';
import { coverCanvas } from './cover.js';
import { hatch } from './picture.js';

/** @typedef {import('../model.js').City} City */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {{fill: string | CanvasPattern | null, fillOpacity: number, stroke: string | null, strokeOpacity: number, width: number}} Style */

/** Corners that lie closer together than this on the screen are left out (pixels). */
const FINENESS = 0.8;
/** Each level of fineness is for so many steps of zoom. */
const LEVEL = 2;
const TILE = 256;
/** Smaller areas get no outline of their own: it would be all that is seen (pixels). */
const LEAST_OUTLINED = 12;

/** From the world to the canvas, and what is seen of the world. @typedef {{factor: number, left: number, top: number, sight: Ring['box']}} Place */

/**
 * A ring in the web map's square of 256 pixels at zoom 0; corners are x, y, x, y …
 * @typedef {object} Ring
 * @property {Float64Array} whole
 * @property {[number, number, number, number]} box left, top, right, bottom
 * @property {number} level how fine `corners` are
 * @property {Float64Array} corners
 */

/** @param {Area} area @returns {Ring[]} */
function ringsOf({ geometry }) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().map((ring) => {
    const whole = new Float64Array(ring.length * 2);
    const box = /** @type {Ring['box']} */ ([Infinity, Infinity, -Infinity, -Infinity]);
    ring.forEach(([lon = 0, lat = 0], index) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      const x = TILE * (lon / 360 + 0.5);
      const y = TILE * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
      whole[2 * index] = x;
      whole[2 * index + 1] = y;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    });
    return { whole, box, level: -1, corners: whole };
  });
}

/** Without corners that lie nearly on the one before. @param {Float64Array} ring @param {number} least */
function coarser(ring, least) {
  const out = [];
  let [x, y] = [Infinity, Infinity];
  for (let at = 0; at < ring.length; at += 2) {
    const [nextX = 0, nextY = 0] = [ring[at], ring[at + 1]];
    if (at > 0 && Math.abs(nextX - x) < least && Math.abs(nextY - y) < least) continue;
    out.push(nextX, nextY);
    [x, y] = [nextX, nextY];
  }
  return out.length < 6 ? ring.slice(0, 6) : Float64Array.from(out);
}

/** @param {L.Map} map @param {{choose: (area: Area) => void, point: (area: Area | null) => void}} handlers */
export function areaCanvas(map, handlers) {
  const element = map.getContainer();
  const cover = coverCanvas(map, 'areas', draw, { led: true });
  const probe = svg('path', {});
  const sheet = svg('svg', { class: 'area-probe', 'aria-hidden': 'true' }, probe);
  /** @type {Map<string, Style>} */
  const styles = new Map();
  /** @type {Area[]} */
  let areas = [];
  /** @type {Area[]} */
  let districts = [];
  /** @type {Map<string, number>} */
  let places = new Map();
  /** @type {string[]} class of the style sheet of each */
  let looks = [];
  /** @type {string[]} */
  let grounds = [];
  /** @type {Map<Area, Ring[]>} */
  let shapes = new Map();
  /** In the web map's square. */
  let meanWidth = 0;
  let due = false;
  /** @type {Area | null} */
  let pointed = null;

  /** Draws all of it once, before the next frame is shown, however often that is asked. */
  function soon() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => due && place());
  }

  function place() {
    due = false;
    cover.place();
  }

  /** @param {string} look @returns {Style} */
  function styleOf(look) {
    const known = styles.get(look);
    if (known) return known;
    if (!sheet.isConnected) map.getPane('areas')?.append(sheet);
    probe.setAttribute('class', look);
    const seen = getComputedStyle(probe);
    const paint = (/** @type {string} */ value) => (value === 'none' || value === '' ? null : value);
    const style = {
      fill: seen.fill.startsWith('url') && cover.brush ? hatch(cover.brush) : paint(seen.fill),
      fillOpacity: Number(seen.fillOpacity || 1),
      stroke: paint(seen.stroke),
      strokeOpacity: Number(seen.strokeOpacity || 1),
      width: look.startsWith('area ') && !look.includes('area-sheet') ? 0.7 : Number.parseFloat(seen.strokeWidth) || 1,
    };
    styles.set(look, style);
    return style;
  }

  /** What may be seen of an area, as fine as the scale needs. @param {Area} area @param {Place} place */
  function pathOf(area, { factor, left, top, sight }) {
    const level = Math.ceil(map.getZoom() / LEVEL) * LEVEL;
    const rings = shapes.get(area) ?? ringsOf(area);
    shapes.set(area, rings);
    const path = new Path2D();
    for (const ring of rings) {
      const { box, whole } = ring;
      if (box[0] > sight[2] || box[2] < sight[0] || box[1] > sight[3] || box[3] < sight[1]) continue;
      if (ring.level !== level) {
        ring.corners = coarser(whole, FINENESS / 2 ** level);
        ring.level = level;
      }
      const { corners } = ring;
      path.moveTo((corners[0] ?? 0) * factor - left, (corners[1] ?? 0) * factor - top);
      for (let at = 2; at < corners.length; at += 2)
        path.lineTo((corners[at] ?? 0) * factor - left, (corners[at + 1] ?? 0) * factor - top);
      path.closePath();
    }
    return path;
  }

  /** One area: filling many in one path takes far longer. @param {Style} style @param {Path2D} path @param {boolean} outlined */
  function paint({ fill, fillOpacity, stroke, strokeOpacity, width }, path, outlined) {
    const { brush } = cover;
    if (!brush) return;
    if (fill !== null && fillOpacity > 0) {
      brush.globalAlpha = fillOpacity;
      brush.fillStyle = fill;
      brush.fill(path, 'evenodd');
    }
    if (!outlined || stroke === null || strokeOpacity === 0) return;
    brush.globalAlpha = strokeOpacity;
    brush.strokeStyle = stroke;
    brush.lineWidth = width * cover.scale;
    brush.stroke(path);
  }

  /** @param {[number, number, number, number]} box west, south, east, north of what is drawn */
  function drawIn(box) {
    const { brush } = cover;
    if (!brush) return;
    const origin = map.getPixelOrigin().add(cover.corner);
    const [from, to] = [map.project([box[3], box[0]], 0), map.project([box[1], box[2]], 0)];
    /** @type {Place} */
    const at = {
      factor: 2 ** map.getZoom() * cover.scale,
      left: origin.x * cover.scale,
      top: origin.y * cover.scale,
      sight: [from.x, from.y, to.x, to.y],
    };
    const outlined = meanWidth * 2 ** map.getZoom() >= LEAST_OUTLINED;
    for (const index of indexOf(areas).touching(box)) {
      const area = areas[index];
      if (!area) continue;
      const path = pathOf(area, at);
      const style = styleOf(looks[index] ?? '');
      // Ground that is wholly covered is not seen.
      if (style.fill === null || style.fillOpacity < 1) paint(styleOf(grounds[index] ?? ''), path, false);
      paint(style, path, outlined);
    }
    const border = { ...styleOf('district-line'), fill: null, width: outlined ? 3 : 1 };
    for (const index of indexOf(districts).touching(box)) {
      const district = districts[index];
      if (district) paint(border, pathOf(district, at), true);
    }
    brush.globalAlpha = 1;
  }

  function draw() {
    if (areas.length === 0) return false;
    styles.clear();
    const { x, y } = cover.corner;
    const from = map.layerPointToLatLng([x, y]);
    const to = map.layerPointToLatLng([x + cover.canvas.clientWidth, y + cover.canvas.clientHeight]);
    drawIn([from.lng, to.lat, to.lng, from.lat]);
    return true;
  }

  /** Draws again where areas changed. @param {number[]} changed */
  function redraw(changed) {
    const { brush } = cover;
    if (!brush || due || cover.canvas.width === 0 || changed.length === 0) return;
    const boxes = indexOf(areas).boxes;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const at of changed) {
      const box = boxes[at];
      if (!box) continue;
      [west, south] = [Math.min(west, box[0]), Math.min(south, box[1])];
      [east, north] = [Math.max(east, box[2]), Math.max(north, box[3])];
    }
    const [left, top] = cover.pixelOf(west, north);
    const [right, bottom] = cover.pixelOf(east, south);
    const edge = 4 * cover.scale;
    const { width, height } = cover.canvas;
    const [x, y] = [Math.max(0, left - edge), Math.max(0, top - edge)];
    const [wide, high] = [Math.min(width, right + edge) - x, Math.min(height, bottom + edge) - y];
    if (wide <= 0 || high <= 0) return;
    brush.save();
    brush.beginPath();
    brush.rect(x, y, wide, high);
    brush.clip();
    brush.clearRect(x, y, wide, high);
    const corner = (/** @type {number} */ atX, /** @type {number} */ atY) =>
      map.layerPointToLatLng([cover.corner.x + atX / cover.scale, cover.corner.y + atY / cover.scale]);
    const [from, to] = [corner(x, y), corner(x + wide, y + high)];
    drawIn([from.lng, to.lat, to.lng, from.lat]);
    brush.restore();
  }

  /** The area below the hand, where nothing lies above it. @param {MouseEvent} event */
  function areaAt(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest('.leaflet-marker-icon, .leaflet-interactive')) return null;
    const { lat, lng } = map.mouseEventToLatLng(event);
    return indexOf(areas).at(lng, lat) ?? null;
  }

  /** @param {Area | null} area */
  function point(area) {
    if (area === pointed) return;
    pointed = area;
    handlers.point(area);
  }

  return {
    /** Whether they are drawn here. */
    on: () => areas.length > 0,
    /** Those whose boxes touch what is in sight. */
    inSight() {
      const bounds = map.getBounds();
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      return indexOf(areas)
        .touching(/** @type {[number, number, number, number]} */ (box))
        .flatMap((at) => areas[at] ?? []);
    },
    /** @param {City} city */
    set(city) {
      ({ neighbourhoods: areas, districts } = city);
      places = new Map(areas.map((area, index) => [area.properties.code, index]));
      grounds = areas.map(({ properties }) => `ground ground-${ground(properties) ?? 'land'}`);
      looks = areas.map(() => 'area area-plain');
      shapes = new Map();
      map.getPane('areas')?.style.setProperty('pointer-events', 'none');
      element.style.cursor = 'pointer';
      element.addEventListener('pointermove', (event) => {
        if (event.pointerType === 'mouse' && event.buttons === 0) point(areaAt(event));
      });
      element.addEventListener('pointerleave', () => point(null));
      map.on('click', ({ originalEvent }) => {
        const area = areaAt(originalEvent);
        if (area) handlers.choose(area);
      });
      const boxes = indexOf(areas).boxes;
      meanWidth = (boxes.reduce((sum, [west, , east]) => sum + east - west, 0) / boxes.length) * (TILE / 360);
      map.on('moveend', soon);
      map.on('move', () => cover.covers() || soon());
      soon();
    },
    /** @param {Map<string, string>} classOf @param {import('./areas.js').Looks} lookOf @param {Iterable<string>} [codes] */
    colour(classOf, lookOf, codes) {
      const changed = [];
      for (const code of codes ?? places.keys()) {
        const at = places.get(code);
        if (at === undefined) continue;
        const { name, dim, aside } = lookOf(code, classOf.get(code) ?? 'plain');
        const look = `area${aside ? ' aside' : ''} area-${name}${dim ? ' dim' : ''}`;
        if (looks[at] === look) continue;
        looks[at] = look;
        changed.push(at);
      }
      if (codes) redraw(changed);
      else if (changed.length > 0) soon();
    },
    again: soon,
    /** @param {boolean} on */
    sharpen(on) {
      due = false;
      cover.sharpen(on);
    },
  };
}
