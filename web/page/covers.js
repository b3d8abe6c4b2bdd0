/** What lies over the map, so that names and what the map is about keep clear of it. */

import { byId } from './dom.js';

/** @typedef {import('./map/labels.js').Box} Box */

const mapSide = byId('map-side');
const toolSlot = byId('tools');
const slots = [byId('answer'), byId('question')];

/**
 * The cards that float on a map, and on a phone question and answer.
 * @param {Element} frame in whose pixels they are told @param {boolean} [lasting] without a reason: the map stays where it is under that
 * @returns {Box[]}
 */
export function coversOf(frame, lasting = false) {
  const { left, top } = frame.getBoundingClientRect();
  return [
    ...mapSide.querySelectorAll('.card:not(.tip, .welcome), .sample-tab, .attribution'),
    ...toolSlot.querySelectorAll('.card'),
    ...(lasting ? [] : document.querySelectorAll('.reason')),
  ]
    .map((card) => card.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .concat(slots.map((slot) => slot.getBoundingClientRect()).filter(overMap))
    .map((box) => ({ left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top }));
}

/** @param {DOMRect} box */
function overMap(box) {
  const frame = mapSide.getBoundingClientRect();
  return box.top < frame.bottom && box.bottom > frame.top && box.left < frame.right && box.right > frame.left;
}
