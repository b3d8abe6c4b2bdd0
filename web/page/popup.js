/** Small windows beside a button: choosers, menus, explanations. One is open at a time; Escape or a press elsewhere closes it. */

import { byId } from './dom.js';

/** @type {{anchor: HTMLElement, element: HTMLElement} | null} */
let open = null;

const MARGIN = 8;

/** Shows an element below (or above) its button. @param {HTMLElement} anchor @param {HTMLElement} element */
export function openPopup(anchor, element) {
  const again = open?.anchor === anchor;
  closePopup();
  if (again) return;
  element.classList.add('popup');
  byId('layer').append(element);
  open = { anchor, element };
  anchor.setAttribute('aria-expanded', 'true');
  place(anchor, element);
  const first = /** @type {HTMLElement | null} */ (element.querySelector('[data-focus]')) ?? element;
  first.focus({ preventScroll: true });
}

/** @param {{focus?: boolean}} [how] whether the button gets the focus back */
export function closePopup(how = {}) {
  if (!open) return false;
  const { anchor, element } = open;
  open = null;
  element.remove();
  anchor.setAttribute('aria-expanded', 'false');
  if (how.focus !== false && anchor.isConnected) anchor.focus({ preventScroll: true });
  return true;
}

/** @param {HTMLElement} anchor @param {HTMLElement} element */
function place(anchor, element) {
  const at = anchor.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const width = element.offsetWidth;
  const below = innerHeight - at.bottom - 2 * MARGIN;
  const above = at.top - 2 * MARGIN;
  const upward = element.offsetHeight > below && above > below;
  element.style.maxHeight = `${Math.max(160, upward ? above : below)}px`;
  const left = Math.max(MARGIN, Math.min(at.left, innerWidth - width - MARGIN));
  const top = upward ? Math.max(MARGIN, at.top - MARGIN - element.offsetHeight) : at.bottom + MARGIN;
  element.style.left = `${left}px`;
  element.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - element.offsetHeight - MARGIN))}px`;
}

document.addEventListener('pointerdown', (event) => {
  const target = /** @type {Node} */ (event.target);
  if (open && !open.element.contains(target) && !open.anchor.contains(target)) closePopup({ focus: false });
});
document.addEventListener('focusin', (event) => {
  const target = /** @type {Node} */ (event.target);
  if (open && !open.element.contains(target) && !open.anchor.contains(target)) closePopup({ focus: false });
});
window.addEventListener('resize', () => closePopup({ focus: false }));
