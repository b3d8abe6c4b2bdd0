/** The room that cards leave on the map changes when they do: when a list in one is folded, a font comes, or another card. */

/**
 * @param {HTMLElement[]} slots elements that hold the cards @param {() => void} changed
 */
export function watchCards(slots, changed) {
  const sizes = new ResizeObserver(() => changed());
  const watch = () => {
    sizes.disconnect();
    for (const slot of slots) for (const card of slot.querySelectorAll('.card, .sample-tab')) sizes.observe(card);
  };
  const coming = new MutationObserver(watch);
  for (const slot of slots) coming.observe(slot, { childList: true });
  watch();
}
