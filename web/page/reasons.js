/** Why a figure is what it is: a card beside the panel, from `/v1/explain`. The figure stays lit while its card is open. */

import * as api from './api.js';
import { copyText } from './copy.js';
import { byId, h, icon, isNarrow, symbol } from './dom.js';
import * as f from './formats.js';
import { closePopup } from './popup.js';
import { toast } from './toast.js';
import { capital, fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Reason} Reason */
/** @typedef {import('./api.js').Explanation} Explanation */

const MARGIN = 16;
const FIRST_FACILITIES = 5;

/** @type {{anchor: HTMLElement, card: HTMLElement, reason: Reason} | null} */
let opened = null;
/** @type {(ids: string[]) => void} */
let showOnMap = () => {};

/** Tells who marks facilities on the map. @param {(ids: string[]) => void} show none: the marks go */
export function marksFacilities(show) {
  showOnMap = show;
}

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
      'data-key': keyOf(reason),
      'data-reason': keyOf(reason),
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      ...(properties['aria-label'] === undefined && { 'aria-description': context.words.why }),
      ...properties,
      onclick: () => toggle(context, reason, button),
    },
    ...content,
  );
  return button;
}

/** @param {Reason} reason */
const keyOf = (reason) => `why-${reason.collection}-${reason.id}-${reason.property}`;

/** Lights the figure wherever it stands. @param {string} key @param {boolean} on */
function light(key, on) {
  for (const figure of document.querySelectorAll('[data-reason]'))
    if (figure.getAttribute('data-reason') === key) figure.toggleAttribute('data-lit', on);
}

/** @param {Context} context @param {Reason} reason @param {HTMLElement} anchor */
function toggle(context, reason, anchor) {
  const again = opened?.anchor === anchor;
  closeReason();
  if (again) return;
  closePopup({ focus: false });
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
  card.focus({ preventScroll: true });
  void fillCard(context, reason, content);
}

/** Closes the card; the figure that opened it gets the focus back. @param {{focus?: boolean}} [how] @returns {boolean} whether one was open */
export function closeReason(how = {}) {
  if (!opened) return false;
  const { anchor, card, reason } = opened;
  opened = null;
  light(keyOf(reason), false);
  card.remove();
  anchor.setAttribute('aria-expanded', 'false');
  showOnMap([]);
  if (how.focus !== false && anchor.isConnected) anchor.focus({ preventScroll: true });
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

/** @param {Context} context @param {Reason} reason @param {HTMLElement} content */
async function fillCard(context, reason, content) {
  const { words } = context;
  const mine = () => opened?.card.contains(content) === true;
  content.setAttribute('aria-busy', 'true');
  content.replaceChildren(
    h('p', { class: 'visually-hidden', role: 'status' }, words.shell.reasonLoading),
    ...Array.from({ length: 4 }, () => h('span', { class: 'bone reason-bone', 'aria-hidden': 'true' })),
  );
  placeCard();
  try {
    const explained = await api.explain(reason);
    if (mine()) content.replaceChildren(...explanation(context, explained));
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
          { type: 'button', class: 'quiet-button', onclick: () => void fillCard(context, reason, content) },
          words.retry,
        ),
      ),
    );
  }
  content.setAttribute('aria-busy', 'false');
  placeCard();
}

/** @param {Context} context @param {Explanation} explained @returns {Node[]} */
function explanation(context, explained) {
  const { words, state } = context;
  const { lang } = state;
  const { shell } = words;
  const { definition, sources, caveats, revision } = explained;
  const facilities = explained.facilities ?? [];
  return [
    h('p', { class: 'reason-sentence', role: 'status' }, explained.sentences[lang]),
    h(
      'dl',
      { class: 'reason-parts' },
      h('dt', {}, shell.counts),
      h('dd', {}, ...counted(context, explained)),
      h('dt', {}, shell.rule),
      h(
        'dd',
        {},
        h('p', {}, definition[lang]),
        definition.source !== null && h('p', { class: 'small' }, fill(shell.ruleFrom, { source: definition.source })),
      ),
      h('dt', {}, shell.source),
      h(
        'dd',
        {},
        sources.length === 0 ? h('p', {}, words.unknown) : h('ul', {}, ...sourceItems(lang, sources)),
        h(
          'p',
          { class: 'small' },
          fill(shell.revisionOf, { date: f.date(lang, revision.time), n: f.number(lang, revision.number) }),
        ),
      ),
      h('dt', {}, shell.missing),
      h(
        'dd',
        {},
        caveats.length === 0
          ? h('p', {}, shell.nothingMissing)
          : h('ul', {}, ...caveats.map((caveat) => h('li', {}, caveat[lang]))),
      ),
    ),
    h(
      'div',
      { class: 'reason-actions' },
      facilities.length > 0 &&
        h(
          'button',
          { type: 'button', class: 'primary', onclick: () => showOnMap(facilities.map((one) => one.id)) },
          fill(facilities.length === 1 ? shell.showThis : shell.showThese, { n: f.number(lang, facilities.length) }),
        ),
      h(
        'button',
        { type: 'button', class: 'quiet-button', onclick: () => void copyExplanation(context, explained) },
        shell.copyReason,
      ),
    ),
  ];
}

