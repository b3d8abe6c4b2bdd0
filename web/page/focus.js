/** Where the focus goes when what has it is drawn anew. */

/** Redraws without losing the focus: the same key, or else the same place among what can be focused. @param {HTMLElement} container @param {() => void} redraw */
export function keepingFocus(container, redraw) {
  const selector = 'button, a[href], input, [tabindex="0"]';
  const active = /** @type {HTMLElement} */ (document.activeElement);
  const inside = container.contains(active) && active !== container;
  const index = inside ? [...container.querySelectorAll(selector)].indexOf(active) : -1;
  const key = inside ? active.dataset.key : undefined;
  redraw();
  if (!inside) return;
  const all = /** @type {HTMLElement[]} */ ([...container.querySelectorAll(selector)]);
  (all.find((one) => key !== undefined && one.dataset.key === key) ?? all[Math.min(index, all.length - 1)])?.focus({
    preventScroll: true,
  });
}
