/** Where to put the map so that its subject lies in the room that the cards leave free. Pure: points and boxes in, a place out. */

/** @typedef {import('./labels.js').Box} Box */
/** A point of the subject, and how much it weighs beside the others. @typedef {{x: number, y: number, weight?: number}} Spot */

const MARGIN = 14;
const ZOOM_STEP = 0.25;
const SHIFTS = 12;

/**
 * The largest scale at which the points are free, and the place of the map's middle.
 * @param {Spot[][]} parts of the subject, each of which has to be free: points in pixels at zoom 0 @param {Box[]} cards in pixels of the map @param {{x: number, y: number}} size of the map
 * @param {{least: number, most: number, hidden: number}} limits of the zoom, and the share of a part's weight that may lie
 *   under a card
 * @returns {{zoom: number, centre: Spot}} centre in pixels at zoom 0
 */
export function fitFree(parts, cards, size, limits) {
  const points = parts.flat();
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  for (let zoom = limits.most; zoom >= limits.least; zoom -= ZOOM_STEP) {
    const scale = 2 ** zoom;
    const [spareX, spareY] = [
      size.x - 2 * MARGIN - (right - left) * scale,
      size.y - 2 * MARGIN - (bottom - top) * scale,
    ];
    if (spareX < 0 || spareY < 0) continue;
    const seen = parts.map((part) => ({
      spots: part.map((point) => ({
        x: (point.x - middle.x) * scale + size.x / 2,
        y: (point.y - middle.y) * scale + size.y / 2,
        weight: point.weight ?? 1,
      })),
      most: limits.hidden * part.reduce((sum, { weight = 1 }) => sum + weight, 0),
    }));
    const best = shifts(spareX, spareY).find((shift) =>
      seen.every(({ spots, most }) => !hides(spots, shift, cards, most)),
    );
    if (best) return { zoom, centre: { x: middle.x - best.x / scale, y: middle.y - best.y / scale } };
  }
  return { zoom: limits.least, centre: middle };
}

/** Ways to move within the spare room, the shortest first. @param {number} spareX @param {number} spareY */
function shifts(spareX, spareY) {
  const out = [];
  for (let i = -SHIFTS; i <= SHIFTS; i += 1) {
    for (let j = -SHIFTS; j <= SHIFTS; j += 1) {
      const x = (i / SHIFTS) * (spareX / 2);
      const y = (j / SHIFTS) * (spareY / 2);
      out.push({ x, y, length: Math.hypot(x, y) });
    }
  }
  return out.sort((a, b) => a.length - b.length);
}

/** Whether cards lie over more than may be. @param {Spot[]} spots @param {Spot} shift @param {Box[]} cards @param {number} most */
function hides(spots, shift, cards, most) {
  let count = 0;
  for (const spot of spots) {
    const x = spot.x + shift.x;
    const y = spot.y + shift.y;
    for (const { left, right, top, bottom } of cards) {
      if (x <= left - MARGIN || x >= right + MARGIN || y <= top - MARGIN || y >= bottom + MARGIN) continue;
      count += spot.weight ?? 1;
      break;
    }
    if (count > most) return true;
  }
  return false;
}

/** @param {GeoJSON.Polygon | GeoJSON.MultiPolygon | GeoJSON.LineString} geometry @returns {GeoJSON.Position[][]} */
export function linesOf(geometry) {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(1);
}

/**
 * Points along lines, evenly far apart, so that a long straight border counts as much as a crooked one. Together those of a line weigh as
 * much as what it encloses: a speck may lie under a card where the whole city would be smaller for it.
 * @param {GeoJSON.Position[][]} lines @param {number} most points, about @returns {{lon: number, lat: number, weight: number}[]}
 */
export function alongLines(lines, most) {
  const lengths = lines.map((line) => line.slice(1).map((to, index) => apart(line[index] ?? to, to)));
  const step = lengths.flat().reduce((sum, length) => sum + length, 0) / most;
  const encloses = lines.some((line) => enclosed(line) > 0);
  return lines.flatMap((line, which) => {
    const out = line.slice(0, 1);
    let left = step;
    for (const [index, length] of (lengths[which] ?? []).entries()) {
      const [from = [], to = []] = [line[index], line[index + 1]];
      let gone = 0;
      while (step > 0 && length - gone >= left) {
        gone += left;
        left = step;
        const part = gone / length;
        out.push([0, 1].map((axis) => (from[axis] ?? 0) + part * ((to[axis] ?? 0) - (from[axis] ?? 0))));
      }
      left -= length - gone;
    }
    const weight = encloses ? enclosed(line) / out.length : 1;
    return out.map(([lon = 0, lat = 0]) => ({ lon, lat, weight }));
  });
}

/** @param {GeoJSON.Position} a @param {GeoJSON.Position} b */
const apart = ([x = 0, y = 0], [toX = 0, toY = 0]) => Math.hypot((toX - x) * Math.cos((y * Math.PI) / 180), toY - y);

/** What a line encloses, in square degrees. @param {GeoJSON.Position[]} line */
function enclosed(line) {
  const [x0 = 0, y0 = 0] = line[0] ?? [];
  let twice = 0;
  line.forEach(([x = 0, y = 0], index) => {
    const [toX = 0, toY = 0] = line[(index + 1) % line.length] ?? [];
    twice += (x - x0) * (toY - y0) - (toX - x0) * (y - y0);
  });
  return Math.abs(twice) / 2;
}
