/** What is done with any answer: seen as map or table, shared, printed, downloaded. On a phone behind one button. */

import { copyText } from './copy.js';
import { downloadMenu } from './downloads.js';
import { h, icon } from './dom.js';
import { closePopup, openPopup } from './popup.js';
import { languages } from './question.js';
import { toQuery } from './state.js';
import { toast } from './toast.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

/**
 * @typedef {object} ToolHandlers
 * @property {Change} change
 * @property {() => void} print the sheet that is open, or else what is shown
 * @property {() => void} picture saves the map as a picture
 * @property {() => void} openSearch on a phone
 * @property {() => string} title of what is shown
 */

/** @param {Context} context @param {() => Answer | null} answer @param {ToolHandlers} handlers @returns {Node[]} */
export function tools(context, answer, handlers) {
  return [
    h('div', { class: 'card view-choice' }, viewChoice(context, handlers.change)),
    h('div', { class: 'card takings' }, ...takings(context, answer, handlers)),
    h(
      'div',
      { class: 'card tools-menu' },
      labelled('search', context.words.shell.search, handlers.openSearch),
      phoneMenu(context, answer, handlers),
    ),
  ];
}

/** @param {Context} context @param {Change} change */
function viewChoice({ words, state }, change) {
  return h(
    'div',
    { class: 'view-buttons', role: 'group', 'aria-label': words.shell.view },
    .../** @type {const} */ (['map', 'table']).map((show) =>
      h(
        'button',
        {
          type: 'button',
          'data-key': `show-${show}`,
          'aria-pressed': String(state.show === show),
          onclick: () => change({ show }),
        },
        icon(show),
        words.shell.shows[show],
      ),
    ),
  );
}

/** @param {Context} context @param {() => Answer | null} answer @param {ToolHandlers} handlers */
function takings(context, answer, handlers) {
  const { shell, download } = context.words;
  const popup = (
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {(button: HTMLElement) => void} */ open,
  ) => {
    const button = labelled(name, label, () => open(button), { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' });
    return button;
  };
  return [
    popup('share', shell.share, (button) => void share(context, button, handlers)),
    labelled('print', shell.print, handlers.print),
    popup('download', download, (button) => openPopup(button, downloadMenu(context, answer(), handlers.picture))),
  ];
}

/** @param {string} name @param {string} label @param {() => void} press @param {Record<string, string>} [more] */
const labelled = (name, label, press, more = {}) =>
  h(
    'button',
    {
      type: 'button',
      class: 'labelled',
      'data-key': `tool-${name}`,
      'aria-label': label,
      title: label,
      ...more,
      onclick: press,
    },
    icon(name),
    h('span', {}, label),
  );

/** Everything in one list, where there is no room for buttons. @param {Context} context @param {() => Answer | null} answer @param {ToolHandlers} handlers */
function phoneMenu(context, answer, handlers) {
  const { words, state } = context;
  const { shell } = words;
  const item = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ run) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'menu-item',
          onclick: () => {
            closePopup();
            run();
          },
        },
        icon(name),
        label,
      ),
    );
  const other = state.show === 'map' ? 'table' : 'map';
  const button = labelled(
    'menu',
    shell.menu,
    () =>
      openPopup(
        button,
        h(
          'div',
          { class: 'tools-popup', role: 'dialog', 'aria-label': shell.menu, tabindex: '-1' },
          h(
            'ul',
            { class: 'options' },
            item(other, shell.shows[other], () => handlers.change({ show: other })),
            item('share', shell.share, () => void share(context, button, handlers)),
            item('print', shell.print, handlers.print),
            item('download', words.download, () =>
              openPopup(button, downloadMenu(context, answer(), handlers.picture)),
            ),
          ),
          languages(context, handlers.change),
        ),
      ),
    { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
  );
  return button;
}

/** Copies the link, and offers the same view for another site. @param {Context} context @param {HTMLElement} button @param {ToolHandlers} handlers */
async function share({ words, state, city }, button, { title }) {
  const { shell } = words;
  const { embedOn } = city.info;
  const link = new URL(toQuery(state), location.href).href;
  toast((await copyText(link)) ? shell.linkCopied : shell.notCopied);
  const address = new URL(toQuery({ ...state, embed: true, show: 'map' }), location.href).href;
  const code = `<iframe src="${attribute(address)}" title="${attribute(title())}" width="100%" height="520" loading="lazy"></iframe>`;
  const field = h('textarea', {
    class: 'embed-code',
    readonly: true,
    rows: '4',
    id: 'embed-code',
    spellcheck: 'false',
  });
  field.value = code;
  openPopup(
    button,
    h(
      'div',
      { class: 'share-menu', role: 'dialog', 'aria-label': shell.shareTitle, tabindex: '-1' },
      h('h2', {}, shell.shareTitle),
      h('label', { for: 'share-link' }, shell.linkLabel),
      h('input', { class: 'search', id: 'share-link', readonly: true, value: link }),
      h('label', { for: 'embed-code' }, shell.embedLabel),
      field,
      h(
        'button',
        {
          type: 'button',
          class: 'quiet-button',
          onclick: async () => toast((await copyText(code)) ? shell.embedCopied : shell.notCopied),
        },
        shell.copyEmbed,
      ),
      h(
        'p',
        { class: 'small' },
        fill(embedOn.length > 0 ? shell.embedOn : shell.embedOnlyHere, {
          host: location.host,
          sites: embedOn.join(', '),
        }),
      ),
    ),
  );
}

/** @param {string} text */
const attribute = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
