/** The map: the only module that touches Leaflet. It draws what it is given and tells what is pointed at and chosen. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { h, isNarrow } from '../dom.js';
import { corners, fitFree } from './fit.js';
import { labelPoint, placeLabels } from './labels.js';
import { BACKGROUND } from './services.js';
import { cornersOfShape, drawShapes } from './shapes.js';
import { pinAddress, ringFacilities } from './spots.js';
import { dotCanvas } from './dot-canvas.js';
import { makeProposals } from './proposals.js';
import { GLYPH_ZOOM, SEE_THROUGH_ZOOM, placesToDraw } from './places.js';
import { ground, mayBeHouseholds } from '../model.js';
import { dotValue, dots } from '../panels/gaps.js';

/** @typedef {import('../model.js').City} City */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('./labels.js').Box} Box */

const MAX_ZOOM = 18;
/** Half the size of a spot, in pixels. */
const SPOT = 13;
const TABBABLE = 50;
/** The built-up city, that the map fits: residents per hectare. */
const URBAN = 10;
const MOST_FIT_POINTS = 300;

/**
 * @typedef {object} MapHandlers
 * @property {(code: string) => void} choose an area
 * @property {(key: string) => void} chooseItem an item of the list that is no area
 * @property {(code: string | null) => void} point at an area, or at an item
 * @property {(facilities: Facility[], anchor: HTMLElement) => void} open one facility, or those on one spot
 * @property {(view: {zoom: number, lat: number, lon: number}) => void} moved by the reader
 * @property {(attribution: string[]) => void} attribution changed
 * @property {() => Box[]} cards that float on the map, in its pixels
 * @property {(facilities: Facility[]) => string} name what a symbol stands for
 */

/**
 * @typedef {object} Shown
 * @property {Context} context
 * @property {Answer} answer
 * @property {Area | null} sheet the area whose sheet is open
 * @property {Set<string> | null} facilities ids of those that are shown; null: all
 * @property {Overlap[]} overlaps
 */

