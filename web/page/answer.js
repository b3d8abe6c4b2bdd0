/** The white block: one large figure, one sentence, one ranked list. */

import { h, icon } from './dom.js';
import { placeCount } from './many.js';
import { nameOfAll, standsWithin } from './model.js';
import { straysIn } from './strays.js';
import { reasonButton, reasoned } from './reasons.js';
import * as f from './formats.js';
import { arrowsThrough } from './rows.js';
import { capital, fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Row} Row */
/** @typedef {import('./state.js').State} State */

/**
 * @typedef {object} AnswerHandlers
 * @property {(change: Partial<State>) => void} change
 * @property {(code: string | null) => void} point an area is pointed at in the list
 */

/** @param {Context} context @param {Answer} answer @param {AnswerHandlers} handlers @returns {Node[]} */
export function answerBlock(context, answer, handlers) {
  const { words } = context;
  if (answer.body) return answer.body(handlers);
  return [
    h(
      'section',
      { class: 'result', 'aria-label': words.answer },
      h(
        'div',
        { class: 'hero-row' },
        h(
          'p',
          { class: 'hero', 'data-wide': answer.hero.wide === true },
          ...reasoned(
            context,
            answer.hero.why,
            h('span', { class: 'hero-value' }, answer.hero.value),
            h('span', { class: 'hero-unit' }, answer.hero.unit),
          ),
        ),
        h(
          'div',
          { class: 'hero-text' },
          ...answer.lines.map((line) => lineOf(context, line)),
          answer.hero.why && h('p', {}, whyLink(context, answer.hero.why)),
        ),
      ),
      answer.bar && bar(context, answer.bar),
      answer.choices && answer.choices.length > 0 && h('div', { class: 'more-choices' }, ...answer.choices),
      answer.empty && emptyNote(context, handlers),
      programmeLink(context, handlers),
    ),
    answer.extra && h('section', { class: 'extra' }, ...answer.extra),
    answer.list.heading !== '' &&
      (answer.list.rows.length > 0 || answer.list.byLevel) &&
      h(
        'section',
        { class: 'list', 'aria-labelledby': 'list-heading' },
        listHead(context, answer, handlers),
        ...rankedList(context, answer, handlers),
        answer.list.note !== undefined && h('p', { class: 'small list-note' }, answer.list.note),
      ),
    answer.after && h('section', { class: 'after' }, ...answer.after),
    h('p', { class: 'foot' }, ...foot(context)),
  ].filter((part) => part instanceof Node);
}

/** @param {Context} context @param {import('./model.js').Line} line */
const lineOf = (context, { strong, rest, why }) =>
  h('p', {}, ...(strong === '' ? [] : reasoned(context, why, h('strong', {}, strong))), rest);

/** @param {Context} context @param {import('./model.js').Reason} reason */
const whyLink = (context, reason) =>
  reasonButton(context, reason, { class: 'link why-link', 'data-key': 'why-link' }, context.words.why);

/** So many rows of a list are shown at once. */
const MOST_ROWS = 250;

/** Less than this is not seen in a bar. */
const SLIVER = 0.0005;

/** @param {Context} context @param {NonNullable<Answer['bar']>} parts */
export function bar(context, parts) {
  const { words } = context;
  const reached = h('span', { class: 'bar-reached' });
  const gain = parts.gain ?? 0;
  reached.style.flexGrow = String((parts.share ?? 0) - gain);
  const more = h('span', { class: 'bar-gain' });
  more.style.flexGrow = String(gain);
  const lost = parts.lost ?? 0;
  const less = h('span', { class: 'bar-lost' });
  less.style.flexGrow = String(lost);
  const not = h('span', { class: 'bar-not' });
  not.style.flexGrow = String(1 - (parts.share ?? 0) - lost);
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'bar', 'aria-hidden': 'true' },
      (parts.share ?? 0) > gain && reached,
      gain >= SLIVER && more,
      lost >= SLIVER && less,
      (parts.share ?? 0) < 1 && not,
      ...(parts.marks ?? []).map(mark),
    ),
    h(
      'p',
      { class: 'bar-text' },
      ...barFigure(context, words.reached, parts.reached, parts.whys?.reached),
      ...barFigure(context, words.notReached, parts.notReached, parts.whys?.notReached),
    ),
    parts.marks &&
      parts.marks.length > 0 &&
      h('p', { class: 'small bar-marks' }, parts.marks.map(({ label }) => label).join(' · ')),
  );
}

