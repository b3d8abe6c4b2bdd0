/**
 * The places on the map. All are drawn on two canvases, one below the names and one above. Of what lies there the nearest to the
 * middle are buttons too, that show nothing themselves, for the keyboard and for screen readers; the hand finds every one.
 */

import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { h, symbolName } from '../dom.js';
import { coverCanvas } from './cover.js';
import { stamps } from './stamps.js';

/** @typedef {import('./labels.js').Box} Box */
/** @typedef {import('./places.js').Place} Place */

const TABBABLE = 50;
const FINGER = 44;
/** What the hand may miss a symbol by is measured in half symbols, of which the smallest count as so wide. */
const LEAST_WIDTH = 14;

/**
 * @typedef {object} Handlers
 * @property {(place: Place, anchor: HTMLElement) => void} open
 * @property {(place: Place) => string} name what a symbol stands for
 * @property {() => void} moved the map shows more than was drawn
 * @property {() => Box[]} cards that lie over the map, in its pixels
 * @property {(place: Place | null) => void} point
 * @property {() => boolean} busy whether a press is about something else
 */

/** @param {L.Map} map @param {Handlers} handlers */
export function makeSymbols(map, handlers) {
  const element = map.getContainer();
  const stamp = stamps();
  const low = coverCanvas(map, 'small', () => draw(low, false), { led: true, sized: true });
  const high = coverCanvas(map, 'markerPane', () => draw(high, true), { led: true, sized: true });
  for (const { canvas } of [low, high]) canvas.classList.add('symbol-canvas');
  map.createPane('place-buttons').style.zIndex = '605';
  const pane = /** @type {HTMLElement} */ (map.getPane('place-buttons'));
  pane.classList.add('place-buttons');
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map();
  /** @type {Place[]} nearest to the middle first */
  let places = [];
  /** Where the hand is, for a place that has no button. */
  const anchor = h('button', { type: 'button', class: 'place', tabindex: '-1', 'aria-haspopup': 'dialog' });
  /** @type {{place: Place, again: boolean} | null} what the hand went down on */
  let pressed = null;
  /** @type {Place | null} */
  let pointed = null;

  /** @param {import('./cover.js').Cover} cover @param {boolean} above */
  function draw(cover, above) {
    const { brush } = cover;
    const mine = places.filter((place) => place.above === above);
    if (!brush || mine.length === 0) return false;
    const spots = mine.map((place) => ({ place, at: cover.pixelOf(place.lon, place.lat) }));
    // What stands lower on the map stands before what is higher.
    spots.sort((a, b) => a.at[1] - b.at[1]);
    for (const { place, at } of spots)
      stamp.put(brush, place.look, at[0], at[1], place.width, cover.scale, place.chosen);
    return true;
  }

  /** Lies as large as the place that can be pressed. @param {HTMLElement} button @param {Place} place */
  function lay(button, place) {
    const half = place.hit / 2;
    L.DomUtil.setPosition(button, map.latLngToLayerPoint([place.lat, place.lon]).subtract([half, half]));
    button.style.width = `${place.hit}px`;
    button.style.height = `${place.hit}px`;
    const name = handlers.name(place);
    if (button.getAttribute('aria-label') !== name) button.setAttribute('aria-label', name);
  }

  /** The places that the reader sees: in the frame of the map, and under no card. */
  function inSight() {
    const { x: right, y: bottom } = map.getSize();
    const frame = { left: 0, top: 0, right, bottom };
    const cards = handlers.cards();
    return places.filter(({ box }) => holdsMiddle(frame, box) && !cards.some((card) => holdsMiddle(card, box)));
  }

  function layButtons() {
    const wanted = inSight().slice(0, TABBABLE);
    const keys = new Set(wanted.map((place) => place.key));
    for (const [key, button] of buttons) {
      if (keys.has(key)) continue;
      button.remove();
      buttons.delete(key);
    }
    const active = document.activeElement;
    wanted.forEach((place, index) => {
      let button = buttons.get(place.key);
      if (!button) {
        button = h('button', { type: 'button', class: 'place', 'aria-haspopup': 'dialog' });
        buttons.set(place.key, button);
      }
      // Whatever it stood for, it stands for this now.
      button.onclick = (event) => {
        event.stopPropagation();
        handlers.open(place, /** @type {HTMLElement} */ (event.currentTarget));
      };
      button.onfocus = () => {
        map.panInside([place.lat, place.lon], { padding: [40, 40], animate: false });
        handlers.point(place);
      };
      button.onblur = () => handlers.point(null);
      lay(button, place);
      if (pane.children[index] !== button) pane.insertBefore(button, pane.children[index] ?? null);
    });
    if (active instanceof HTMLElement && pane.contains(active) && document.activeElement !== active)
      active.focus({ preventScroll: true });
  }

  /** The place that the hand means. @param {MouseEvent} event @returns {Place | null} */
  function placeAt(event) {
    const target = /** @type {Element} */ (event.target);
    if (handlers.busy() || target.closest('.leaflet-marker-icon')) return null;
    const { x, y } = map.mouseEventToContainerPoint(event);
    const touch =
      event instanceof PointerEvent ? event.pointerType === 'touch' : window.matchMedia('(pointer: coarse)').matches;
    let [best, least] = [/** @type {Place | null} */ (null), Infinity];
    for (const place of places) {
      const at = map.latLngToContainerPoint([place.lat, place.lon]);
      const away = Math.hypot(at.x - x, at.y - y);
      if (away > Math.max(place.hit, touch ? FINGER : 0) / 2) continue;
      const missed = away / Math.max(LEAST_WIDTH, place.width);
      if (missed < least) [best, least] = [place, missed];
    }
    return best;
  }

  /** Whether the press moved the map. */
  const dragged = () => /** @type {L.Handler & {moved?: () => boolean}} */ (map.dragging).moved?.() === true;

  /** @param {Place} place */
  function anchorOf(place) {
    const button = buttons.get(place.key);
    if (button) return button;
    if (!anchor.isConnected) pane.append(anchor);
    anchor.dataset.key = place.key;
    lay(anchor, place);
    return anchor;
  }

  /** @param {Place | null} place */
  function point(place) {
    if (place === pointed) return;
    pointed = place;
    handlers.point(place);
    if (place) {
      element.dataset.symbol = 'true';
      element.title = handlers.name(place);
    } else {
      delete element.dataset.symbol;
      element.removeAttribute('title');
    }
    ring.hidden = place === null;
    if (!place) return;
    const half = place.width / 2 + 3;
    L.DomUtil.setPosition(ring, map.latLngToLayerPoint([place.lat, place.lon]).subtract([half, half]));
    ring.style.width = ring.style.height = `${2 * half}px`;
  }
  const ring = h('span', { class: 'place-ring', 'aria-hidden': 'true', hidden: true });
  pane.before(ring);

  map.on('move', () => low.covers() || handlers.moved());
  map.on('moveend', handlers.moved);
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && event.buttons === 0) point(placeAt(event));
  });
  element.addEventListener('pointerleave', () => point(null));
  element.addEventListener(
    'pointerdown',
    (event) => {
      const place = placeAt(event);
      const known = place && (buttons.get(place.key) ?? (anchor.dataset.key === place.key ? anchor : null));
      pressed = place && { place, again: known?.getAttribute('aria-expanded') === 'true' };
    },
    { capture: true },
  );
  // Before the area below hears of it.
  element.addEventListener(
    'click',
    (event) => {
      // Who moved the map did not press; a press of a key goes to its button.
      if (event.detail === 0 || dragged()) return;
      const place = placeAt(event);
      if (!place) return;
      event.stopPropagation();
      if (pressed?.place === place && pressed.again) return;
      handlers.open(place, anchorOf(place));
    },
    { capture: true },
  );

  return {
    /** @param {Place[]} next nearest to the middle first */
    set(next) {
      point(null);
      anchor.remove();
      places = next;
      low.place();
      high.place();
      layButtons();
    },
    /** @param {string} sprite as SVG */
    read(sprite) {
      stamp.read(sprite);
      if (places.length === 0) return;
      low.place();
      high.place();
    },
    /** What names on the map give way to. @returns {Box[]} */
    boxes: () => places.map((place) => place.box),
    /** Names in the sprite of the symbols that are drawn, alone or in a ring. */
    names: () =>
      new Set(
        places.flatMap(({ look }) =>
          look.kind === 'symbol' ? [symbolName(look.group)] : look.groups.map(([group]) => symbolName(group)),
        ),
      ),
    /** @param {boolean} on */
    sharpen(on) {
      low.sharpen(on);
      high.sharpen(on);
    },
  };
}

/** @param {Box} of @param {Box} box */
function holdsMiddle(of, box) {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return x > of.left && x < of.right && y > of.top && y < of.bottom;
}
