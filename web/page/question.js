/** The dark block: which question is asked, as one sentence with words to choose. */

import { openChooser } from './chooser.js';
import { openDay } from './day.js';
import { h, icon, symbol } from './dom.js';
import * as f from './formats.js';
import { ownDistances } from './model.js';
import { panelOf, questions } from './panels/index.js';
import { foldedLine } from './phone.js';
import { closePopup, openPopup } from './popup.js';
import { GROUPS, ROLES } from './state.js';
import { article, capital, fill, lookUp, shortLabel } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

const DISTANCES_M = [250, 400, 500, 800, 1000, 1500, 2000, 3000];

/** @param {Context} context @param {Change} change @returns {Node[]} */
export function questionBlock(context, change) {
  const { words } = context;
  return [
    head(context, change),
    h('div', { class: 'ask' }, ...wayOut(context, change), ...programmeWord(context, change)),
    h('h1', { class: 'sentence', id: 'sentence' }, ...sentence(context, change)),
    h(
      'ul',
      { class: 'quiet', 'aria-label': words.choices },
      ...quietWords(context, change).map((word) => h('li', {}, ...word)),
    ),
    foldedLine(words, sentenceText(context)),
  ];
}

/** @param {Context} context @param {Change} change */
export function head(context, change) {
  return h(
    'div',
    { class: 'brand-row' },
    h(
      'p',
      { class: 'brand' },
      icon('brand'),
      h('strong', {}, context.words.title),
      h('span', {}, context.city.info.name),
    ),
    languages(context, change),
  );
}

/** @param {Context} context @param {Change} change */
export function languages({ state, words }, change) {
  return h(
    'div',
    { class: 'languages', role: 'group', 'aria-label': words.language },
    .../** @type {const} */ (['nl', 'en']).map((lang) =>
      h(
        'button',
        {
          type: 'button',
          lang,
          'aria-pressed': String(state.lang === lang),
          'aria-label': lang === 'nl' ? 'NL Nederlands' : 'EN English',
          onclick: () => change({ lang }),
        },
        lang.toUpperCase(),
      ),
    ),
  );
}

/** The menu of questions, or the way out of one that stands apart. @param {Context} context @param {Change} change @returns {Node[]} */
function wayOut(context, change) {
  const { words, state } = context;
  const { leave } = panelOf(state.question);
  if (!leave) return [h('span', { class: 'ask-label' }, words.question), questionButton(context, change)];
  const press = () => leave.go(change, context);
  return [h('button', { type: 'button', class: 'back', onclick: press }, icon('back'), leave.text(words))];
}

/** @param {Context} context @param {Change} change */
function questionButton(context, change) {
  const { words, state } = context;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'ask-button',
      id: 'question-button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () => openPopup(button, questionMenu(context, change)),
    },
    words.questions[panelOf(state.question).name],
    icon('chevron'),
  );
  return button;
}

/**
 * The menu of questions, wherever one is: beside its button, or in a sheet or a proposal beside the way out.
 * @param {Context} context @param {Change} change @param {HTMLElement} block the question
 */
export function askOther(context, change, block) {
  const button = block.querySelector('.ask-button');
  const anchor = /** @type {HTMLElement | null} */ (button ?? block.querySelector('.back, button'));
  if (context.state.embed || context.state.print !== null || !anchor) return;
  if (button) anchor.click();
  else openPopup(anchor, questionMenu(context, change));
}

/** Asks another question, and leaves what stands apart from questions. @param {Context} context @param {Change} change @param {string} question */
function ask(context, change, question) {
  const { state } = context;
  const { leave } = panelOf(state.question);
  const to = { question, area: null, item: null, only: null, sort: null, find: null };
  const from = state.area === null ? {} : { view: null };
  if (leave && question !== state.question) leave.go((left) => change({ ...left, ...from, ...to }), context);
  else change({ ...from, ...to });
}