/** What a figure is made of, and from which facilities. @param {Context} context @param {Explanation} explained @returns {Node[]} */
function counted({ words, state, city }, explained) {
  const { lang } = state;
  const { shell } = words;
  const facilities = explained.facilities ?? [];
  const total = explained.facilitiesTotal ?? facilities.length;
  const groups = new Map(city.types.map((type) => [type.code, type.group]));
  const item = (/** @type {typeof facilities[0]} */ one) =>
    h('li', {}, symbol(groups.get(one.serviceType ?? '') ?? null), h('span', {}, one.name ?? words.nameless));
  const rest = facilities.slice(FIRST_FACILITIES);
  return [
    ...partLines(lang, explained).map((line) => h('p', {}, line)),
    h('p', {}, fill(total === 1 ? shell.oneFacility : shell.facilitiesN, { n: f.number(lang, total) })),
    ...(facilities.length === 0
      ? []
      : [h('ul', { class: 'reason-facilities' }, ...facilities.slice(0, FIRST_FACILITIES).map(item))]),
    ...(rest.length === 0
      ? []
      : [
          h(
            'details',
            { class: 'reason-rest', ontoggle: placeCard },
            h('summary', {}, fill(shell.otherFacilities, { n: f.number(lang, rest.length) })),
            h('ul', { class: 'reason-facilities' }, ...rest.map(item)),
          ),
        ]),
    ...(total > facilities.length && facilities.length > 0
      ? [h('p', { class: 'small' }, fill(shell.onlyFirst, { n: f.number(lang, facilities.length) }))]
      : []),
  ];
}

/** The numbers that a figure is computed from. @param {f.Lang} lang @param {Explanation} explained @returns {string[]} */
function partLines(lang, { parts }) {
  const amount = (/** @type {{title: api.Text, value: number} | undefined} */ one) =>
    one ? `${f.number(lang, one.value, Math.abs(one.value) < 100 ? 2 : 0)} ${one.title[lang]}` : '';
  if (!parts || parts.kind !== 'ratio' || !parts.numerator || !parts.denominator) return [];
  return [`${capital(amount(parts.numerator))} ÷ ${amount(parts.denominator)}`];
}

/** @param {f.Lang} lang @param {Explanation['sources'][0]} source */
const sourceLine = (lang, source) =>
  [source.attribution !== null && source.name, source.date && f.date(lang, source.date), source.licence]
    .filter(Boolean)
    .join(' · ');

/** A maker is named once, with each of its files. @param {f.Lang} lang @param {Explanation['sources']} sources */
function sourceItems(lang, sources) {
  const makers = new Map(sources.map((source) => [source.attribution ?? source.name, /** @type {string[]} */ ([])]));
  for (const source of sources) makers.get(source.attribution ?? source.name)?.push(sourceLine(lang, source));
  return [...makers].map(([maker, lines]) =>
    h('li', {}, maker, ...lines.filter(Boolean).map((line) => h('span', { class: 'small' }, line))),
  );
}

/** @param {Context} context @param {Explanation} explained */
async function copyExplanation({ words, state }, explained) {
  const { lang } = state;
  const { shell } = words;
  const total = explained.facilitiesTotal ?? explained.facilities?.length ?? 0;
  const lines = [
    explained.sentences[lang],
    '',
    `${shell.counts}: ${[...partLines(lang, explained), fill(total === 1 ? shell.oneFacility : shell.facilitiesN, { n: f.number(lang, total) })].join('. ')}`,
    `${shell.rule}: ${explained.definition[lang]}${explained.definition.source === null ? '' : ` (${explained.definition.source})`}`,
    `${shell.source}: ${explained.sources.map((source) => `${source.attribution ?? source.name} (${sourceLine(lang, source)})`).join('; ')}`,
    `${shell.missing}: ${explained.caveats.map((caveat) => caveat[lang]).join(' ') || shell.nothingMissing}`,
    location.href,
  ];
  toast((await copyText(lines.join('\n'))) ? shell.reasonCopied : shell.notCopied);
}

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
