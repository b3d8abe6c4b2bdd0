/** A list of rows is one stop for the Tab key, as the table is: the arrows go from row to row, and from a row to its reason. */

const STOPS = '.row, .row-why';

/** @param {Element | null | undefined} line @returns {HTMLElement[]} */
const stopsOf = (line) => [.../** @type {NodeListOf<HTMLElement>} */ (line?.querySelectorAll(STOPS) ?? [])];

/** Lets the arrows go through the rows of a list. @param {HTMLElement} list */
export function arrowsThrough(list) {
  list.addEventListener('keydown', move);
  list.addEventListener('focusin', (event) => {
    if (/** @type {HTMLElement} */ (event.target).matches(STOPS)) oneStop(list, lineOf(event.target));
  });
  oneStop(list);
}

/** @param {EventTarget | null} target */
const lineOf = (target) => /** @type {HTMLElement} */ (target).closest('li');

/** Only this row is reached with Tab; the first, where no row was. @param {HTMLElement} list @param {Element | null} [line] */
export function oneStop(list, line) {
  const lines = [...list.children];
  const own = line ?? lines.find((one) => stopsOf(one).some((stop) => stop.tabIndex === 0)) ?? lines[0];
  for (const one of lines) for (const stop of stopsOf(one)) stop.tabIndex = one === own ? 0 : -1;
}

/** @param {KeyboardEvent} event */
function move(event) {
  const from = /** @type {HTMLElement} */ (event.target);
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const line = lineOf(from);
  if (!line || !from.matches(STOPS)) return;
  const own = stopsOf(line);
  const at = own.indexOf(from);
  const lines = [...list.children];
  const other = {
    ArrowDown: lines[lines.indexOf(line) + 1],
    ArrowUp: lines[lines.indexOf(line) - 1],
    Home: lines[0],
    End: lines.at(-1),
  }[event.key];
  const near = stopsOf(other);
  const to = { ArrowRight: own[at + 1], ArrowLeft: own[at - 1] }[event.key] ?? near[Math.min(at, near.length - 1)];
  if (!to) return;
  event.preventDefault();
  to.focus();
}