/** In two columns, as they are read: what there is, then what it costs and where it goes. */
const MENU_COLUMNS = /** @type {const} */ ([
  ['map', 'enough'],
  ['money', 'time'],
]);

/** @param {Context} context @param {Change} change */
function questionMenu(context, change) {
  return h(
    'div',
    { class: 'question-menu', role: 'dialog', 'aria-label': context.words.chooseQuestion },
    ...MENU_COLUMNS.map((headings) =>
      h('div', {}, ...headings.flatMap((heading) => questionsUnder(context, heading, change))),
    ),
  );
}

/** @param {Context} context @param {keyof Context['words']['headings']} heading @param {Change} change @returns {Node[]} */
function questionsUnder(context, heading, change) {
  const { words, state } = context;
  const under = questions.filter((question) => question.heading === heading);
  const current = panelOf(state.question).name;
  if (under.length === 0) return [];
  return [
    h('p', { class: 'options-heading', id: `heading-${heading}` }, words.headings[heading]),
    h(
      'ul',
      { class: 'options', 'aria-labelledby': `heading-${heading}` },
      ...under.map(({ name }) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'menu-item',
              'aria-current': name === current ? 'true' : null,
              'data-focus': name === current,
              onclick: () => {
                closePopup();
                ask(context, change, name);
              },
            },
            words.questions[name],
          ),
        ),
      ),
    ),
  ];
}

/** @param {Context} context @param {Change} change @returns {(Node | string)[]} */
function sentence(context, change) {
  const panel = panelOf(context.state.question);
  const own = panel.words?.(context, change).sentence ?? {};
  const text = textOf(context);
  const parts = text.split(/(\{\w+\})/).filter((part) => part !== '');
  return parts.map((part, index) => {
    if (part === '{distance}') return keepTogether(distanceWord(context, change), parts[index + 1]);
    if (part === '{type}') return keepTogether(typeWord(context, change), parts[index + 1]);
    if (part === '{per}') return keepTogether(perWord(context, change), parts[index + 1]);
    const word = own[part.slice(1, -1)];
    if (word) return keepTogether(chooserWord(word.text, word.label, word.open), parts[index + 1]);
    if (part === '{a}') return article(typeText(context));
    if (part === '{name}') return context.city.info.name;
    return part === '?' ? '' : part;
  });
}

/** The sentence without its buttons. @param {Context} context */
export const sentenceText = (context) => h('span', {}, ...sentence(context, () => {})).textContent ?? '';

/** The question's sentence, with its words to choose in braces. @param {Context} context */
function textOf(context) {
  const panel = panelOf(context.state.question);
  return panel.sentence?.(context) ?? context.words.sentences[panel.name];
}

/** A word and the question mark after it never break apart. @param {Node} word @param {string | undefined} after */
const keepTogether = (word, after) => (after === '?' ? h('span', { class: 'together' }, word, '?') : word);

