/** Why a figure is what it is: a card beside the panel, from `/v1/explain`. The figure stays lit while its card is open. */

import * as api from './api.js';
import { byId, h, icon, isNarrow } from './dom.js';
import { closePopup } from './popup.js';
import { explanation } from './reasons/explained.js';
import { partsOf } from './reasons/made.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Reason} Reason */

const MARGIN = 16;

/** @type {{anchor: HTMLElement, card: HTMLElement, reason: Reason} | null} */
let opened = null;
/** @type {(ids: string[]) => void} */
let showOnMap = () => {};
/** @type {(key: string | null) => void} */
let tell = () => {};

/** Tells who marks facilities on the map. @param {(ids: string[]) => void} show none: the marks go */
export function marksFacilities(show) {
  showOnMap = show;
}

/** Tells who keeps which reason is open. @param {(key: string | null) => void} keep */
export function tellsReason(keep) {
  tell = keep;
}

/**
 * Opens the reason that a link tells, beside its figure; one that is open stays.
 * @param {string | null} key @returns {boolean} whether its figure is there
 */
export function showReason(key) {
  if (opened && opened.anchor.isConnected && keyOf(opened.reason) === key) return true;
  closeReason({ focus: false, told: true });
  if (key === null) return true;
  const figures = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-reason]'))];
  const figure = figures.find((one) => one.getAttribute('data-reason') === key);
  if (!figure) return false;
  for (let fold = figure.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  figure.scrollIntoView({ block: 'nearest' });
  figure.dispatchEvent(new CustomEvent(SHOW));
  return true;
}

/** What a figure hears that a link opens. */
const SHOW = 'show-reason';

/**
 * A figure that opens its reason; without one, the figure as it is.
 * @param {Context} context @param {Reason | undefined} reason @param {...Node} figure @returns {Node[]}
 */
export function reasoned(context, reason, ...figure) {
  return reason ? [reasonButton(context, reason, { class: 'why' }, ...figure)] : figure;
}

/**
 * A button that opens a reason; without content of its own its properties tell what it is.
 * @param {Context} context @param {Reason} reason @param {Record<string, unknown>} properties @param {...(Node | string)} content
 */
export function reasonButton(context, reason, properties, ...content) {
  const button = h(
    'button',
    {
      type: 'button',
      'data-key': `why-${keyOf(reason)}`,
      'data-reason': keyOf(reason),
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      ...(properties['aria-label'] === undefined && { 'aria-description': context.words.why }),
      ...properties,
      onclick: () => toggle(context, reason, button),
    },
    ...content,
  );
  button.addEventListener(SHOW, () => open(context, reason, button));
  return button;
}

/** @param {Reason} reason */
const keyOf = (reason) => ('parts' in reason ? reason.key : `${reason.collection}-${reason.id}-${reason.property}`);

/** Lights the figure wherever it stands. @param {string} key @param {boolean} on */
function light(key, on) {
  for (const figure of document.querySelectorAll('[data-reason]'))
    if (figure.getAttribute('data-reason') === key) figure.toggleAttribute('data-lit', on);
}

/** @param {Context} context @param {Reason} reason @param {HTMLElement} anchor */
function toggle(context, reason, anchor) {
  const again = opened?.anchor === anchor;
  closeReason({ told: !again });
  if (again) return;
  closePopup({ focus: false });
  open(context, reason, anchor);
  opened?.card.focus({ preventScroll: true });
  tell(keyOf(reason));
}

/** @param {Context} context @param {Reason} reason @param {HTMLElement} anchor */
function open(context, reason, anchor) {
  const { words } = context;
  const content = h('div', { class: 'reason-content' });
  const card = h(
    'div',
    { class: 'reason', role: 'dialog', 'aria-label': words.why, tabindex: '-1', onkeydown: keepWithin },
    h(
      'div',
      { class: 'reason-head' },
      h('p', { class: 'small' }, words.why),
      h(
        'button',
        { type: 'button', class: 'reason-close', 'aria-label': words.shell.close, onclick: () => closeReason() },
        icon('close'),
      ),
    ),
    content,
  );
  byId('layer').append(card);
  opened = { anchor, card, reason };
  anchor.setAttribute('aria-expanded', 'true');
  light(keyOf(reason), true);
  void fillCard(context, reason, content);
}