/** A tick where a norm stands. @param {{share: number}} norm */
function mark({ share }) {
  const tick = h('span', { class: 'bar-tick' });
  tick.style.left = `${share * 100}%`;
  return tick;
}

/** @param {Context} context @param {string} text @param {number} n @param {import('./model.js').Reason | undefined} why */
const barFigure = (context, text, n, why) =>
  reasoned(context, why, h('span', {}, fill(text, { n: f.number(context.state.lang, n) })));

/** @param {Context} context @param {AnswerHandlers} handlers */
function emptyNote({ words, state }, { change }) {
  const filtered = state.role !== null || state.date !== null;
  return h(
    'p',
    { class: 'note' },
    words.empty,
    ' ',
    filtered &&
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => change({ role: null, date: null }) },
        words.clearFilters,
      ),
  );
}

/** @param {Context} context @param {AnswerHandlers} handlers */
function programmeLink({ words, state, city }, { change }) {
  const programme = city.programmes.find((area) => area.properties.code === state.programme);
  if (!programme) return null;
  return h(
    'p',
    { class: 'programme-link' },
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => change({ area: programme.properties.code }) },
      fill(words.openSheet, { name: programme.properties.name }),
    ),
  );
}

/** @param {Context} context @param {Answer} answer @param {AnswerHandlers} handlers */
function listHead({ words, state }, answer, { change }) {
  return h(
    'div',
    { class: 'list-head' },
    h('h2', { id: 'list-heading' }, answer.list.heading),
    answer.list.byLevel &&
      h(
        'div',
        { class: 'segments', role: 'group', 'aria-label': words.listBy },
        .../** @type {const} */ (['districts', 'neighbourhoods']).map((level) =>
          h(
            'button',
            { type: 'button', 'aria-pressed': String(state.level === level), onclick: () => change({ level }) },
            words[level],
          ),
        ),
      ),
  );
}

/** @param {Context} context @param {Answer} answer @param {AnswerHandlers} handlers */
function rankedList(context, answer, { change, point }) {
  const { state, words } = context;
  const most = Math.max(...answer.list.rows.map((row) => row.value), 0);
  const byLevel = answer.list.byLevel;
  const list = h('ol', {
    class: `rows tone-${answer.list.tone}`,
    'data-pairs': !byLevel,
    'data-wide': answer.list.wide === true,
  });
  const { rows } = answer.list;
  /** @param {Row} row @param {number} index */
  const draw = (row, index) => {
    const unknown = row.figure === words.unknown || row.verdict === 'unknown';
    const chosen = !byLevel && state.item === row.key;
    const choose = () =>
      row.open
        ? change({ ...row.open, view: null })
        : byLevel
          ? change({ area: row.key, view: null })
          : change({ item: chosen ? null : row.key, view: null });
    const button = h(
      'button',
      {
        type: 'button',
        class: 'row',
        'data-key': row.key,
        'data-why': row.why !== undefined,
        'aria-expanded': byLevel || row.open ? null : String(chosen),
        onclick: choose,
        onpointerenter: () => point(row.key),
        onpointerleave: () => point(null),
        onfocus: () => point(row.key),
        onblur: () => point(null),
      },
      h('span', { class: 'rank', 'aria-hidden': 'true' }, unknown ? '–' : String(index + 1)),
      h('span', { class: 'row-name' }, ...breakable(row.name), row.second !== undefined && h('span', {}, row.second)),
      row.verdict ? verdictMark(words, row.verdict) : rowBar(most > 0 ? row.value / most : 0),
      h('span', { class: 'row-figure', 'data-unknown': row.figure === words.unknown }, row.figure),
    );
    list.append(
      h(
        'li',
        {},
        h('div', { class: 'row-line' }, button, row.why && rowReason(context, row, row.why)),
        chosen &&
          row.detail &&
          h('div', { class: 'row-detail' }, ...row.detail.map((line) => lineOf(context, line)), ...(row.more ?? [])),
      ),
    );
  };
  let drawn = 0;
  const more = () => {
    const until = Math.max(drawn + MOST_ROWS, rows.findIndex((row) => row.key === state.item) + 1);
    for (; drawn < Math.min(until, rows.length); drawn += 1) {
      const row = rows[drawn];
      if (row) draw(row, drawn);
    }
    const left = rows.length - drawn;
    rest.hidden = left === 0;
    rest.textContent = fill(words.many.moreRows, { n: f.number(state.lang, Math.min(MOST_ROWS, left)) });
  };
  const rest = h('button', {
    type: 'button',
    class: 'link more-rows',
    'data-key': 'more-rows',
    onclick: () => {
      const first = drawn;
      more();
      /** @type {HTMLElement | null} */ (list.children[first]?.querySelector('.row') ?? null)?.focus();
    },
  });
  more();
  arrowsThrough(list);
  return [list, rest];
}

