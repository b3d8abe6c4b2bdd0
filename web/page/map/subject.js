/** What the map is about, and so has to lie in the room that the cards leave free. */

import { isNarrow } from '../dom.js';
import { cornersOfShape } from './shapes.js';
import { linesOf } from './fit.js';
import { hasManyAreas } from '../many.js';

/** @typedef {import('../model.js').City} City */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Shape} Shape */
/** @typedef {import('./map.js').Shown} Shown */

/** The built-up city: residents per hectare. */
const URBAN = 10;
/** Classes that say nothing of an area. */
const SILENT = new Set(['plain', 'barely', 'water', 'unknown']);
/** The scale of the map is at most this: around something small its surroundings stay in sight. */
const MOST = { area: 16, item: 15 };

/**
 * @param {City} city @param {Shown | null} shown @param {() => [number, number, number, number]} extent of the city
 * @returns {{parts: GeoJSON.Position[][][], most: number}} lines of each part, and how large it is shown at most
 */
export function subjectOf(city, shown, extent) {
  const { item, programme } = shown?.context.state ?? { item: null, programme: null };
  const shapes = shown?.answer.shapes ?? [];
  const chosen = item === null ? [] : shapes.filter((shape) => shape.key === item);
  if (chosen.length > 0) return { parts: [chosen.map(cornersOfShape)], most: MOST.item };
  const pair = shown?.overlaps.find((one) => one.id === item);
  if (pair) return { parts: [linesOf(pair.geometry)], most: MOST.item };
  const area = shown?.sheet ?? city.programmes.find(({ properties }) => properties.code === programme);
  if (area) return { parts: [linesOf(area.geometry)], most: MOST.area };
  if (hasManyAreas(city)) return { parts: [[frameOf(extent())]], most: MOST.area };
  const drawn = [...shapes, ...(shown?.answer.fits ?? [])].filter((shape) => shape.kind !== 'area');
  return { parts: [answered(city, shown), drawn.map(coveredBy)], most: MOST.area };
}

/** On a phone the places have to be free, not all of their reach: the city would be too small to touch. @param {Shape} shape */
const coveredBy = (shape) => (shape.kind === 'circle' && isNarrow() ? [[shape.lon, shape.lat]] : cornersOfShape(shape));

/** The areas that the answer says something of; before there is one, the built-up city. @param {City} city @param {Shown | null} shown */
function answered({ neighbourhoods }, shown) {
  const coloured = neighbourhoods.filter(
    ({ properties }) => !SILENT.has(shown?.answer.classOf.get(properties.code) ?? 'plain'),
  );
  const urban = neighbourhoods.filter(
    ({ properties }) => (properties.residents ?? 0) > URBAN * 100 * (properties.landKm2 ?? properties.areaKm2),
  );
  const areas = [coloured, urban, neighbourhoods].find((some) => some.length > 0) ?? [];
  return areas.flatMap((area) => linesOf(area.geometry));
}

/** @param {[number, number, number, number]} extent @returns {GeoJSON.Position[]} */
const frameOf = ([west, south, east, north]) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
