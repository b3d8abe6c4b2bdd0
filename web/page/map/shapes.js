/** What an answer adds to the map: reaches, hubs, sites, cells. Each has a style of `shapes.css`. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { h, symbol } from '../dom.js';

/** @typedef {import('../model.js').Shape} Shape */

/**
 * @typedef {object} Tools
 * @property {L.Renderer} renderer of areas, circles and lines
 * @property {string} pane of spots
 * @property {string | null} chosen key of the chosen item
 * @property {(key: string) => void} choose an item
 * @property {(key: string | null) => void} point at an item
 */

/** @param {L.LayerGroup} group @param {Shape[]} shapes @param {Tools} tools */
export function drawShapes(group, shapes, tools) {
  group.clearLayers();
  for (const shape of shapes) layerOf(shape, tools).addTo(group);
}

/** Points that a circle is fitted by. */
const AROUND = 16;
const METRES_PER_DEGREE = 111_320;

/** What a shape covers, for fitting the map to it. @param {Shape} shape @returns {GeoJSON.Position[]} */
export function cornersOfShape(shape) {
  if (shape.kind === 'line') return [shape.from, shape.to];
  if (shape.kind === 'area') return boxOf(shape.feature);
  const { lon, lat } = shape;
  if (shape.kind === 'spot') return [[lon, lat]];
  const high = shape.radiusM / METRES_PER_DEGREE;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: AROUND + 1 }, (_, index) => {
    const angle = (2 * Math.PI * index) / AROUND;
    return [lon + wide * Math.cos(angle), lat + high * Math.sin(angle)];
  });
}

/** @param {GeoJSON.Feature} feature @returns {GeoJSON.Position[]} */
function boxOf(feature) {
  const bounds = L.geoJSON(feature).getBounds();
  if (!bounds.isValid()) return [];
  return [bounds.getSouthWest(), bounds.getSouthEast(), bounds.getNorthEast(), bounds.getNorthWest()].map(
    ({ lng, lat }) => [lng, lat],
  );
}

/** @param {Shape} shape @param {Tools} tools @returns {L.Layer} */
function layerOf(shape, tools) {
  if (shape.kind === 'spot') return spot(shape, tools);
  const chosen = shape.key !== undefined && shape.key === tools.chosen;
  const path = {
    renderer: tools.renderer,
    interactive: shape.key !== undefined,
    className: `shape shape-${shape.style}${chosen ? ' shape-chosen' : ''}`,
    fill: shape.kind !== 'line',
  };
  const layer =
    shape.kind === 'circle'
      ? L.circle([shape.lat, shape.lon], { ...path, radius: shape.radiusM })
      : shape.kind === 'line'
        ? L.polyline([place(shape.from), place(shape.to)], path)
        : L.geoJSON(shape.feature, { interactive: path.interactive, style: path });
  return pressable(layer, shape, tools);
}

/** @param {GeoJSON.Position} position @returns {[number, number]} */
const place = ([lon = 0, lat = 0]) => [lat, lon];

/** @param {Extract<Shape, {kind: 'spot'}>} shape @param {Tools} tools */
function spot(shape, tools) {
  const chosen = shape.key !== undefined && shape.key === tools.chosen;
  const content = h(
    'span',
    { class: `spot spot-${shape.style}` },
    shape.group !== undefined && symbol(shape.group),
    shape.text !== undefined && h('span', { class: 'spot-text' }, shape.text),
  );
  const marker = L.marker([shape.lat, shape.lon], {
    icon: L.divIcon({ className: `spot-place${chosen ? ' spot-chosen' : ''}`, html: content, iconSize: [34, 34] }),
    keyboard: shape.key !== undefined,
    interactive: shape.key !== undefined,
    pane: tools.pane,
    riseOnHover: true,
    // Above the symbols of places, that stand in the same pane.
    zIndexOffset: 1000,
  });
  marker.on('add', () => {
    const element = marker.getElement();
    element?.setAttribute('aria-label', shape.title);
    element?.setAttribute('title', shape.title);
    element?.setAttribute('role', shape.key === undefined ? 'img' : 'button');
    const { key } = shape;
    if (key === undefined) return;
    element?.addEventListener('focus', () => tools.point(key));
    element?.addEventListener('blur', () => tools.point(null));
  });
  return pressable(marker, shape, tools);
}

/** @template {L.Layer} T @param {T} layer @param {Shape} shape @param {Tools} tools @returns {T} */
function pressable(layer, shape, tools) {
  const { key } = shape;
  if (key === undefined) return layer;
  layer.on('click', () => tools.choose(key));
  layer.on('mouseover', () => tools.point(key));
  layer.on('mouseout', () => tools.point(null));
  return layer;
}
