/** What follows the hand: places on the map, and the answer while one is dragged. */

import * as edit from '../edits.js';
import { isNarrow } from '../dom.js';
import { latest } from '../latest.js';
import { takeFocus, tried } from './acts.js';
import { compared, gainLine } from './figures.js';
import { applicable, ask, changedClasses } from './outcome.js';
import { placeWindow } from './window.js';
import { scenePlaces } from './places.js';

/** @typedef {import('../map/map.js').CityMap} CityMap */
/** @typedef {import('./body.js').Shown} Shown */
/** @typedef {import('./outcome.js').Outcome} Outcome */

/**
 * @param {Shown} shown @param {CityMap} map
 * @param {{ground: Map<string, string>, dots: import('./dots.js').DotIndex | null, update: (outcome: Outcome) => void, aside?: boolean}} how
 *   `aside`: the keys and the focus belong to another map
 * @returns {() => void} ends it
 */
export function follow(shown, map, { ground, dots, update, aside = false }) {
  const { context, edits, present, acts, hand } = shown;
  const { proposals, people } = map;
  let now = edits;
  /** Areas that have another class than their ground, as they are drawn. */
  let drawn = shown.outcome ? changedClasses(ground, shown.outcome) : new Map();

  /** Areas and dots as an outcome has them. @param {Outcome | null} outcome */
  function draw(outcome) {
    const classes = outcome ? changedClasses(ground, outcome) : new Map();
    const turned = new Map();
    for (const code of drawn.keys()) if (!classes.has(code)) turned.set(code, ground.get(code) ?? 'plain');
    for (const [code, name] of classes) if (drawn.get(code) !== name) turned.set(code, name);
    map.colour(turned);
    drawn = classes;
    if (!dots) return;
    const { gone, come } = dots.changed(outcome?.cells ?? []);
    people.change(gone, come);
  }

  /** @param {Outcome | null} outcome @param {string} [key] of the place that was just put */
  function say(outcome, key) {
    const { change } = compared(context, shown.whole, outcome);
    const { tone, ...line } = gainLine(context, change.residentsServed ?? 0);
    proposals.say(line, tone, key);
  }

  const wanted = latest(
    (/** @type {edit.Edit[]} */ asked) => ask(context, applicable(asked, present).edits),
    (outcome) => {
      draw(outcome);
      update(outcome);
      say(outcome);
    },
    // The answer of the last one tells what is wrong; while the hand moves nothing does.
    () => {},
  );

  const colour = getComputedStyle(document.documentElement).getPropertyValue('--not-reached').trim();
  people.set(dots?.dots ?? [], { radius: isNarrow() ? 1.4 : 1.7, colour });
  draw(shown.outcome);
  proposals.show({
    places: scenePlaces(context, edits, present),
    group: context.type?.group ?? null,
    radiusM: context.distance,
    help: context.words.whatIf.keys,
    handlers: {
      grab: () => (now = edits),
      drag(key, at) {
        now = edit.moved(edits, key, at);
        wanted.want(now);
      },
      drop: (key, at) => acts.move(key, at),
      remove: (key) => acts.remove(key),
      open: (key, anchor) => placeWindow(shown, key, anchor),
    },
  });
  hand.middle = proposals.middle;
  hand.place = (on) => proposals.place(on ? (at) => acts.add(at) : null);
  hand.place(edits.length === 0);
  const focus = aside ? null : takeFocus();
  if (focus !== null) {
    if (!proposals.focus(focus))
      /** @type {HTMLElement | null} */ (document.querySelector('[data-key="add"]'))?.focus();
    say(shown.outcome, focus);
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key === 'Escape' && hand.cancel()) event.stopImmediatePropagation();
    const field = /** @type {HTMLElement} */ (event.target).closest('input, textarea, select');
    if (field || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const again = event.key.toLowerCase() === 'y' || (event.key.toLowerCase() === 'z' && event.shiftKey);
    if (!again && event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    if (again ? tried.after() : tried.before()) (again ? acts.redo : acts.undo)();
  }
  // Before the page's own, for Escape goes one step back at a time.
  if (!aside) document.addEventListener('keydown', keys, true);
  return () => {
    wanted.stop();
    document.removeEventListener('keydown', keys, true);
    proposals.place(null);
  };
}