/** Closes the card; the figure that opened it gets the focus back. @param {{focus?: boolean, told?: boolean}} [how] `told`: who keeps it knows @returns {boolean} whether one was open */
export function closeReason(how = {}) {
  if (!opened) return false;
  const { anchor, card, reason } = opened;
  opened = null;
  light(keyOf(reason), false);
  card.remove();
  anchor.setAttribute('aria-expanded', 'false');
  showOnMap([]);
  if (how.focus !== false && anchor.isConnected) anchor.focus({ preventScroll: true });
  if (!how.told) tell(null);
  return true;
}

/** Past the first or last control of the card the focus is at the figure again. @param {KeyboardEvent} event */
function keepWithin(event) {
  if (event.key !== 'Tab' || !opened) return;
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (opened.card.querySelectorAll('button, a[href], summary'))];
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.shiftKey ? at <= 0 : at === all.length - 1) {
    event.preventDefault();
    opened.anchor.focus();
  }
}

/**
 * @param {Context} context @param {Reason} reason @param {HTMLElement} content
 * @param {Reason[]} [before] the figures that this one is a part of, the largest first
 */
async function fillCard(context, reason, content, before = []) {
  const { words } = context;
  const mine = () => opened?.card.contains(content) === true;
  content.setAttribute('aria-busy', 'true');
  content.replaceChildren(
    h('p', { class: 'visually-hidden', role: 'status' }, words.shell.reasonLoading),
    ...Array.from({ length: 4 }, () => h('span', { class: 'bone reason-bone', 'aria-hidden': 'true' })),
  );
  placeCard();
  try {
    const nodes = await told(context, reason, (part) => void fillCard(context, part, content, [...before, reason]));
    if (!mine()) return;
    const whole = before.at(-1);
    const back = () => void fillCard(context, whole ?? reason, content, before.slice(0, -1));
    if (whole) nodes.unshift(backButton(context, back));
    content.replaceChildren(...nodes);
    if (content.dataset.filled !== undefined) opened?.card.focus({ preventScroll: true });
    content.dataset.filled = '';
    opened?.card.scrollTo(0, 0);
  } catch (error) {
    if (!mine()) return;
    const code = error instanceof api.Problem ? error.code : 'page';
    content.replaceChildren(
      h(
        'div',
        { role: 'alert' },
        h('p', {}, words.shell.reasonError),
        h('p', { class: 'small' }, fill(words.helpdesk, { code })),
        h(
          'button',
          { type: 'button', class: 'quiet-button', onclick: () => void fillCard(context, reason, content, before) },
          words.retry,
        ),
      ),
    );
  }
  content.setAttribute('aria-busy', 'false');
  placeCard();
}

/** @param {Context} context @param {Reason} reason @param {(part: Reason) => void} open a part of it @returns {Promise<Node[]>} */
async function told(context, reason, open) {
  if (!('parts' in reason)) return explanation(context, await api.explain(reason), { showOnMap, placed: placeCard });
  const like = reason.like ? await api.explain(reason.like) : null;
  return partsOf(context, reason, { like, open, placed: placeCard });
}

/** @param {Context} context @param {() => void} back */
const backButton = ({ words }, back) =>
  h('button', { type: 'button', class: 'link reason-back', onclick: back }, words.reasons.back);

/** Beside the panel at the height of the figure; on a phone the style sheet puts it at the bottom. */
function placeCard() {
  if (!opened) return;
  const { anchor, card } = opened;
  const phone = isNarrow();
  card.style.left = '';
  card.style.top = '';
  if (phone) return;
  const panel = byId('panel').getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const inPanel = at.left < panel.right;
  // Of a cell in the table the card lies over the panel, so that the rows that one compares with stay in sight.
  const left = inPanel ? panel.right + MARGIN : panel.right - card.offsetWidth - MARGIN;
  const top = Math.min(at.top - MARGIN, window.innerHeight - card.offsetHeight - MARGIN);
  card.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - card.offsetWidth - MARGIN))}px`;
  card.style.top = `${Math.max(MARGIN, top)}px`;
}

window.addEventListener('resize', placeCard);
