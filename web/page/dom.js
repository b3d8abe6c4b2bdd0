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

/**
 * How a symbol shows the role of the municipality: solid, with a line below, or hollow; grey with a stroke through it what stops.
 * @param {string | null | undefined} role @returns {Marking}
 */
export function markingOf(role) {
  if (role === 'both') return 'commission';
  return role === 'commission' || role === 'none' || role === 'closed' ? role : null;
}

/** @typedef {'commission' | 'none' | 'closed' | null} Marking */

/**
 * The colours of a symbol, as its parts name them, and what is drawn over it.
 * @param {string} name in the sprite @param {Marking} marking
 */
export function drawingOf(name, marking) {
  const own = `--group-${name}`;
  return {
    colours:
      marking === 'none'
        ? { symbol: '--surface', ring: own, glyph: own }
        : { symbol: marking === 'closed' ? '--edge' : own, ring: '--surface', glyph: '--surface' },
    over: marking === 'commission' || marking === 'closed' ? `role-${marking}` : null,
  };
}

/** The symbol of a group of service types. @param {string | null} group @param {{glyph?: boolean, marking?: Marking}} [how] */
export function symbol(group, { glyph = true, marking = null } = {}) {
  const name = symbolName(group);
  const { over } = drawingOf(name, marking);
  const part = (/** @type {string} */ id) => svg('use', { href: `/symbols.svg#${id}` });
  const element = svg(
    'svg',
    { class: 'symbol', 'aria-hidden': 'true', 'data-marking': marking },
    part(name),
    glyph && part(`${name}-glyph`),
    over !== null && part(over),
  );
  return tinted(element, name, marking);
}

/** Gives what draws a symbol of the sprite its colours. @template {SVGElement} T @param {T} element @param {string} name @param {Marking} marking */
export function tinted(element, name, marking) {
  if (marking !== null) {
    const { colours } = drawingOf(name, marking);
    for (const [what, token] of Object.entries(colours)) element.style.setProperty(`--${what}`, `var(${token})`);
  }
  return element;
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
