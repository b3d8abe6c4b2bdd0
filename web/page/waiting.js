/** That an answer is under way. */

import { byId } from './dom.js';

const LOADING_AFTER_MS = 200;

/** A line along the edge of the panel when an answer takes long. @param {HTMLElement} panel @returns {() => void} ends it */
export function loadingLine(panel) {
  const line = byId('loading-line');
  panel.setAttribute('aria-busy', 'true');
  const timer = setTimeout(() => (line.hidden = false), LOADING_AFTER_MS);
  return () => {
    clearTimeout(timer);
    line.hidden = true;
    panel.setAttribute('aria-busy', 'false');
  };
}

/** A page that nobody looks at paints nothing (ms). */
const UNSEEN_MS = 100;

/** Once what was drawn is on the screen. @returns {Promise<void>} */
export const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, UNSEEN_MS);
  });
