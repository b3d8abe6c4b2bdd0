/** Places that can be dragged: those that stand, move, come and go. It tells what the hand does, and shows what comes of it. */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { h, isNarrow, markingOf, symbol } from '../dom.js';
import { MOST_REACHES, stepped } from '../edits.js';
import { overlap } from './labels.js';

/** @typedef {import('../edits.js').Place} Place */
/** @typedef {import('./labels.js').Box} Box */

/**
 * A place of the scene. `from` is where a facility stands that moves.
 * @typedef {object} ScenePlace
 * @property {string} key
 * @property {'present' | 'new' | 'moved' | 'removed'} fate
 * @property {Place} at
 * @property {Place} [from]
 * @property {string} name for who cannot see it
 *
 * @typedef {object} Scene
 * @property {ScenePlace[]} places
 * @property {string | null} group whose symbol they have
 * @property {number} radiusM of their reach
 * @property {string} help which keys move a place
 * @property {SceneHandlers} handlers
 *
 * @typedef {object} SceneHandlers
 * @property {(key: string) => void} grab
 * @property {(key: string, at: Place) => void} drag the place goes with the hand
 * @property {(key: string, at: Place) => void} drop
 * @property {(key: string) => void} remove
 * @property {(key: string, anchor: HTMLElement) => void} open
 *
 * @typedef {object} Drawn
 * @property {ScenePlace} place
 * @property {L.Marker} marker
 * @property {HTMLElement} content
 * @property {L.Circle | null} reach
 * @property {L.CircleMarker | null} origin
 * @property {L.Polyline | null} tether
 */

/** So many can be dragged at once; of more, those nearest to the middle of the map. */
const MOST_MARKERS = 300;
const STEP_M = 10;
const LONG_STEP_M = 100;
/** The keys have come to rest: the step counts. */
const REST_MS = 600;
const BUBBLE = { width: 168, height: 60, away: 30 };

/**
 * @param {L.Map} map
 * @param {{renderer: L.Renderer, cards: () => Box[], changed: () => void}} tools `changed`: names give way to what stands elsewhere now
 */
