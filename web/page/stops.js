/** On a phone the answer is a sheet over the map, with three stops: the figure only, 45 %, full. */

import { h } from './dom.js';

const STOPS = /** @type {const} */ (['peek', 'half', 'full']);
const DRAG_PX = 24;

/** @param {HTMLElement} page @param {HTMLElement} sheet @param {(to: typeof STOPS[number]) => void} moved */
export function bottomSheet(page, sheet, moved) {
  let at = 1;
  /** @param {number} to */
  function go(to) {
    at = Math.max(0, Math.min(STOPS.length - 1, to));
    const stop = STOPS[at] ?? 'half';
    page.dataset.stop = stop;
    moved(stop);
  }
  go(at);

  return {
    /** The handle: drag it, press it, or use the arrows. @param {import('./words.js').Words} words */
    handle(words) {
      let from = 0;
      let dragged = 0;
      const button = h(
        'button',
        { type: 'button', class: 'handle', 'aria-label': words.panelSize, title: words.panelSize },
        h('span', {}),
      );
      button.addEventListener('click', () => {
        if (Math.abs(dragged) < DRAG_PX) go(at === STOPS.length - 1 ? 0 : at + 1);
        dragged = 0;
      });
      button.addEventListener('keydown', (event) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        go(at + step);
      });
      button.addEventListener('pointerdown', (event) => {
        from = event.clientY;
        dragged = 0;
        button.setPointerCapture(event.pointerId);
      });
      button.addEventListener('pointermove', (event) => {
        if (!button.hasPointerCapture(event.pointerId)) return;
        dragged = event.clientY - from;
        sheet.style.translate = `0 ${Math.max(0, dragged)}px`;
      });
      button.addEventListener('pointerup', () => {
        sheet.style.translate = '';
        if (Math.abs(dragged) >= DRAG_PX) go(at + (dragged < 0 ? 1 : -1));
      });
      return button;
    },
  };
}
