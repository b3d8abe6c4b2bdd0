/** What does not wait for figures: the question, the tools, and what the page is called. */

import { byId, h } from './dom.js';
import { embedHead } from './embed.js';
import { keepingFocus } from './focus.js';
import { panelOf } from './panels/index.js';
import { questionBlock } from './question.js';
import { searchCard } from './search.js';
import { tools } from './tools.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Area} Area */

/**
 * @typedef {object} Ways what tools and question lead to
 * @property {(change: Partial<import('./state.js').State>) => void} change
 * @property {() => Context | null} context as it is when it is asked
 * @property {() => import('./model.js').Answer | null} answer as it is when it is asked
 * @property {() => typeof import('./sheet/index.js') | null} sheets once they are fetched
 * @property {() => void} print
 * @property {() => void} picture
 * @property {() => void} openSearch
 * @property {(event: Event) => void} skipToTable
 */

const panel = byId('panel');
const questionSlot = byId('question');
const mapSide = byId('map-side');
const toolSlot = byId('tools');

/** @param {Context} now @param {Area | null} area whose sheet is open @param {Ways} ways */
export function drawFrame(now, area, ways) {
  const { words, state, city } = now;
  const { change, print, picture, openSearch } = ways;
  document.documentElement.lang = state.lang;
  document.title = `${area ? area.properties.name : state.print !== null ? words.sheets.kind : words.questions[panelOf(state.question).name]} – ${words.title} ${city.info.name}`;
  panel.dataset.view = area ? 'sheet' : 'question';
  panel.dataset.proposes = String(!area && panelOf(state.question).proposes === true);
  byId('page').dataset.view = area ? 'sheet' : 'question';
  byId('page').dataset.show = state.show;
  toolSlot.setAttribute('aria-label', words.shell.tools);
  byId('map').setAttribute('aria-label', fill(words.map, { name: city.info.name }));
  mapSide.setAttribute('aria-label', fill(words.map, { name: city.info.name }));
  byId('skip').replaceChildren(
    h('a', { href: '#answer' }, words.skipAnswer),
    h('a', { href: '#map', onclick: () => change({ show: 'map' }) }, words.skipMap),
    h('a', { href: '#table', onclick: ways.skipToTable }, words.shell.skipTable),
  );
  byId('skip').setAttribute('aria-label', words.shell.skip);
  byId('page').toggleAttribute('data-embed', state.embed);
  keepingFocus(toolSlot, () =>
    toolSlot.replaceChildren(
      searchCard(now, { context: ways.context, change, closed: () => delete byId('page').dataset.search }),
      ...tools(now, ways.answer, { change, picture, print, openSearch, title: () => document.title }),
    ),
  );
  const sheets = ways.sheets();
  keepingFocus(questionSlot, () =>
    questionSlot.replaceChildren(
      ...(state.embed
        ? embedHead(now, area, null)
        : area && sheets
          ? sheets.sheetHead(now, area, () => change({ area: null, view: null }), print)
          : questionBlock(now, change)),
    ),
  );
}
