/** One line at the bottom of the page about what just happened, with a way to undo it or to go on. */

import { h } from './dom.js';

/**
 * What a toast offers to do.
 * @typedef {object} Offer
 * @property {string} action what the button says
 * @property {() => void} run
 * @property {boolean} [stay] until it is pressed or closed
 */

const STAYS_MS = 8000;

/** @type {HTMLElement | null} */
let slot = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Where toasts appear is there from the start, so that screen readers follow it. */
function place() {
  if (!slot) {
    slot = h('div', { class: 'toast-slot', role: 'status' });
    document.body.append(slot);
  }
  return slot;
}

export function closeToast() {
  clearTimeout(timer);
  slot?.replaceChildren();
}

/** Shows a line for 8 seconds, longer while it is pointed at or has the focus. @param {string} text @param {Offer} [offer] */
export function toast(text, offer) {
  closeToast();
  const card = h('div', { class: 'toast' }, h('p', {}, text));
  if (offer) {
    const run = () => {
      closeToast();
      offer.run();
    };
    card.append(h('button', { type: 'button', class: 'toast-action', onclick: run }, offer.action));
  }
  const start = () => {
    clearTimeout(timer);
    if (!offer?.stay && !card.matches(':hover, :focus-within')) timer = setTimeout(closeToast, STAYS_MS);
  };
  for (const event of ['pointerenter', 'focusin']) card.addEventListener(event, () => clearTimeout(timer));
  for (const event of ['pointerleave', 'focusout']) card.addEventListener(event, () => setTimeout(start));
  const holder = place();
  // Put in after the slot stands, or the first one would not be announced.
  requestAnimationFrame(() => holder.replaceChildren(card));
  start();
}