/** The figure of a row opens its reason: a button that lies on the row's figure. @param {Context} context @param {Row} row @param {import('./model.js').Reason} reason */
const rowReason = (context, row, reason) =>
  reasonButton(context, reason, {
    class: 'row-why',
    'aria-label': `${row.name}: ${row.figure}. ${context.words.why}`,
    title: context.words.why,
  });

/** Mark and word, never the colour alone. @param {Context['words']} words @param {import('./model.js').Verdict} verdict */
export const verdictMark = (words, verdict) =>
  h('span', { class: `verdict verdict-${verdict}` }, icon(`verdict-${verdict}`), words.verdicts[verdict]);

/** A long double name may break after its slash. @param {string} name */
export const breakable = (name) => name.split(/(?<=\/)/).flatMap((part, index) => [index > 0 && h('wbr'), part]);

/** @param {number} share 0–1 */
function rowBar(share) {
  const fillBar = h('span', {});
  fillBar.style.width = `${share * 100}%`;
  return h('span', { class: 'row-bar', 'aria-hidden': 'true' }, fillBar);
}

/** Of which day the figures are and how many count; who made them is in the list of sources, and on paper here. @param {Context} context */
function foot(context) {
  const { words, state, city, type } = context;
  const n = placeCount(context, type?.code ?? null);
  const label = type === null ? words.allTypes : state.lang === 'nl' ? type.labelNl : type.labelEn;
  const counted = context.facilities.filter(({ properties }) => type === null || properties.serviceType === type.code);
  const strays = context.counts ? '' : straysIn(context, counted);
  const told = f.number(state.lang, n);
  const all = strays === '' ? told : fill(words.places.ofWhich, { count: told, strays });
  // Of a country nobody counted them per area.
  const [text, inside] =
    state.programme === null
      ? [words.counts, '']
      : context.counts
        ? [words.countsOfAll, '']
        : [words.countsWithin, f.number(state.lang, counted.filter(standsWithin(context)).length)];
  const count = fill(text, { type: capital(label), n: all, inside, area: nameOfAll(context), name: city.info.name });
  const of = (/** @type {string} */ layer) => {
    const named = city.info.sources
      .filter((source) => source.layer === layer)
      .map(({ name, date }) => (date === null ? name : `${name} (${f.date(state.lang, date)})`));
    return named.length === 0 ? words.unknown : [...new Set(named)].join(', ');
  };
  const makers = new Set(city.info.sources.map((source) => source.attribution ?? source.name));
  return [
    fill(words.foot, { areas: of('neighbourhoods'), places: of('facilities'), count }),
    h('span', { class: 'foot-makers' }, ` ${words.sources}: ${[...makers].join('; ')}.`),
  ];
}

/** What is shown while, or because, figures do not come. @param {Context['words']} words @param {string} code @param {() => void} retry */
export function errorBanner(words, code, retry) {
  return h(
    'div',
    { class: 'banner', role: 'alert' },
    h('p', {}, words.error, ' ', h('button', { type: 'button', class: 'link', onclick: retry }, words.retry)),
    h('p', { class: 'small' }, fill(words.helpdesk, { code })),
  );
}

/** Grey bars of the final size, for the first load. */
export const skeleton = () =>
  h(
    'div',
    { class: 'skeleton', 'aria-hidden': 'true' },
    h('span', { class: 'bone bone-hero' }),
    h('span', { class: 'bone bone-bar' }),
    ...Array.from({ length: 8 }, () => h('span', { class: 'bone bone-row' })),
  );
