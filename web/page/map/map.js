/** The map: the only room that touches Leaflet. It draws what it is given and tells what is pointed at and chosen. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { isNarrow } from '../dom.js';
import { extentOf, makeAreas } from './areas.js';
import { BEYOND } from './cover.js';
import { makeCrowd } from './crowd.js';
import { makeLines } from './lines.js';
import { makeNames } from './names.js';
import { BACKGROUND } from './services.js';
import { linesOf } from './fit.js';
import { cornersOfShape, drawShapes } from './shapes.js';
import { pinAddress, ringFacilities } from './spots.js';
import { subjectOf } from './subject.js';
import { dotCanvas } from './dot-canvas.js';
import { makeProposals } from './proposals.js';
import { GLYPH_ZOOM, SEE_THROUGH_ZOOM, placesToDraw } from './places.js';
import { makeSymbols } from './symbols.js';
import { makeView } from './view.js';
import { hasManyAreas } from '../many.js';
import { mayBeHouseholds, tellsOfNone } from '../model.js';
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
/** Places so near to each other (metres) stand on one spot. */
const ONE_SPOT_M = 12;

/**
 * @typedef {object} MapHandlers
 * @property {(code: string) => void} choose an area
 * @property {(key: string) => void} chooseItem an item of the list that is no area
 * @property {(code: string | null) => void} point at an area, or at an item
 * @property {(ids: string[]) => void} pointPlaces facilities; none: no longer
 * @property {(facilities: Facility[], anchor: HTMLElement) => void} open one facility, or those on one spot
 * @property {(id: string) => void} openOne a facility of which the map knows no more than a tile tells
 * @property {(told: {bounds: [number, number, number, number], type: string | null}, anchor: HTMLElement) => void} openWithin those that no scale brings apart
 * @property {import('./tiles.js').Fetch} tile
 * @property {() => void} tilesFail
 * @property {(view: {zoom: number, lat: number, lon: number}) => void} moved by the reader
 * @property {(view: {zoom: number, lat: number, lon: number}) => void} [moving] by whomever, while it moves
 * @property {(attribution: string[]) => void} attribution changed
 * @property {(lasting?: boolean) => Box[]} cards that float on the map, in its pixels; the lasting ones are those that a fit gives room
 * @property {(place: import('./places.js').Place) => string} name what a symbol stands for
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
  pane('small', 550, false);
  pane('labels', 560, false);
  const gapDots = dotCanvas(map, 'dots');
  const people = dotCanvas(map, 'dots');
  const lineSvg = L.svg({ pane: 'lines', padding: 0.5 });
  const shapeSvg = L.svg({ pane: 'shapes', padding: 0.5 });
  const shapeLayer = L.layerGroup().addTo(map);
  const spotLayer = L.layerGroup().addTo(map);
  const atLayer = L.layerGroup().addTo(map);
  const view = makeView(map, () => handlers.cards(true));
  const proposals = makeProposals(map, { renderer: shapeSvg, cards: handlers.cards, changed: drawNames });
  const names = makeNames(map);
  const lines = makeLines(map, lineSvg);
  const areas = makeAreas(map, lineSvg, {
    choose: (area) => proposals.busy() || handlers.choose(standsFor(area)),
    point: (area) => proposals.busy() || handlers.point(area && standsFor(area)),
  });
  const symbols = makeSymbols(map, {
    open,
    point: (place) => handlers.pointPlaces(place ? place.members.map(({ properties }) => properties.id) : []),
    name: handlers.name,
    cards: handlers.cards,
    moved: drawSymbols,
    busy: proposals.busy,
  });

  const crowd = makeCrowd(handlers.tile, crowdChanged, handlers.tilesFail);

  /** @type {City | null} */
  let city = null;
  /** @type {Shown | null} */
  let shown = null;
  /** @type {unknown} */
  let drawnGaps = null;
  /** @type {string | null} */
  let marked = null;
  /** Neighbourhoods of the sheet. @type {Set<string> | null} */
  let members = null;
  /** @type {Map<string, Area>} */
  let byCode = new Map();

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
    areas.again();
  }

  map.on('move', () => handlers.moving?.({ zoom: map.getZoom(), lat: map.getCenter().lat, lon: map.getCenter().lng }));
  map.on('moveend', () => {
    if (element.dataset.near !== String(map.getZoom() > SEE_THROUGH_ZOOM)) scaleChanged();
    drawNames();
    if (view.own()) return;
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

  /**
   * Draws the areas, once: before there is an answer, or with it.
   * @param {City} loaded @param {Shown | null} [first] what is shown at once, so that all is drawn where that puts the map
   */
  function begin(loaded, first = null) {
    if (city) return;
    city = loaded;
    byCode = new Map(
      [...loaded.programmes, ...loaded.districts, ...loaded.neighbourhoods].map((area) => [area.properties.code, area]),
    );
    // Leaflet measures itself anew only where it stands somewhere.
    view.go({ lat: 0, lon: 0, zoom: BACKGROUND.minZoom }, false);
    resize();
    // Before anything is drawn, for each move projects it anew.
    if (first?.context.state.view) view.go(first.context.state.view, false);
    else fit(false, first);
    areas.set(loaded);
    background.addTo(map);
    tilesChanged();
  }

  const resize = () => view.run(() => map.invalidateSize({ animate: false, pan: false }));

  /** @returns {[number, number, number, number]} */
  const extent = () => city?.info.extent ?? extentOf(city?.neighbourhoods ?? []);

  /** @param {Shown} next */
  function show(next) {
    const { answer, context, sheet, overlaps } = next;
    const { state } = context;
    const before = city ? shown : next;
    begin(context.city, next);
    shown = next;
    element.dataset.sheet = String(sheet !== null);
    element.dataset.none = String(!sheet && tellsOfNone(answer));
    if (sheet || !answer.ownPlaces) {
      proposals.clear();
      people.set([], { radius: 0, colour: '' });
    }
    members = sheet ? membersOf(sheet) : null;
    colourAll();
    drawDots();
    const programme = context.city.programmes.find((area) => area.properties.code === state.programme) ?? null;
    lines.draw({ programme, sheet, overlaps, chosen: state.item, extent });
    drawShapes(shapeLayer, shapesOf(next), {
      renderer: shapeSvg,
      pane: 'markerPane',
      chosen: state.item,
      choose: handlers.chooseItem,
      point: handlers.point,
    });
    pinAddress(atLayer, state.at);
    const subject = (/** @type {Shown | null} */ of) =>
      of && [of.sheet?.properties.code, of.context.state.programme, of.context.state.item].join();
    let moves = 0;
    const count = () => (moves += 1);
    map.on('moveend', count);
    if (before === null && state.view) view.go(state.view, false);
    else if (state.view === null) refit(subject(before) !== subject(next), before !== null);
    else if (!view.closeTo(state.view)) view.go(state.view);
    map.off('moveend', count);
    // Where the map moved at once, they were drawn where it moved to.
    if (moves === 0) {
      drawSymbols();
      drawNames();
    }
    mark(marked);
  }

  /** @type {import('./areas.js').Looks} */
  function looks(code, name) {
    const { only, programme } = shown?.context.state ?? { only: null, programme: null };
    const inProgramme = programme === null ? undefined : city?.members.get(programme);
    return {
      name: members && name !== 'barely' && name !== 'water' ? 'sheet' : name,
      dim: (only !== null && name !== only) || (members !== null && !members.has(code)),
      aside: inProgramme !== undefined && !members && !inProgramme.has(code),
    };
  }

  /** Gives areas their class. */
  function colourAll() {
    if (shown) areas.colour(shown.answer.classOf, looks);
  }

  /** Gives areas that change another class. @param {Map<string, string>} classOf */
  function colour(classOf) {
    if (shown) areas.colour(classOf, looks, classOf.keys());
  }

  /** @param {Shown} of */
  const shapesOf = (of) => of.answer.shapes ?? [];

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
    const inside = members;
    const drawn = inside ? gaps.filter((gap) => inside.has(gap.properties.areaCode)) : gaps;
    const colour = getComputedStyle(document.documentElement).getPropertyValue('--not-reached').trim();
    const value = dotValue(drawn, { narrow: isNarrow(), coarse: shown !== null && mayBeHouseholds(shown.context) });
    gapDots.set(dots(drawn, value), { radius: isNarrow() ? 1.4 : 1.7, colour });
  }

  let crowdDue = false;

  /** Tiles come in numbers: all that came before a frame are drawn in it. */
  function crowdChanged() {
    if (crowdDue) return;
    crowdDue = true;
    requestAnimationFrame(() => {
      crowdDue = false;
      drawSymbols();
      drawNames();
    });
  }

  /** @param {import('./places.js').Place} place @param {HTMLElement} anchor */
  function open({ told, members }, anchor) {
    if (!told) return handlers.open(members, anchor);
    if ('id' in told) return handlers.openOne(told.id);
    const [west, south, east, north] = told.bounds;
    const bounds = L.latLngBounds([south, west], [north, east]);
    const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast());
    if (apart < ONE_SPOT_M || map.getZoom() >= MAX_ZOOM - 1) return handlers.openWithin(told, anchor);
    const most = Math.min(MAX_ZOOM, Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds.pad(0.3))));
    map.setView(bounds.getCenter(), most, { animate: !still });
  }

  /** What is drawn, in pixels of the world. @param {number} zoom */
  function drawnAt(zoom) {
    const beyond = map.getSize().multiplyBy(BEYOND);
    const from = map.project(map.containerPointToLatLng(beyond.multiplyBy(-1)), zoom);
    const to = map.project(map.containerPointToLatLng(map.getSize().add(beyond)), zoom);
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  }

  function drawSymbols() {
    if (!shown || !city) return;
    if (shown.context.counts && !shown.sheet && shown.facilities === null) {
      symbols.set(
        crowd.places(shown.context, {
          zoom: map.getZoom(),
          pixels: drawnAt,
          size: map.getSize(),
          pixelOf: (lon, lat) => map.latLngToContainerPoint([lat, lon]),
          world: (lon, lat, zoom) => map.project([lat, lon], zoom),
        }),
      );
      return;
    }
    crowd.rest();
    symbols.set(
      placesToDraw({
        ...shown,
        zoom: map.getZoom(),
        narrow: isNarrow(),
        size: map.getSize(),
        beyond: BEYOND,
        pixelOf: (lon, lat) => map.latLngToContainerPoint([lat, lon]),
      }),
    );
  }

  function drawNames() {
    if (!shown || !city) return;
    const small = members !== null || map.getZoom() >= GLYPH_ZOOM;
    const named = (small ? (areas.inSight() ?? city.neighbourhoods) : city.districts).filter(
      (area) => !members || (members.has(area.properties.code) && members.size > 1),
    );
    names.draw(named, small, hasManyAreas(city) ? [] : city.neighbourhoods, () => [
      ...symbols.boxes(),
      ...spotBoxes(),
      ...proposals.boxes(),
      ...handlers.cards(),
    ]);
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
    const several = code?.includes(' ') === true;
    const area = code === null ? null : several ? joined(code.split(' ')) : areaOf(code);
    lines.mark({
      several,
      area: area === shown?.sheet ? null : area,
      shapes: code === null || !shown ? [] : shapesOf(shown).filter((shape) => shape.key === code),
      pair: (code !== null && shown?.overlaps.find((one) => one.id === code)) || null,
    });
  }

  /** Rings facilities, and brings them in sight. @param {Facility[]} facilities */
  function spotlight(facilities) {
    ringFacilities(spotLayer, lineSvg, facilities);
    const outline = facilities.flatMap((one) => (one.geometry ? [one.geometry.coordinates] : []));
    if (outline.length === 0) return;
    const inSight = outline.every(([lon = 0, lat = 0]) => map.getBounds().contains([lat, lon]));
    if (!inSight) view.moveTo([[outline]], 16, !still);
  }

  /** @param {string} code */
  const areaOf = (code) => byCode.get(code) ?? null;

  /** Several areas as one shape, for a mark of a chart that stands for all of them. @param {string[]} codes @returns {Area | null} */
  function joined(codes) {
    const areas = codes.flatMap((code) => areaOf(code) ?? []);
    const coordinates = areas.flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
    );
    return areas[0] ? { ...areas[0], geometry: { type: 'MultiPolygon', coordinates } } : null;
  }

  /** Where an area lies, or an item of the list, in pixels of the map. @param {string} code @returns {Box | null} */
  function boxOf(code) {
    const area = areaOf(code);
    const [positions, around] = area ? [linesOf(area.geometry).flat(), 0] : [placesOf(code), SPOT];
    const spots = positions.map(([lon = 0, lat = 0]) => map.latLngToContainerPoint([lat, lon]));
    if (spots.length === 0) return null;
    const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
    return {
      left: Math.min(...xs) - around,
      top: Math.min(...ys) - around,
      right: Math.max(...xs) + around,
      bottom: Math.max(...ys) + around,
    };
  }

  /** What stands on the map for an item of the list: its spots, or else what else is drawn of it. @param {string} key @returns {GeoJSON.Position[]} */
  function placesOf(key) {
    const shapes = (shown ? shapesOf(shown) : []).filter((shape) => shape.key === key);
    const spots = shapes.filter((shape) => shape.kind === 'spot');
    const pair = shown?.overlaps.find((one) => one.id === key);
    return pair ? pair.geometry.coordinates : (spots.length > 0 ? spots : shapes).flatMap(cornersOfShape);
  }

  /** What the last fit had room for. */
  let fitted = '';

  /**
   * Fits anew where another answer leaves other room, so that a link opens the map that its sender saw.
   * @param {boolean} other another subject @param {boolean} animate
   */
  function refit(other, animate) {
    if (other || fitted !== room()) fit(animate);
  }

  const room = () => JSON.stringify([map.getSize(), handlers.cards(true)]);

  /** Fits the subject into the room that the cards leave free. @param {boolean} [animate] @param {Shown | null} [of] */
  function fit(animate = shown !== null, of = shown) {
    if (!city) return;
    fitted = room();
    const { parts, most } = subjectOf(city, of, extent);
    view.moveTo(parts, most, animate && !still);
  }

  return {
    begin,
    show,
    mark,
    fit,
    /** Fits anew where cards leave other room than they did. */
    refit: () => refit(false, true),
    boxOf,
    spotlight,
    go: view.go,
    view: () => ({ zoom: map.getZoom(), lat: map.getCenter().lat, lon: map.getCenter().lng }),
    /** What is in sight. @returns {[number, number, number, number]} west, south, east, north */
    sight() {
      const bounds = map.getBounds();
      return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    },
    zoomIn: () => map.zoomIn(1),
    zoomOut: () => map.zoomOut(1),
    /** Brings places that share a spot apart; false where no scale can. @param {Facility[]} facilities */
    approach(facilities) {
      const points = facilities.flatMap((one) =>
        one.geometry ? [L.latLng(one.geometry.coordinates[1] ?? 0, one.geometry.coordinates[0] ?? 0)] : [],
      );
      const bounds = L.latLngBounds(points);
      const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast());
      if (apart < ONE_SPOT_M || map.getZoom() >= MAX_ZOOM - 1) return false;
      map.fitBounds(bounds.pad(0.6), { maxZoom: Math.max(map.getZoom() + 1.5, 16) });
      return true;
    },
    /** Names give way to cards that lie elsewhere now. */
    label: drawNames,
    colour,
    proposals,
    people,
    resize,
    /** The symbols of the page. @param {string} sprite as SVG */
    read: symbols.read,
    symbolNames: symbols.names,
    /** Twice as many pixels, for a picture. @param {boolean} on */
    sharpen(on) {
      for (const canvas of [areas, gapDots, people, symbols]) canvas.sharpen(on);
    },
  };
}

/** @typedef {ReturnType<typeof makeMap>} CityMap */
