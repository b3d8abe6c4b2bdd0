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
  element.addEventListener('keydown', leaveByTab);
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

const STOPS = 'a[href], button, input, textarea, select, summary, [tabindex="0"]';

/** The window stands at the end of the page: past its last stop Tab goes on from its button, and before its first back to it. @param {KeyboardEvent} event */
function leaveByTab(event) {
  if (event.key !== 'Tab' || !open) return;
  const stops = /** @type {HTMLElement[]} */ ([...open.element.querySelectorAll(STOPS)]).filter(
    (one) => one.tabIndex >= 0 && one.getClientRects().length > 0,
  );
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (event.shiftKey ? at !== (stops[0] ?? at) && at !== open.element : at !== (stops.at(-1) ?? at)) return;
  if (event.shiftKey) event.preventDefault();
  closePopup();
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
// A keyboard that comes up on a phone, or another zoom, leaves what one is typing in where it is.
window.addEventListener('resize', () => {
  if (open?.anchor.isConnected && open.element.contains(document.activeElement)) place(open.anchor, open.element);
  else closePopup({ focus: false });
});
