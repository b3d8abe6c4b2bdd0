/** What the card says of a figure that the API explains. */

import { copyText } from '../copy.js';
import { h, symbol } from '../dom.js';
import * as f from '../formats.js';
import { MOST_SINGLE } from '../many.js';
import { toast } from '../toast.js';
import { capital, fill } from '../words.js';
import { ratioOf } from './ratio.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../api.js').Explanation} Explanation */

const FIRST_FACILITIES = 5;

/**
 * @param {Context} context @param {Explanation} explained @param {{showOnMap: (ids: string[]) => void, placed: () => void}} card
 * @returns {Node[]}
 */
export function explanation(context, explained, { showOnMap, placed }) {
  const { words, state } = context;
  const { lang } = state;
  const { shell } = words;
  const facilities = explained.facilities ?? [];
  // Where there are many, each is asked by itself.
  const shown = facilities.slice(0, context.counts ? MOST_SINGLE : facilities.length);
  const total = Math.max(shown.length, explained.facilitiesTotal ?? facilities.length);
  return [
    h('p', { class: 'reason-sentence', role: 'status' }, explained.sentences[lang]),
    h(
      'dl',
      { class: 'reason-parts' },
      ...part(shell.counts, counted(context, explained, placed)),
      h('dt', {}, shell.rule),
      h('dd', {}, ...ruleOf(context, explained)),
      ...restOf(context, explained),
    ),
    h(
      'div',
      { class: 'reason-actions' },
      facilities.length > 0 &&
        h(
          'button',
          { type: 'button', class: 'primary', onclick: () => showOnMap(shown.map((one) => one.id)) },
          fill(total > shown.length ? words.places.showSome : shown.length === 1 ? shell.showThis : shell.showThese, {
            n: f.number(lang, shown.length),
            all: f.number(lang, total),
          }),
        ),
      h(
        'button',
        { type: 'button', class: 'quiet-button', onclick: () => void copyExplanation(context, explained) },
        shell.copyReason,
      ),
    ),
  ];
}

/** @param {Context} context @param {Explanation} explained @returns {Node[]} */
export function ruleOf({ words, state }, { definition }) {
  const { source } = definition;
  return [
    h('p', {}, definition[state.lang]),
    ...(source === null ? [] : [h('p', { class: 'small' }, fill(words.shell.ruleFrom, { source }))]),
  ];
}

/** Where it comes from and what is missing. @param {Context} context @param {Explanation} explained @param {string} [more] that is missing */
export function restOf({ words, state }, { sources, caveats, revision }, more) {
  const { shell } = words;
  const { lang } = state;
  const missing = [...caveats.map((caveat) => caveat[lang]), ...(more === undefined ? [] : [more])];
  return [
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
      missing.length === 0
        ? h('p', {}, shell.nothingMissing)
        : h('ul', {}, ...missing.map((text) => h('li', {}, text))),
    ),
  ];
}

/** A part of the reason, where it has anything to say. @param {string} name @param {Node[]} said */
const part = (name, said) => (said.length === 0 ? [] : [h('dt', {}, name), h('dd', {}, ...said)]);

/** How many facilities count; nothing where the figure counts none. @param {Context} context @param {Explanation} explained @returns {string[]} */
function facilitiesLine({ words: { shell }, state: { lang } }, { facilities, facilitiesTotal }) {
  if (facilities === null) return [];
  const total = facilitiesTotal ?? facilities.length;
  return [fill(total === 1 ? shell.oneFacility : shell.facilitiesN, { n: f.number(lang, total) })];
}

/** What a figure is made of, and from which facilities. @param {Context} context @param {Explanation} explained @param {() => void} placed @returns {Node[]} */
function counted(context, explained, placed) {
  const { words, state, city } = context;
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
    ...(explained.residentsTo === undefined
      ? []
      : [h('p', { class: 'small' }, fill(words.reasons.rounded, { n: f.number(lang, explained.residentsTo) }))]),
    ...facilitiesLine(context, explained).map((line) => h('p', {}, line)),
    ...(facilities.length === 0
      ? []
      : [h('ul', { class: 'reason-facilities' }, ...facilities.slice(0, FIRST_FACILITIES).map(item))]),
    ...(rest.length === 0
      ? []
      : [
          h(
            'details',
            { class: 'reason-rest', ontoggle: placed },
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
function partLines(lang, explained) {
  const ratio = ratioOf(lang, explained);
  return ratio ? [`${capital(ratio[0])} ÷ ${ratio[1]}`] : [];
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
async function copyExplanation(context, explained) {
  const { words, state } = context;
  const { lang } = state;
  const { shell } = words;
  const told = [...partLines(lang, explained), ...facilitiesLine(context, explained)].join('. ');
  const lines = [
    explained.sentences[lang],
    '',
    ...(told === '' ? [] : [`${shell.counts}: ${told}`]),
    `${shell.rule}: ${explained.definition[lang]}${explained.definition.source === null ? '' : ` (${explained.definition.source})`}`,
    `${shell.source}: ${explained.sources.map((source) => `${source.attribution ?? source.name} (${sourceLine(lang, source)})`).join('; ')}`,
    `${shell.missing}: ${explained.caveats.map((caveat) => caveat[lang]).join(' ') || shell.nothingMissing}`,
    location.href,
  ];
  toast((await copyText(lines.join('\n'))) ? shell.reasonCopied : shell.notCopied);
}