/** @param {HTMLElement} element @param {MapHandlers} handlers */
export function makeMap(element, handlers) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 90,
    maxZoom: MAX_ZOOM,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  pane('ground', 350, false);
  pane('areas', 400);
  pane('dots', 420, false);
  pane('lines', 440, false);
  pane('shapes', 445);
  pane('small', 550);
  pane('labels', 560, false);
  const dotRenderer = L.canvas({ pane: 'dots', padding: 0.3 });
  const people = dotCanvas(map, 'dots');
  const areaSvg = L.svg({ pane: 'areas', padding: 0.5 });
  const lineSvg = L.svg({ pane: 'lines', padding: 0.5 });
  const shapeSvg = L.svg({ pane: 'shapes', padding: 0.5 });
  const groundSvg = L.svg({ pane: 'ground', padding: 1 });
  const groundLayer = L.layerGroup().addTo(map);
  const lineLayer = L.layerGroup().addTo(map);
  const dotLayer = L.layerGroup().addTo(map);
  const overlayLayer = L.layerGroup().addTo(map);
  const shapeLayer = L.layerGroup().addTo(map);
  const symbolLayer = L.layerGroup().addTo(map);
  const labelLayer = L.layerGroup().addTo(map);

  const proposals = makeProposals(map, { renderer: shapeSvg, cards: handlers.cards, changed: drawLabels });

  /** @type {Map<string, L.Path & L.Layer>} */
  const areaLayers = new Map();
  /** @type {City | null} */
  let city = null;
  /** @type {Shown | null} */
  let shown = null;
  /** @type {unknown} */
  let drawnGaps = null;
  /** @type {string | null} */
  let marked = null;
  let fitting = false;
  /** @type {Box[]} */
  let symbolBoxes = [];

  /** @param {string} name @param {number} level @param {boolean} [hit] */
  function pane(name, level, hit = true) {
    const made = map.createPane(name);
    made.style.zIndex = String(level);
    if (!hit) made.style.pointerEvents = 'none';
  }

  const background = L.tileLayer(BACKGROUND.url, {
    minZoom: BACKGROUND.minZoom,
    maxNativeZoom: BACKGROUND.maxNativeZoom,
    maxZoom: MAX_ZOOM,
  });
  let seen = false;
  background.on('tileload', () => {
    if (seen) return;
    seen = true;
    tilesChanged();
  });
  background.on('tileerror', () => {
    if (!seen) background.remove();
  });
  background.on('remove', tilesChanged);
  window.addEventListener('online', () => background.addTo(map));

  function tilesChanged() {
    const on = seen && map.hasLayer(background);
    element.dataset.tiles = on ? 'on' : 'off';
    handlers.attribution(on ? [BACKGROUND.attribution] : []);
    scaleChanged();
  }

  function scaleChanged() {
    element.dataset.near = String(map.getZoom() > SEE_THROUGH_ZOOM);
  }

  map.on('zoomend', scaleChanged);
  map.on('moveend', () => {
    drawSymbols();
    drawLabels();
    if (fitting) return;
    const { lat, lng } = map.getCenter();
    handlers.moved({ zoom: map.getZoom(), lat, lon: lng });
  });

  /** The area that a neighbourhood stands for at the level of the list. @param {Area} area */
  function standsFor(area) {
    const level = shown?.context.state.level;
    return level === 'neighbourhoods' || shown?.sheet
      ? area.properties.code
      : (area.properties.parentCode ?? area.properties.code);
  }

  /** @param {City} loaded */
  function setCity(loaded) {
    city = loaded;
    const [west, south, east, north] = loaded.info.extent ?? extentOf(loaded.neighbourhoods);
    run(() =>
      map.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        { animate: false },
      ),
    );
    for (const area of loaded.neighbourhoods) {
      const base = L.geoJSON(area, {
        interactive: false,
        style: { renderer: groundSvg, className: `ground ground-${ground(area.properties) ?? 'land'}`, weight: 1 },
      });
      base.addTo(groundLayer);
      L.geoJSON(area, {
        style: { renderer: areaSvg, className: 'area area-plain', weight: 0.7 },
        onEachFeature: (_, layer) => {
          areaLayers.set(area.properties.code, /** @type {L.Path} */ (layer));
          layer.on('mouseover', () => proposals.busy() || handlers.point(standsFor(area)));
          layer.on('mouseout', () => proposals.busy() || handlers.point(null));
          layer.on('click', () => proposals.busy() || handlers.choose(standsFor(area)));
        },
      }).addTo(map);
    }
    for (const district of loaded.districts) {
      L.geoJSON(district, {
        interactive: false,
        style: { renderer: lineSvg, className: 'district-line', weight: 3, fill: false },
      }).addTo(map);
    }
    background.addTo(map);
    tilesChanged();
    fit();
  }

  /** @param {Shown} next */
  function show(next) {
    const before = shown;
    shown = next;
    if (!city) return;
    const { answer, context, sheet } = next;
    const { state } = context;
    element.dataset.sheet = String(sheet !== null);
    if (sheet || !answer.ownPlaces) {
      proposals.clear();
      people.set([], { radius: 0, colour: '' });
    }
    colour(answer.classOf, areaLayers.keys());
    drawDots();
    drawLines();
    drawShapes(shapeLayer, shapesOf(next), {
      renderer: shapeSvg,
      pane: 'markerPane',
      chosen: state.item,
      choose: handlers.chooseItem,
      point: handlers.point,
    });
    drawSymbols();
    pinAddress(atLayer, state.at);
    drawLabels();
    mark(marked);
    const subject = (/** @type {Shown | null} */ of) =>
      of && [of.sheet?.properties.code, of.context.state.programme, of.context.state.item].join();
    if (before === null && state.view)
      run(() => map.setView([state.view?.lat ?? 0, state.view?.lon ?? 0], state.view?.zoom, { animate: false }));
    else if (state.view === null) refit(subject(before) !== subject(next));
    else if (!closeTo(state.view))
      run(() => map.setView([state.view?.lat ?? 0, state.view?.lon ?? 0], state.view?.zoom));
  }

  /** Gives areas their class: all of them, or those that change. @param {Map<string, string>} classOf @param {Iterable<string>} [codes] */
  function colour(classOf, codes = classOf.keys()) {
    if (!shown || !city) return;
    const { context, sheet } = shown;
    const { state } = context;
    const insideSheet = sheet ? membersOf(sheet) : null;
    const insideProgramme = state.programme === null ? undefined : city.members.get(state.programme);
    for (const code of codes) {
      const path = /** @type {SVGPathElement | undefined} */ (areaLayers.get(code)?.getElement());
      if (!path) continue;
      const name = classOf.get(code) ?? 'plain';
      const dim = (state.only !== null && name !== state.only) || (insideSheet !== null && !insideSheet.has(code));
      const aside = insideProgramme && !sheet && !insideProgramme.has(code);
      path.setAttribute(
        'class',
        `leaflet-interactive area${aside ? ' aside' : ''} area-${sheet && name !== 'barely' && name !== 'water' ? 'sheet' : name}${dim ? ' dim' : ''}`,
      );
    }
  }

  /** @param {Shown} of */
  const shapesOf = (of) => of.answer.shapes ?? [];

  /** @param {{zoom: number, lat: number, lon: number}} view */
  const closeTo = (view) =>
    Math.abs(map.getCenter().lat - view.lat) < 1e-4 &&
    Math.abs(map.getCenter().lng - view.lon) < 1e-4 &&
    map.getZoom() === view.zoom;

  /** The neighbourhoods of an area. @param {Area} area @returns {Set<string>} */
  function membersOf(area) {
    const { code, level } = area.properties;
    if (level === 'neighbourhood') return new Set([code]);
    const programme = city?.members.get(code);
    return (
      programme ??
      new Set(
        city?.neighbourhoods.filter((one) => one.properties.parentCode === code).map((one) => one.properties.code),
      )
    );
  }

  function drawDots() {
    const gaps = shown?.answer.gaps ?? [];
    const sheet = shown?.sheet ?? null;
    const key = JSON.stringify([
      isNarrow(),
      sheet?.properties.code,
      gaps.length,
      gaps.reduce((people, gap) => people + gap.properties.residents, 0),
      shown?.context.parameters,
      shown?.context.state.programme,
    ]);
    if (key === drawnGaps) return;
    drawnGaps = key;
    dotLayer.clearLayers();
    const inside = sheet ? membersOf(sheet) : null;
    const drawn = inside ? gaps.filter((gap) => inside.has(gap.properties.areaCode)) : gaps;
    const color = getComputedStyle(document.documentElement).getPropertyValue('--not-reached').trim();
    for (const [lon, lat] of dots(
      drawn,
      dotValue(drawn, { narrow: isNarrow(), coarse: shown !== null && mayBeHouseholds(shown.context) }),
    )) {
      L.circleMarker([lat, lon], {
        renderer: dotRenderer,
        radius: isNarrow() ? 1.4 : 1.7,
        stroke: false,
        fillColor: color,
        fillOpacity: 0.85,
        interactive: false,
      }).addTo(dotLayer);
    }
  }

  function drawLines() {
    lineLayer.clearLayers();
    overlayLayer.clearLayers();
    if (!shown || !city) return;
    const { overlaps, sheet, context } = shown;
    const programme = city.programmes.find((area) => area.properties.code === context.state.programme);
    if (programme && programme !== sheet) {
      L.geoJSON(programme, {
        interactive: false,
        style: { renderer: lineSvg, className: 'programme-line', weight: 2.6, fill: false },
      }).addTo(lineLayer);
    }
    if (sheet) {
      const { extent } = city.info;
      const [west, south, east, north] = extent ?? extentOf(city.neighbourhoods);
      const holes = (sheet.geometry.type === 'Polygon' ? [sheet.geometry.coordinates] : sheet.geometry.coordinates).map(
        (rings) => (rings[0] ?? []).map(([lon = 0, lat = 0]) => L.latLng(lat, lon)),
      );
      const frame = [
        L.latLng(south - 1, west - 1),
        L.latLng(south - 1, east + 1),
        L.latLng(north + 1, east + 1),
        L.latLng(north + 1, west - 1),
      ];
      L.polygon([frame, ...holes], {
        renderer: lineSvg,
        interactive: false,
        className: 'outside',
        stroke: false,
      }).addTo(lineLayer);
      L.geoJSON(sheet, {
        interactive: false,
        style: { renderer: lineSvg, className: 'chosen-line', weight: 2.6, fill: false },
      }).addTo(lineLayer);
    }
    for (const pair of overlaps) {
      const chosen = context.state.item === pair.id;
      L.geoJSON(pair, {
        interactive: false,
        style: { renderer: lineSvg, className: `pair${chosen ? ' pair-chosen' : ''}`, weight: chosen ? 5 : 3.5 },
      }).addTo(overlayLayer);
    }
  }

  function drawSymbols() {
    symbolLayer.clearLayers();
    symbolBoxes = [];
    if (!shown || !city) return;
    const places = placesToDraw({
      ...shown,
      zoom: map.getZoom(),
      narrow: isNarrow(),
      size: map.getSize(),
      pixelOf: (lon, lat) => map.latLngToContainerPoint([lat, lon]),
    });
    const cards = handlers.cards();
    const frame = { left: 0, top: 0, right: map.getSize().x, bottom: map.getSize().y };
    let stops = 0;
    for (const place of places) {
      // What lies under a card is not in view.
      const stop = stops < TABBABLE && covers(frame, place.box) && !cards.some((card) => covers(card, place.box));
      stops += stop ? 1 : 0;
      const marker = L.marker([place.lat, place.lon], {
        icon: L.divIcon({
          className: `place${place.chosen ? ' place-chosen' : ''}`,
          html: /** @type {HTMLElement} */ (/** @type {unknown} */ (place.symbol)),
          iconSize: [place.hit, place.hit],
        }),
        keyboard: stop,
        pane: place.above ? 'markerPane' : 'small',
        riseOnHover: true,
      });
      marker.on('click', () => {
        const anchor = marker.getElement();
        if (anchor) handlers.open(place.members, anchor);
      });
      marker.addTo(symbolLayer);
      const button = marker.getElement();
      const name = handlers.name(place.members);
      button?.setAttribute('aria-label', name);
      button?.setAttribute('title', name);
      button?.setAttribute('role', stop ? 'button' : 'img');
      if (place.above) symbolBoxes.push(place.box);
    }
  }

  /** Whether the middle of a box lies under a card. @param {Box} card @param {Box} box */
  function covers(card, box) {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return x > card.left && x < card.right && y > card.top && y < card.bottom;
  }

  const measure = document.createElement('canvas').getContext('2d');

  function drawLabels() {
    labelLayer.clearLayers();
    if (!shown || !city) return;
    const { sheet } = shown;
    const members = sheet ? membersOf(sheet) : null;
    const byNeighbourhood = members !== null || map.getZoom() >= GLYPH_ZOOM;
    const areas = (byNeighbourhood ? city.neighbourhoods : city.districts)
      .filter(
        (area) =>
          (area.properties.residents ?? 0) >= 50 &&
          (!members || (members.has(area.properties.code) && members.size > 1)),
      )
      .sort((a, b) => (b.properties.residents ?? 0) - (a.properties.residents ?? 0));
    if (measure) measure.font = `${byNeighbourhood ? 400 : 600} 13px ${getComputedStyle(element).fontFamily}`;
    const labels = areas.map((area) => {
      const [lon, lat] = labelPoint(area, city?.neighbourhoods ?? []);
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return {
        key: area.properties.code,
        x,
        y,
        width: (measure?.measureText(area.properties.name).width ?? 80) + 4,
        height: 16,
      };
    });
    const { x: right, y: bottom } = map.getSize();
    const placed = placeLabels(labels, [...symbolBoxes, ...spotBoxes(), ...proposals.boxes(), ...handlers.cards()], {
      left: 4,
      top: 4,
      right: right - 4,
      bottom: bottom - 4,
    });
    for (const area of areas) {
      const at = placed.get(area.properties.code);
      if (!at) continue;
      const text = h('span', {}, area.properties.name);
      const icon = L.divIcon({
        className: `area-label${byNeighbourhood ? ' area-label-small' : ''}`,
        html: text,
        iconSize: [0, 0],
      });
      L.marker(map.containerPointToLatLng([at.x, at.y]), {
        icon,
        interactive: false,
        keyboard: false,
        pane: 'labels',
      }).addTo(labelLayer);
    }
  }

  /** Spots that labels keep clear of. @returns {Box[]} */
  function spotBoxes() {
    const spots = (shown ? shapesOf(shown) : []).filter((shape) => shape.kind === 'spot');
    return spots.map(({ lon, lat }) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return { left: x - SPOT, right: x + SPOT, top: y - SPOT, bottom: y + SPOT };
    });
  }

  /** Outlines what is pointed at. @param {string | null} code */
  function mark(code) {
    marked = code;
    markLayer.clearLayers();
    const area = code === null ? undefined : areaOf(code);
    if (area && area !== shown?.sheet) {
      L.geoJSON(area, {
        interactive: false,
        style: { renderer: lineSvg, className: 'chosen-line', weight: 2.6, fill: false },
      }).addTo(markLayer);
    }
    const shapes = code === null || !shown ? [] : shapesOf(shown).filter((shape) => shape.key === code);
    for (const shape of shapes) {
      const box = cornersOfShape(shape);
      const [west = [], east = []] = box;
      if (shape.kind === 'circle')
        L.circle([shape.lat, shape.lon], {
          renderer: lineSvg,
          interactive: false,
          className: 'shape-marked',
          radius: shape.radiusM,
        }).addTo(markLayer);
      else if (shape.kind === 'spot')
        L.circleMarker([shape.lat, shape.lon], {
          renderer: lineSvg,
          interactive: false,
          className: 'shape-marked',
          radius: 22,
        }).addTo(markLayer);
      else if (shape.kind === 'line')
        L.polyline(
          [west, east].map(([lon = 0, lat = 0]) => L.latLng(lat, lon)),
          { renderer: lineSvg, interactive: false, className: 'shape-marked', fill: false },
        ).addTo(markLayer);
      else
        L.geoJSON(shape.feature, {
          interactive: false,
          style: { renderer: lineSvg, className: 'shape-marked', fill: false },
        }).addTo(markLayer);
    }
    const ends = code === null ? undefined : shown?.overlaps.find((pair) => pair.id === code);
    if (ends)
      L.geoJSON(ends, {
        interactive: false,
        style: { renderer: lineSvg, className: 'pair pair-chosen', weight: 5 },
      }).addTo(markLayer);
  }
  const markLayer = L.layerGroup().addTo(map);

  const spotLayer = L.layerGroup().addTo(map);
  const atLayer = L.layerGroup().addTo(map);

  /** Rings facilities, and brings them in sight. @param {Facility[]} facilities */
  function spotlight(facilities) {
    ringFacilities(spotLayer, lineSvg, facilities);
    const outline = facilities.flatMap((one) => (one.geometry ? [one.geometry.coordinates] : []));
    if (outline.length === 0) return;
    const inSight = outline.every(([lon = 0, lat = 0]) => map.getBounds().contains([lat, lon]));
    if (!inSight) moveTo(outline, 16);
  }

  /** @param {string} code */
  const areaOf = (code) =>
    [...(city?.neighbourhoods ?? []), ...(city?.districts ?? []), ...(city?.programmes ?? [])].find(
      (area) => area.properties.code === code,
    );

  /** Where an area lies, in pixels of the map. @param {string} code @returns {Box | null} */
  function boxOf(code) {
    const area = areaOf(code);
    if (!area) return null;
    const bounds = L.geoJSON(area).getBounds();
    const a = map.latLngToContainerPoint(bounds.getNorthWest());
    const b = map.latLngToContainerPoint(bounds.getSouthEast());
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  /** What the last fit had room for. */
  let fitted = '';

  /** Fits anew where another answer leaves other room, so that a link opens the map that its sender saw. @param {boolean} other another subject */
  function refit(other) {
    if (other || fitted !== room()) fit();
  }

  const room = () => JSON.stringify([map.getSize(), handlers.cards()]);

  /** Fits the subject into the room that the cards leave free. */
  function fit() {
    if (!city) return;
    fitted = room();
    const pair = shown?.overlaps.find((one) => one.id === shown?.context.state.item);
    const programme = city.programmes.find((area) => area.properties.code === shown?.context.state.programme);
    const item = (shown ? shapesOf(shown) : []).filter(
      (shape) => shape.key !== undefined && shape.key === shown?.context.state.item,
    );
    const subject = shown?.sheet ?? pair ?? programme;
    const urban = city.neighbourhoods.filter(
      ({ properties }) => (properties.residents ?? 0) > URBAN * 100 * (properties.landKm2 ?? properties.areaKm2),
    );
    const subjects = subject ? [subject] : urban.length > 0 ? urban : city.neighbourhoods;
    const outline = item.length > 0 ? item.flatMap(cornersOfShape) : subjects.flatMap((one) => corners(one.geometry));
    moveTo(outline, pair || item.length > 0 ? 15 : 16);
  }

  /** Fits places into the room that the cards leave free. @param {GeoJSON.Position[]} outline @param {number} most zoom */
  function moveTo(outline, most) {
    const spots = outline.map(([lon = 0, lat = 0]) => map.project([lat, lon], 0));
    const points = spots.filter((_, index) => index % Math.ceil(spots.length / MOST_FIT_POINTS) === 0);
    const { zoom, centre } = fitFree(points, handlers.cards(), map.getSize(), {
      least: BACKGROUND.minZoom,
      most,
      hidden: isNarrow() ? 0.08 : 0.005,
    });
    run(() =>
      map.setView(map.unproject(L.point(centre.x, centre.y), 0), zoom, {
        animate: !still && shown !== null,
        duration: 0.25,
      }),
    );
  }

  /** A move of our own, that is not kept as the reader's. @param {() => void} move */
  function run(move) {
    fitting = true;
    map.once('moveend', () => setTimeout(() => (fitting = false)));
    move();
    setTimeout(() => (fitting = false), 400);
  }

  return {
    setCity,
    show,
    mark,
    fit,
    boxOf,
    spotlight,
    view: () => ({ zoom: map.getZoom(), lat: map.getCenter().lat, lon: map.getCenter().lng }),
    zoomIn: () => map.zoomIn(1),
    zoomOut: () => map.zoomOut(1),
    /** Brings places that share a spot apart; false where no scale can. @param {Facility[]} facilities */
    approach(facilities) {
      const points = facilities.flatMap((one) =>
        one.geometry ? [L.latLng(one.geometry.coordinates[1] ?? 0, one.geometry.coordinates[0] ?? 0)] : [],
      );
      const bounds = L.latLngBounds(points);
      const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast());
      if (apart < 12 || map.getZoom() >= MAX_ZOOM - 1) return false;
      map.fitBounds(bounds.pad(0.6), { maxZoom: Math.max(map.getZoom() + 1.5, 16) });
      return true;
    },
    colour,
    proposals,
    people,
    resize: () => run(() => map.invalidateSize({ animate: false, pan: false })),
  };
}

/** @typedef {ReturnType<typeof makeMap>} CityMap */

/** @param {Area[]} areas @returns {[number, number, number, number]} */
function extentOf(areas) {
  const bounds = L.featureGroup(areas.map((area) => L.geoJSON(area))).getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}
