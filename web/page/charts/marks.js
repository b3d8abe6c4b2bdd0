/**
 * Marks of a chart, or lines beside it, that stand for an area or an item of the list: pointing at one marks it in list, table and
 * map, and the other way round; choosing one opens what it stands for.
 */

/** Begins the key of a mark that stands for several areas; their codes follow. */
export const AREAS = 'areas';

/** What a mark tells the page. */
export const POINT = 'mark-point';
export const CHOOSE = 'mark-choose';

/** @param {Element} element @param {string} name @param {string | null} key */
const tell = (element, name, key) => element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: key }));

/** @template {Element} T @param {T} element @param {string} key of an area or an item @param {string} [within] key of the area that it lies in @returns {T} */
export function marking(element, key, within) {
  element.setAttribute('data-mark', key);
  if (within !== undefined) element.setAttribute('data-mark-within', within);
  element.addEventListener('pointerenter', () => tell(element, POINT, key));
  element.addEventListener('pointerleave', () => tell(element, POINT, null));
  element.addEventListener('focusin', () => tell(element, POINT, key));
  element.addEventListener('focusout', () => tell(element, POINT, null));
  return element;
}

/**
 * Marks that the Tab key reaches as one; the arrows go from mark to mark, Enter opens.
 * @param {Element} chart @param {SVGElement[]} marks
 */
export function arrowsAlong(chart, marks) {
  const stop = (/** @type {SVGElement} */ one) => {
    for (const mark of marks) mark.setAttribute('tabindex', mark === one ? '0' : '-1');
  };
  if (marks[0]) stop(marks[0]);
  for (const mark of marks) {
    mark.setAttribute('role', 'button');
    mark.addEventListener('click', () => tell(mark, CHOOSE, mark.getAttribute('data-mark')));
    mark.addEventListener('focus', () => stop(mark));
  }
  chart.addEventListener('keydown', (raw) => {
    const event = /** @type {KeyboardEvent} */ (raw);
    const at = marks.indexOf(/** @type {SVGElement} */ (event.target));
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ')
      tell(marks[at] ?? chart, CHOOSE, marks[at]?.getAttribute('data-mark') ?? null);
    const to = {
      ArrowRight: marks[at + 1],
      ArrowLeft: marks[at - 1],
      Home: marks[0],
      End: marks.at(-1),
      Enter: marks[at],
      ' ': marks[at],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

/** A mark may stand for several areas. @param {string | null} mark @param {string} key */
const standsFor = (mark, key) =>
  mark === key || (mark?.startsWith(`${AREAS} `) === true && mark.split(' ').includes(key));

/** Marks what is pointed at elsewhere. @param {Element} root @param {string | null} key */
export function pointMarks(root, key) {
  for (const mark of root.querySelectorAll('[data-mark]'))
    mark.classList.toggle(
      'pointed',
      key !== null && (standsFor(mark.getAttribute('data-mark'), key) || mark.getAttribute('data-mark-within') === key),
    );
}

/** A mark that says below its chart what it stands for, while it is pointed at. @param {SVGElement} mark @param {Element} below @param {string} label */
export function telling(mark, below, label) {
  const tell = () => (below.textContent = label);
  mark.addEventListener('pointerenter', tell);
  mark.addEventListener('focus', tell);
  return mark;
}
