/** A second map beside the first, for a second proposal: both move as one. */

import { coversOf } from './covers.js';
import { byId, h } from './dom.js';
import { makeMap } from './map/map.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./map/map.js').CityMap} CityMap */

/** Where two maps have room. */
const WIDE = window.matchMedia('(min-width: 1200px)');

/** Whether two proposals stand on two maps. @param {import('./state.js').State} state */
export const standsBeside = (state) => state.other !== null && state.show === 'map' && WIDE.matches;

/** @param {() => void} changed the room for two maps came or went */
export const watchRoom = (changed) => WIDE.addEventListener('change', changed);

/** @param {CityMap} first @param {Omit<Parameters<typeof makeMap>[1], 'cards' | 'attribution' | 'moving'>} handlers */
export function makeBeside(first, handlers) {
  /** @type {CityMap | null} */
  let second = null;
  const element = h('div', { class: 'map map-beside', id: 'map-beside', hidden: true, tabindex: '0' });
  /** @type {(() => void) | null} */
  let end = null;
  let linked = false;
  byId('map').after(element);

  /** @param {CityMap | null} other @param {import('./map/view.js').Place} view */
  function follow(other, view) {
    if (linked || !other || element.hidden) return;
    linked = true;
    other.go(view, false);
    linked = false;
  }

  return {
    /** The first map moves. @param {import('./map/view.js').Place} view */
    moved: (view) => follow(second, view),
    resize: () => second?.resize(),
    sharpen: (/** @type {boolean} */ on) => second?.sharpen(on),
    mark: (/** @type {string | null} */ code) => second?.mark(code),
    /** @param {boolean} on the first map makes room, before it is asked how large it is */
    room(on) {
      element.hidden = !on;
      byId('map-side').toggleAttribute('data-pair', on);
    },
    /** @param {Context} context @param {Answer} answer */
    show(context, answer) {
      end?.();
      end = null;
      if (!answer.pair || element.hidden) return;
      const { pair } = answer;
      element.setAttribute('aria-label', pair.label);
      if (!second) {
        second = makeMap(element, {
          ...handlers,
          attribution: () => {},
          moving: (view) => follow(first, view),
          cards: (lasting) => coversOf(element, lasting),
        });
      }
      second.resize();
      second.show({
        context: { ...context, state: { ...context.state, view: first.view() } },
        answer: { ...answer, classOf: pair.classOf, tips: pair.tips },
        sheet: null,
        facilities: new Set(),
        overlaps: [],
      });
      second.go(first.view(), false);
      end = pair.live(second);
    },
  };
}

/** What each map shows, above it. @param {Answer} answer */
export const pairTags = ({ pair }) =>
  pair
    ? pair.tags.map(({ name, figure, on }, index) =>
        h('p', { class: `card pair-tag pair-tag-${index}`, 'data-on': on }, h('strong', {}, name), ' ', figure),
      )
    : [];