export function makeProposals(map, tools) {
  map.createPane('proposals').style.zIndex = '610';
  const layer = L.layerGroup().addTo(map);
  /** @type {Scene | null} */
  let scene = null;
  /** @type {Map<string, Drawn>} */
  const drawn = new Map();
  /** What the hand or the keys hold. @type {{key: string, cards: Box[], others: L.Point[], keys: boolean} | null} */
  let held = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const bubbleStrong = h('strong', {});
  const bubbleRest = h('span', {});
  const bubble = h('span', { class: 'bubble', 'aria-hidden': 'true' }, bubbleStrong, bubbleRest);
  /** @type {((at: Place) => void) | null} */
  let placing = null;

  /** @param {Scene} next */
  function show(next) {
    scene = next;
    if (!held) bubble.remove();
    const places = inView(next.places);
    const reaches = places.length <= MOST_REACHES;
    const keys = new Set(places.map((place) => place.key));
    for (const [key, one] of drawn) if (!keys.has(key)) forget(key, one);
    for (const place of places) {
      if (held?.key === place.key) continue;
      const one = drawn.get(place.key) ?? make(place);
      one.place = place;
      one.marker.setLatLng([place.at.lat, place.at.lon]);
      dress(one, reaches);
    }
    tools.changed();
  }

  /** @param {ScenePlace[]} places */
  function inView(places) {
    if (places.length <= MOST_MARKERS) return places;
    const bounds = map.getBounds().pad(0.1);
    const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
    const { lat, lng } = map.getCenter();
    const away = (/** @type {ScenePlace} */ { at }) =>
      (at.lat - lat) ** 2 + ((at.lon - lng) * Math.cos((lat * Math.PI) / 180)) ** 2;
    const near = places.filter(
      ({ at, fate }) => fate === 'present' && at.lon > west && at.lon < east && at.lat > south && at.lat < north,
    );
    if (near.length > MOST_MARKERS) near.sort((a, b) => away(a) - away(b)).splice(MOST_MARKERS);
    return [...near, ...places.filter(({ fate }) => fate !== 'present')];
  }

  /** @param {string} key @param {Drawn} one */
  function forget(key, one) {
    for (const part of [one.marker, one.reach, one.origin, one.tether]) if (part) layer.removeLayer(part);
    drawn.delete(key);
    if (held?.key === key) held = null;
  }

  /** @param {ScenePlace} place @returns {Drawn} */
  function make(place) {
    const { key } = place;
    const content = h('span', { class: 'proposal' });
    const marker = L.marker([place.at.lat, place.at.lon], {
      icon: L.divIcon({ className: 'proposal-place', html: content, iconSize: [44, 44] }),
      draggable: true,
      autoPan: true,
      // A finger puts places near the edge of a small map: what it holds stays below it.
      autoPanPadding: isNarrow() ? [12, 12] : [50, 50],
      autoPanOnFocus: false,
      pane: 'proposals',
      riseOnHover: true,
    });
    /** @type {Drawn} */
    const one = { place, marker, content, reach: null, origin: null, tether: null };
    drawn.set(key, one);
    marker.on('dragstart', () => grab(one, false));
    marker.on('drag', () => {
      const { lat, lng } = marker.getLatLng();
      follow(one, { lon: lng, lat });
    });
    marker.on('dragend', () => drop(one));
    marker.on('click', () => {
      const element = marker.getElement();
      if (element) scene?.handlers.open(key, element);
    });
    marker.addTo(layer);
    const element = marker.getElement();
    element?.setAttribute('role', 'button');
    element?.setAttribute('aria-haspopup', 'dialog');
    element?.setAttribute('aria-expanded', 'false');
    element?.addEventListener('keydown', (event) => press(one, event));
    element?.addEventListener('focus', () => {
      if (element.matches(':focus-visible')) map.panInside(marker.getLatLng(), { padding: [40, 40], animate: false });
    });
    element?.addEventListener('blur', () => held?.keys && held.key === key && drop(one));
    return one;
  }

  /** Its looks, by what becomes of it. @param {Drawn} one @param {boolean} reaches */
  function dress(one, reaches) {
    const { place, marker, content } = one;
    const { fate, at, from } = place;
    const { radiusM = 0, group = null } = scene ?? {};
    const look = `${fate} ${group}`;
    if (content.dataset.look !== look) {
      content.dataset.look = look;
      content.className = `proposal proposal-${fate}`;
      content.replaceChildren(symbol(group, { marking: markingOf(fate === 'removed' ? 'closed' : null) }));
    }
    const element = marker.getElement();
    if (element?.getAttribute('aria-label') !== place.name) {
      element?.setAttribute('aria-label', place.name);
      element?.setAttribute('title', place.name);
    }
    if (fate === 'removed') {
      marker.dragging?.disable();
      element?.removeAttribute('aria-description');
    } else {
      marker.dragging?.enable();
      element?.setAttribute('aria-description', scene?.help ?? '');
    }
    const circle = fate === 'removed' || (fate === 'present' && !reaches) ? null : fate;
    one.reach = part(one.reach, circle !== null, () =>
      L.circle([at.lat, at.lon], { renderer: tools.renderer, interactive: false, radius: radiusM }),
    );
    one.reach?.setLatLng([at.lat, at.lon]);
    if (one.reach && one.reach.getRadius() !== radiusM) one.reach.setRadius(radiusM);
    one.reach?.getElement()?.setAttribute('class', `shape shape-${fate === 'present' ? 'reach' : 'proposed'}`);
    tie(one, from ?? null);
  }

  /** The ring where it stood, and the line to it. @param {Drawn} one @param {Place | null} from */
  function tie(one, from) {
    const { lat, lng } = one.marker.getLatLng();
    one.origin = part(one.origin, from !== null, () =>
      L.circleMarker([lat, lng], {
        renderer: tools.renderer,
        interactive: false,
        className: 'shape shape-origin',
        radius: 5,
      }),
    );
    one.tether = part(one.tether, from !== null, () =>
      L.polyline([], { renderer: tools.renderer, interactive: false, className: 'shape shape-tether', fill: false }),
    );
    if (from === null) return;
    one.origin?.setLatLng([from.lat, from.lon]);
    one.tether?.setLatLngs([
      [from.lat, from.lon],
      [lat, lng],
    ]);
  }

  /** @template {L.Layer} T @param {T | null} known @param {boolean} wanted @param {() => T} build @returns {T | null} */
  function part(known, wanted, build) {
    if (wanted) return known ?? build().addTo(layer);
    if (known) layer.removeLayer(known);
    return null;
  }

  /** @param {Drawn} one @param {boolean} keys */
  function grab(one, keys) {
    const { place } = one;
    held = {
      key: place.key,
      cards: tools.cards(),
      others: othersThan(one),
      keys,
    };
    if (place.fate === 'present') one.place = { ...place, fate: 'moved', from: place.at };
    else one.place = { ...place, from: place.from ?? place.at };
    dress(one, true);
    one.marker.setZIndexOffset(1000);
    bubble.hidden = true;
    one.content.append(bubble);
    if (place.fate !== 'new') map.getContainer().dataset.losing = '';
    scene?.handlers.grab(place.key);
  }

  /** @param {Drawn} one @param {Place} at */
  function follow(one, at) {
    const latLng = L.latLng(at.lat, at.lon);
    one.place.at = at;
    one.reach?.setLatLng(latLng);
    const from = one.place.from;
    if (from)
      one.tether?.setLatLngs([
        [from.lat, from.lon],
        [at.lat, at.lon],
      ]);
    if (held) turnBubble(latLng, held);
    scene?.handlers.drag(one.place.key, at);
  }

  /** Where the other places are, in pixels of the map. @param {Drawn} one */
  const othersThan = (one) =>
    [...drawn.values()]
      .filter((other) => other !== one)
      .map((other) => map.latLngToContainerPoint(other.marker.getLatLng()));

  /** Puts the bubble on the emptier side of a place. @param {L.LatLng} latLng @param {{cards: Box[], others: L.Point[]}} around */
  function turnBubble(latLng, { cards, others }) {
    const { x, y } = map.latLngToContainerPoint(latLng);
    const size = map.getSize();
    const crowd = (/** @type {number} */ left) => {
      const box = { left, right: left + BUBBLE.width, top: y - BUBBLE.away - BUBBLE.height, bottom: y - BUBBLE.away };
      const outside = box.left < 0 || box.right > size.x;
      return (
        (outside ? 100 : 0) +
        10 * cards.filter((card) => overlap(card, box)).length +
        others.filter((at) => at.x > box.left - 20 && at.x < box.right + 20 && at.y > box.top && at.y < box.bottom)
          .length
      );
    };
    const sides = { right: crowd(x + BUBBLE.away), left: crowd(x - BUBBLE.away - BUBBLE.width) };
    const side = bubble.dataset.side === 'left' ? 'left' : 'right';
    const other = side === 'left' ? 'right' : 'left';
    const better = sides[other] < sides[side] ? other : side;
    if (bubble.dataset.side !== better) bubble.dataset.side = better;
    const low = String(y < BUBBLE.away + BUBBLE.height + 8);
    if (bubble.dataset.low !== low) bubble.dataset.low = low;
  }

  /** @param {Drawn} one */
  function drop(one) {
    clearTimeout(resting);
    held = null;
    one.marker.setZIndexOffset(0);
    delete map.getContainer().dataset.losing;
    const { lat, lng } = one.marker.getLatLng();
    scene?.handlers.drop(one.place.key, { lon: lng, lat });
  }

  /** The keyboard's way to drag. @param {Drawn} one @param {KeyboardEvent} event */
  function press(one, event) {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      if (held?.key === one.place.key) drop(one);
      scene?.handlers.remove(one.place.key);
      return;
    }
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
    const step = arrows[/** @type {keyof typeof arrows} */ (event.key)];
    if (!step || one.place.fate === 'removed' || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const [east = 0, north = 0] = step;
    const metres = event.shiftKey ? LONG_STEP_M : STEP_M;
    if (held?.key !== one.place.key) grab(one, true);
    const at = stepped(one.place.at, east * metres, north * metres);
    one.marker.setLatLng([at.lat, at.lon]);
    follow(one, at);
    map.panInside([at.lat, at.lon], { padding: [40, 40], animate: false });
    clearTimeout(resting);
    resting = setTimeout(() => held?.key === one.place.key && drop(one), REST_MS);
  }

  map.on('moveend', () => {
    if (scene && scene.places.length > MOST_MARKERS && !held) show(scene);
  });
  map.on('click', (event) => {
    if (!placing) return;
    const put = placing;
    place(null);
    put({ lon: event.latlng.lng, lat: event.latlng.lat });
  });

  /** The next press on the map puts a place there; null ends that. @param {((at: Place) => void) | null} put */
  function place(put) {
    placing = put;
    map.getContainer().classList.toggle('placing', put !== null);
  }

  return {
    show,
    clear() {
      for (const [key, one] of drawn) forget(key, one);
      scene = null;
      held = null;
      place(null);
    },
    place,
    /** Whether a press on the map is about a place, and not about the area below. */
    busy: () => placing !== null || held !== null,
    /** What the bubble beside the hand says, or beside a place. @param {{strong: string, rest: string}} line @param {'gain' | 'loss' | 'same'} tone @param {string} [key] */
    say({ strong, rest }, tone, key) {
      const one = held || key === undefined ? undefined : drawn.get(key);
      if (one) {
        one.content.append(bubble);
        turnBubble(one.marker.getLatLng(), { cards: tools.cards(), others: othersThan(one) });
      }
      if (!bubble.isConnected) return;
      bubble.hidden = false;
      bubble.dataset.tone = tone;
      bubbleStrong.textContent = strong;
      bubbleRest.textContent = rest;
    },
    /** What names on the map give way to. @returns {Box[]} */
    boxes: () =>
      [...drawn.values()].map(({ marker }) => {
        const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
        return { left: x - 18, right: x + 18, top: y - 18, bottom: y + 18 };
      }),
    middle() {
      const { lat, lng } = map.getCenter();
      return { lon: lng, lat };
    },
    /** Puts the focus on a place, where it is still there. @param {string} key */
    focus(key) {
      const element = drawn.get(key)?.marker.getElement();
      element?.focus({ preventScroll: true });
      return element !== undefined;
    },
  };
}

/** @typedef {ReturnType<typeof makeProposals>} Proposals */
