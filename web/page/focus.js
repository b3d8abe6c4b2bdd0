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

/** What opened the sheet that is shown: its key, or the area itself. @type {{key: string | undefined, id: string, area: string} | null} */
let opener = null;

/** A sheet is opened from where the focus is. @param {string} area code */
export function leaving(area) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  // A field would take the next key for text: its area in the list is as near.
  const from = active?.matches('input') ? null : active;
  opener = { key: from?.dataset.key, id: from?.id ?? '', area };
}

/** Where the sheet was opened from, once that is there again; else its area in list or table. @returns {HTMLElement | null} */
export function returning() {
  if (!opener) return null;
  const { key, id, area } = opener;
  opener = null;
  const named = (/** @type {string} */ name) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-key]')]).filter(
      (one) => one.dataset.key === name,
    );
  const found = [
    ...(key === undefined ? [] : named(key)),
    ...(id === '' ? [] : [document.getElementById(id)]),
    ...named(area),
    ...named(`row-${area}`),
  ];
  return found.find((one) => one?.checkVisibility()) ?? null;
}
