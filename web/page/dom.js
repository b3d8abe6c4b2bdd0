/** Elements from names and texts. Text only ever becomes a text node, so no data can become HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element. Properties that start with `on` are listeners, the others attributes; `false` and null leave one out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  setProperties(element, properties);
  element.append(...present(children));
  return element;
}

/** @param {string} tag @param {Record<string, unknown>} [properties] @param {...Child} children @returns {SVGElement} */
export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setProperties(element, properties);
  element.append(...present(children));
  return element;
}

/** @param {Child[]} children */
const present = (children) => children.filter((child) => child !== null && child !== undefined && child !== false);

/** @param {Element} element @param {Record<string, unknown>} properties */
function setProperties(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** An icon of the page's own. @param {string} name */
export const icon = (name) =>
  svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `/symbols.svg#ui-${name}` }));

const DRAWN = new Set(['ont', 'hlp', 'jgd', 'spl', 'bwg', 'ver', 'lrn', 'mz', 'par', 'vrw']);

/** The name in the sprite of a group's symbol. @param {string | null} group */
export function symbolName(group) {
  const name = (group ?? '').toLowerCase();
  return DRAWN.has(name) ? name : 'other';
}

/** The symbol of a group of service types. @param {string | null} group @param {{glyph?: boolean}} [how] */
export function symbol(group, how = {}) {
  const name = symbolName(group);
  return svg(
    'svg',
    { class: 'symbol', 'aria-hidden': 'true' },
    svg('use', { href: `/symbols.svg#${name}` }),
    how.glyph !== false && svg('use', { href: `/symbols.svg#${name}-glyph` }),
  );
}

/** A text of which the first part is strong. @param {{strong: string, rest: string}} text @param {(text: string) => string} filled */
export function strongText(text, filled) {
  return [text.strong === '' ? null : h('strong', {}, filled(text.strong)), filled(text.rest)];
}

/** Whether the page has its narrow layout, a phone's. */
export const isNarrow = () => window.matchMedia('(max-width: 767px)').matches;

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}