/** @param {string} text @param {string} label @param {(button: HTMLElement) => void} open */
function chooserWord(text, label, open) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'word',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${text}. ${label}`,
      onclick: () => open(button),
    },
    h('span', {}, text),
    icon('chevron'),
  );
  return button;
}

/** @param {Context} context */
function typeText({ type, state, words }) {
  if (type === null) return panelOf(state.question).name === 'overlaps' ? words.samePlace : words.anyType;
  return shortLabel(state.lang === 'nl' ? type.labelNl : type.labelEn);
}

/** @param {Context} context @param {Change} change */
function typeWord(context, change) {
  const { words, state, city } = context;
  const all = panelOf(state.question).needsType
    ? []
    : [
        {
          value: '',
          label: words.allTypes,
          count: f.number(
            state.lang,
            city.types.reduce((n, type) => n + type.facilityCount, 0),
          ),
        },
      ];
  const options = city.types.map((type) => ({
    value: type.code,
    label: capital(state.lang === 'nl' ? type.labelNl : type.labelEn),
    count: f.number(state.lang, type.facilityCount),
    group: lookUp(words.groupNames, type.group, type.group),
    symbol: () => symbol(type.group),
    search: lookUp(words.groupNames, type.group, type.group),
  }));
  const word = chooserWord(typeText(context), words.chooseType, (button) =>
    openChooser(button, {
      label: words.chooseType,
      search: words.searchType,
      nothing: words.noMatch,
      options: [...all, ...options],
      selected: context.type?.code ?? '',
      choose: (value) => change({ serviceType: value === '' ? null : value, item: null, only: null }),
    }),
  );
  word.setAttribute('data-key', 'word-type');
  return word;
}

/** @param {Context} context @param {Change} change */
function distanceWord(context, change) {
  const { words, distance } = context;
  const text = ownDistances(context) ? words.ownDistance : metresText(context, distance);
  return chooserWord(text, words.chooseDistance, (button) => openChooser(button, distances(context, change)));
}

/** @param {Context} context @param {number} metres */
const metresText = ({ words, state }, metres) => `${f.number(state.lang, metres)}\u00a0${words.metre}`;

/** @param {Context} context @param {Change} change @returns {import('./chooser.js').Choice} */
function distances(context, change) {
  const { words, distance } = context;
  const values = [...new Set([...DISTANCES_M, distance])].sort((a, b) => a - b);
  return {
    label: words.chooseDistance,
    search: words.typeDistance,
    nothing: words.noMatch,
    selected: String(distance),
    options: values.map((metres) => ({ value: String(metres), label: metresText(context, metres) })),
    typed: (text) => {
      const metres = Number(text.replace(/[.,\s]|m$|meter$|metres$/g, ''));
      return metres >= 50 && metres <= 20_000 ? { value: String(metres), label: metresText(context, metres) } : null;
    },
    choose: (value) => change({ distance: Number(value), item: null }),
  };
}

/** The distance where the sentence does not name it. @param {Context} context @param {Change} change @returns {Node[]} */
function quietDistance(context, change) {
  const { words, state, distance } = context;
  const text = fill(words.withinDistance, {
    distance: ownDistances(context) ? words.ownDistance : metresText(context, distance),
  });
  const clear = () => change({ distance: null, item: null });
  return quiet(context, text, words.chooseDistance, state.distance !== null, clear, distances(context, change));
}

/** @param {Context} context @param {Change} change */
function perWord({ words, state }, change) {
  return chooserWord(words.per[state.per], words.choosePer, (button) =>
    openChooser(button, {
      label: words.choosePer,
      selected: state.per,
      options: /** @type {const} */ (['residents', 'land']).map((value) => ({ value, label: words.per[value] })),
      choose: (value) => change({ per: value === 'land' ? 'land' : 'residents', only: null }),
    }),
  );
}

/** @param {Context} context @param {Change} change @returns {Node[][]} */
function quietWords(context, change) {
  const { words, state } = context;
  const panel = panelOf(state.question);
  const out = [];
  if (panel.usesGroup) {
    out.push(
      quiet(
        context,
        lookUp(words.groups, state.group, state.group),
        words.chooseGroup,
        state.group !== 'all',
        () => change({ group: 'all' }),
        {
          label: words.chooseGroup,
          selected: state.group,
          options: ['all', ...GROUPS].map((value) => ({ value, label: lookUp(words.groups, value, value) })),
          choose: (group) => change({ group }),
        },
      ),
    );
  }
  if (panel.usesDistance && !textOf(context).includes('{distance}')) out.push(quietDistance(context, change));
  if (panel.usesDistance) out.push([h('span', { class: 'quiet-fixed' }, words.straightLine)]);
  out.push(dateWord(context, change));
  for (const { text, label, open, clear } of panel.words?.(context, change).quiet ?? [])
    out.push(quiet(context, text, label, clear !== null, () => clear?.(), open));
  out.push(...leftOut(context, change, panel));
  if (panel.usesRole === false) return out;
  out.push(
    quiet(
      context,
      state.role === null ? words.anyRole : lookUp(words.roles, state.role, state.role),
      words.chooseRole,
      state.role !== null,
      () => change({ role: null }),
      {
        label: words.chooseRole,
        selected: state.role ?? '',
        options: [
          { value: '', label: words.anyRole },
          ...ROLES.map((value) => ({ value, label: lookUp(words.roles, value, value) })),
        ],
        choose: (role) => change({ role: role === '' ? null : role, item: null }),
      },
    ),
  );
  return out;
}

/** What is chosen but cannot be minded here is said, never silently dropped. @param {Context} context @param {Change} change @param {import('./model.js').Panel} panel @returns {Node[][]} */
function leftOut({ words, state, roleLeftOut }, change, panel) {
  const one = (/** @type {string} */ text, /** @type {() => void} */ clear) => [
    h('span', { class: 'quiet-fixed left-out' }, fill(words.leftOut, { what: text })),
    clearButton(fill(words.clear, { what: text }), clear),
  ];
  return [
    ...(!panel.usesGroup && state.group !== 'all'
      ? [one(lookUp(words.groups, state.group, state.group), () => change({ group: 'all' }))]
      : []),
    ...(roleLeftOut ? [one(lookUp(words.roles, roleLeftOut, roleLeftOut), () => change({ role: null }))] : []),
  ];
}

/** The area that the answer is limited to. @param {Context} context @param {Change} change @returns {Node[]} */
function programmeWord(context, change) {
  const { words, state, city } = context;
  if (city.programmes.length === 0) return [];
  const whole = fill(words.whole, { name: city.info.name });
  const chosen = city.programmes.find((area) => area.properties.code === state.programme);
  const word = quiet(
    context,
    chosen?.properties.name ?? whole,
    words.chooseProgramme,
    chosen !== undefined,
    () => change({ programme: null, view: null }),
    {
      label: words.chooseProgramme,
      selected: state.programme ?? '',
      options: [
        { value: '', label: whole },
        ...city.programmes.map(({ properties }) => ({ value: properties.code, label: properties.name })),
      ],
      choose: (programme) => change({ programme: programme === '' ? null : programme, item: null, view: null }),
    },
  );
  return [h('span', { class: 'ask-area' }, ...word)];
}

/**
 * A choice below the sentence; one that differs from the default is bold, with a cross to clear it.
 * @param {Context} context @param {string} text @param {string} label @param {boolean} differs @param {() => void} clear
 * @param {import('./chooser.js').Choice | ((button: HTMLElement) => void)} choice a list, or what opens @returns {Node[]}
 */
function quiet({ words }, text, label, differs, clear, choice) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet-word',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${text}. ${label}`,
      'data-differs': differs,
      onclick: () => (typeof choice === 'function' ? choice(button) : openChooser(button, choice)),
    },
    text,
  );
  return differs ? [button, clearButton(fill(words.clear, { what: text }), clear)] : [button];
}

/** @param {string} label @param {() => void} clear */
const clearButton = (label, clear) =>
  h('button', { type: 'button', class: 'clear', 'aria-label': label, onclick: clear }, icon('close'));

/** @param {Context} context @param {Change} change @returns {Node[]} */
function dateWord({ words, state, city }, change) {
  const text = state.date === null ? words.today : f.date(state.lang, state.date);
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet-word',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${text}. ${words.chooseDate}`,
      'data-differs': state.date !== null,
      onclick: () =>
        openDay(button, words, {
          value: state.date ?? city.info.today,
          choose: (date) => change({ date: date === city.info.today ? null : date, item: null }),
        }),
    },
    text,
  );
  return state.date === null
    ? [button]
    : [button, clearButton(fill(words.clear, { what: text }), () => change({ date: null }))];
}
