/** Starts the page and keeps question, answer, map and address the same. */

import * as api from './api.js';
import { answerBlock, errorBanner, skeleton } from './answer.js';
import { attribution, cards } from './cards.js';
import { keepingFocus, leaving, returning } from './focus.js';
import { lackingIn, lackingNotice, withoutLacking } from './lacking.js';
import { drawFrame } from './frame.js';
import { footLinks, moreInTable } from './foot.js';
import { loadingLine, painted } from './waiting.js';
import { makeBeside, pairTags, standsBeside, watchRoom } from './beside.js';
import * as catchments from './catchment.js';
import { contextOf, loadCity } from './city.js';
import { coversOf } from './covers.js';
import { embedHead } from './embed.js';
import { watchForNews } from './fresh.js';
import { inWords } from './inwords.js';
import { listenForKeys } from './keys.js';
import { byId, h, icon } from './dom.js';
import { makeMap } from './map/map.js';
import { heroText } from './model.js';
import { phoneQuestion } from './phone.js';
import { placesFor, placesOf, placesWithin } from './many.js';
import { LACKING, fetched, loadPanel, panelOf } from './panels/index.js';
import { AREAS, CHOOSE, POINT } from './charts/marks.js';
import { pointing } from './pointing.js';
import { placeCard, placeName, toldName } from './places.js';
import { closePopup, openPopup } from './popup.js';
import { askOther } from './question.js';
import { closeReason, marksFacilities, showReason, tellsReason } from './reasons.js';
import { atCard } from './search.js';
import { gapShapes } from './outlines.js';
import { watchCards } from './room.js';
import { keepState, toQuery } from './state.js';
import { bottomSheet } from './stops.js';
import { tableView } from './table.js';
import { toast } from './toast.js';
import { welcomeCard } from './welcome.js';
import { sentences, wordsOf } from './words.js';

/** @typedef {import('./model.js').City} City */
/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Area} Area */
/** @typedef {import('./state.js').State} State */

/** An answer that takes longer finds the areas on the map; else all is drawn at once (ms). */
const PATIENCE_MS = 300;

const panel = byId('panel');
const questionSlot = byId('question');
const answerSlot = byId('answer');
const mapSide = byId('map-side');
const cardSlot = byId('cards');
const toolSlot = byId('tools');
const tableSlot = byId('table');
const status = byId('status');

/** @type {City | null} */
let city = null;
/** @type {Context | null} */
let context = null;
/** @type {Answer | null} */
let answer = null;
/** Ends what follows the hand. @type {(() => void) | null} */
let endLive = null;
/** @type {string[]} */
let tileAttribution = [];
let turn = 0;
let mapped = false;
let printAtOnce = false;
/** What a first view does without comes when it is needed. @type {typeof import('./sheet/index.js') | null} */
let sheets = null;
/** @type {ReturnType<typeof import('./print/index.js').printer> | null} */
let printing = null;
/** What a key leads to gets the focus, once it is there. @type {(() => HTMLElement | null) | null} */
let goesTo = null;

const keeper = keepState((state, before) => {
  if (before.area === null && state.area !== null) leaving(state.area);
  closePopup({ focus: false });
  // Only the reason differs: the answer is there.
  if (answer && toQuery({ ...state, why: null }) === toQuery({ ...before, why: null })) {
    showReason(state.why);
    return;
  }
  closeReason({ focus: false, told: true });
  if (state.question !== before.question || state.area !== before.area) phone.unfold();
  void render(state.area !== before.area);
});
/** @param {Partial<State>} change @param {{quiet?: boolean}} [how] */
const change = (change, how) => keeper.set({ ...keptView(change), why: null, ...change }, how);
tellsReason((why) => keeper.set({ why }, { shown: true }));

/** The map stands still under a hand that tries places, and a link keeps it so. @param {Partial<State>} change @returns {Partial<State>} */
const keptView = ({ edits, other }) =>
  mapped && keeper.get().view === null && ((edits?.length ?? 0) > 0 || (other?.length ?? 0) > 0)
    ? { view: map.view() }
    : {};

/** What either map tells. */
const handlers = /** @type {Omit<Parameters<typeof makeMap>[1], 'cards' | 'attribution' | 'moving'>} */ ({
  choose: (code) => keeper.get().embed || change({ area: code, view: null }),
  chooseItem: (key) => change({ item: keeper.get().item === key ? null : key }),
  point: (code) => marks.pointBelow(code),
  pointPlaces: (ids) => marks.pointPlaces(ids),
  open: (facilities, anchor) => {
    const [only] = facilities;
    if (!context || !only || (facilities.length > 1 && map.approach(facilities))) return;
    if (facilities.length === 1) chooseFacility(only.properties.id);
    else openPopup(anchor, placeCard(context, facilities, chooseFacility));
  },
  openOne: chooseFacility,
  openWithin: (told, anchor) => void openWithin(told, anchor),
  tile: api.tile,
  tilesFail: () => toast(wordsOf(keeper.get().lang).many.tilesFail),
  moved: (view) => {
    if (city) keeper.set({ view }, { quiet: true });
    marks.showTip(null);
    phone.fold();
  },
  name: ({ told, members }) => (context ? (told ? toldName(context, told) : placeName(context, members)) : ''),
});

const map = makeMap(byId('map'), {
  ...handlers,
  moving: (view) => beside.moved(view),
  attribution: (texts) => {
    tileAttribution = texts;
    if (context) mapSide.querySelector('.attribution')?.replaceWith(attribution(context, texts));
  },
  cards: (lasting) => coversOf(mapSide, lasting),
});

const beside = makeBeside(map, handlers);
const marks = pointing({ answer: answerSlot, table: tableSlot, cards: cardSlot, map: mapSide }, map, beside, () => ({
  context,
  answer,
  area: keeper.get().area,
}));
watchRoom(() => keeper.get().other !== null && void render());

/** Shows the reach of a facility, or no more where it is shown. @param {string} id */
function chooseFacility(id) {
  const facility = keeper.get().facility === id ? null : id;
  if (facility !== null) goesTo = () => document.getElementById('chosen-facility');
  change({ facility, at: null });
}

/** @param {boolean} [moved] whether another area was opened or closed, so that the focus follows */
async function render(moved = false) {
  if (!city) return;
  turn += 1;
  const mine = turn;
  const lacking = lackingIn(keeper.get(), city, location.search);
  const chosen = withoutLacking(keeper.get(), lacking);
  const area =
    [...city.districts, ...city.neighbourhoods, ...city.programmes].find(
      (one) => one.properties.code === chosen.area,
    ) ?? null;
  const stopLine = loadingLine(panel);
  try {
    await fetchParts(chosen, area);
    if (mine !== turn) return;
    // A sheet tells everything that is known of its area, whatever the question leaves out.
    const next = contextOf(chosen.area === null && chosen.print === null ? chosen : { ...chosen, role: null }, city);
    const { state, words } = next;
    drawFrame({ ...next, facilities: context?.facilities ?? [] }, area, ways);
    if (state.print !== null && printing) {
      const print = printAtOnce;
      printAtOnce = false;
      await printing.show({ ...next, facilities: [] }, change, { still: () => mine === turn, print });
      return;
    }
    printing?.hide();
    // What is in sight has to be known where it matters.
    if (state.view !== null) map.begin(city);
    const waiting = setTimeout(map.begin, PATIENCE_MS, city);
    const { full, result, sheet, catchment } = await answerTo(next, area).finally(() => clearTimeout(waiting));
    if (mine !== turn) return;
    context = full;
    answer = withReach(
      full,
      { ...result, shapes: [...gapShapes(state, result.gaps), ...(result.shapes ?? [])] },
      catchment,
    );
    if (chosen.facility !== null && !catchment) lacking.push({ name: 'facility', value: chosen.facility });
    lacking.push(...(area ? [] : (result.lacks ?? [])));
    const view = { area, sheet, catchment, told: onMap(full, answer, sheet, catchment), moved };
    drawAnswer(full, answer, view);
    // A slow machine needs some time for the first map: the answer is read meanwhile.
    if (!mapped) await painted();
    if (mine !== turn) return;
    drawMap(full, answer, view);
    if (!state.embed && !showReason(chosen.why)) lacking.push({ name: 'why', value: '' });
    tellLacking(full, lacking);
    status.textContent = spoken(result, area) || words.ready;
  } catch (error) {
    if (mine !== turn) return;
    map.begin(city);
    fail(error);
  } finally {
    stopLine();
  }
}

/** All that is asked for an answer. @param {Omit<Context, 'facilities'>} next @param {Area | null} area whose sheet is open */
async function answerTo(next, area) {
  const { state } = next;
  const question = panelOf(state.question);
  const full = { ...next, ...(await placesFor(next, question, area, state.view && map.sight())) };
  const [result, sheet, catchment] = await Promise.all([
    question.ask(full, change),
    area && sheets ? sheets.ask(full, area) : null,
    catchments.ask(full),
  ]);
  return { full, result, sheet, catchment };
}

/** @type {import('./frame.js').Ways} */
const ways = {
  change,
  context: () => context,
  answer: () => answer,
  sheets: () => sheets,
  print,
  picture: () => void picture(),
  openSearch,
  skipToTable: (event) => void skipToTable(event),
};

/** What the link asks that is not here, above the answer. @param {Context} now @param {import('./lacking.js').Lack[]} lacking */
function tellLacking(now, lacking) {
  const out = {
    change,
    search: openSearch,
    question: () => askOther(now, change, questionSlot),
    type: () => /** @type {HTMLElement | null} */ (questionSlot.querySelector('[data-key="word-type"]'))?.click(),
  };
  const [first] = answerSlot.children;
  const notice = lackingNotice(now, lacking, out);
  if (first) first.after(...notice);
}

/** The answer as it is heard when it comes. @param {Answer} result @param {Area | null} area whose sheet is open */
function spoken(result, area) {
  if (area) return area.properties.name;
  if (result.said !== undefined) return result.said;
  const [line] = result.lines;
  return sentences(heroText(result), line ? line.strong + line.rest : '');
}

/** Those parts of the page that this view needs. @param {State} chosen @param {Area | null} area */
async function fetchParts(chosen, area) {
  const panelNow = loadPanel(chosen.question);
  if (area) sheets ??= await fetched(import('./sheet/index.js'));
  if (chosen.print !== null)
    printing ??= (await fetched(import('./print/index.js'))).printer(byId('print'), byId('page'));
  await panelNow;
}

/** The sheet as it is printed, and the printer at once; of anything else what is shown. */
function print() {
  if (keeper.get().area === null) {
    window.print();
    return;
  }
  printAtOnce = true;
  change({ print: 'sheet', paper: 'a4' });
}

/**
 * Opens those that stand in a box, once they are loaded; what came meanwhile stays.
 * @param {Parameters<typeof placesWithin>[1]} told @param {HTMLElement} anchor
 */
async function openWithin(told, anchor) {
  const now = context;
  if (!now) return;
  const places = await placesWithin(now, told).catch(() => []);
  if (places.length === 0) toast(now.words.many.placeFails);
  else if (context === now && anchor.isConnected) openPopup(anchor, placeCard(now, places, chooseFacility));
}

/**
 * @typedef {object} View what is drawn besides the answer
 * @property {Area | null} area whose sheet is open
 * @property {import('./sheet/document.js').Sheet | null} sheet
 * @property {catchments.Catchment | null} catchment of the chosen facility
 * @property {Answer} told what the map shows of it
 * @property {boolean} moved whether another area was opened or closed
 */

/** The answer in words, the cards and the table. @param {Context} now @param {Answer} result @param {View} view */
function drawAnswer(now, result, { area, sheet, catchment, told, moved }) {
  endLive?.();
  endLive = null;
  const top = moved ? 0 : answerSlot.scrollTop;
  if (now.state.embed) questionSlot.replaceChildren(...embedHead(now, area, result));
  keepingFocus(answerSlot, () =>
    answerSlot.replaceChildren(
      stops.handle(now.words),
      ...(sheet && sheets
        ? sheets.sheetBody(sheet, (code) => change({ area: code, view: null }))
        : answerNodes(now, result)),
      footLinks(now),
    ),
  );
  answerSlot.scrollTop = top;
  // A sheet has nothing to choose, so the keyboard scrolls it as a whole.
  answerSlot.tabIndex = sheet ? 0 : -1;
  keepingFocus(cardSlot, () =>
    cardSlot.replaceChildren(
      moreInTable(now, change),
      ...cards(now, told, area, told.overlaps, map, change),
      ...(area ? [] : pairTags(told)),
      atCard(now, change) ?? '',
      catchment ? catchments.catchmentCard(now, catchment, change) : '',
      welcomeCard(now, result) ?? '',
      attribution(now, tileAttribution),
    ),
  );
  tableSlot.hidden = now.state.show !== 'table';
  keepingFocus(tableSlot, () =>
    tableSlot.replaceChildren(
      ...(tableSlot.hidden ? [] : tableView(now, result, { change, point, find: () => keeper.get().find ?? '' })),
    ),
  );
}

/** The map of a sheet shows what the sheet tells. @param {Context} now @param {Answer} result @param {View['sheet']} sheet @param {View['catchment']} catchment @returns {Answer} */
function onMap(now, result, sheet, catchment) {
  if (!sheet || !sheets) return result;
  return {
    ...result,
    gaps: sheet.gaps,
    shapes: [
      ...gapShapes(now.state, sheet.gaps),
      ...sheets.hubShapes(sheet),
      ...(catchment ? catchments.shapesOf(catchment) : []),
    ],
    overlaps: sheets.shownOverlaps(sheet),
  };
}

/** @param {Context} now @param {Answer} result @param {View} view */
function drawMap(now, result, { area, sheet, told, moved }) {
  marks.markFacility(now.state.facility);
  beside.room(result.pair !== undefined && area === null && standsBeside(now.state));
  map.resize();
  const ends = told.overlaps.flatMap(({ properties }) => [properties.facilityA, properties.facilityB]);
  const facilities = sheet ? new Set([...sheet.facilities.map((one) => one.properties.id), ...ends]) : null;
  const own = !sheet && result.ownPlaces === true;
  // The reader may have moved the map since it was asked.
  map.show({
    context: { ...now, state: { ...now.state, view: keeper.get().view } },
    answer: told,
    sheet: area,
    facilities: own ? new Set() : facilities,
    overlaps: told.overlaps,
  });
  mapped = true;
  if (own) endLive = result.live?.(map) ?? null;
  beside.show(now, result);
  // Where the page scrolls as one, another view begins at its top.
  if (moved) window.scrollTo(0, 0);
  if (moved) ((area ? byId('area-name') : returning()) ?? answerSlot).focus({ preventScroll: area !== null });
  else goesTo?.()?.focus({ preventScroll: true });
  goesTo = null;
}

/** The answer with the reach of the chosen facility on its map. @param {Context} now @param {Answer} result @param {catchments.Catchment | null} catchment @returns {Answer} */
const withReach = (now, result, catchment) =>
  catchment
    ? {
        ...result,
        shapes: [...(result.shapes ?? []), ...catchments.shapesOf(catchment)],
        keys: [...(result.keys ?? []), ...catchments.keysOf(now, catchment)],
      }
    : result;

/** The answer, with the same in words above its foot where the list makes room for the table. @param {Context} now @param {Answer} result */
function answerNodes(now, result) {
  const nodes = answerBlock(now, result, { change, point });
  nodes.splice(-1, 0, ...inWords(now, result));
  return nodes;
}

/** The table has to be there before the focus can go to it. @param {Event} event */
async function skipToTable(event) {
  event.preventDefault();
  keeper.set({ show: 'table' }, { quiet: true });
  await render();
  tableSlot.focus();
}

/** The field is always there, but on a phone only when it is asked for. */
function openSearch() {
  const field = keeper.get().show === 'table' ? 'table-find' : 'search-field';
  if (field === 'search-field') byId('page').dataset.search = 'open';
  document.getElementById(field)?.focus();
}

/** The map as a picture. */
async function picture() {
  if (!context || !answer) return;
  closePopup();
  const { words, state, city: loaded } = context;
  if (state.show === 'table') return toast(words.shell.pictureNeedsMap);
  const areas = [...loaded.districts, ...loaded.neighbourhoods, ...loaded.programmes];
  try {
    const { savePicture } = await fetched(import('./picture.js'));
    map.sharpen(true);
    beside.sharpen(true);
    await savePicture(context, answer, areas.find((one) => one.properties.code === state.area) ?? null, {
      symbols: map.symbolNames(),
      clear: () => point(null),
    });
    toast(words.shell.pictureSaved);
  } catch {
    toast(words.shell.pictureFails);
  } finally {
    map.sharpen(false);
    beside.sharpen(false);
  }
}

/** @param {unknown} error */
function fail(error) {
  const words = wordsOf(keeper.get().lang);
  const code = error instanceof api.Problem ? error.code : 'page';
  if (!(error instanceof api.Problem)) console.error(error);
  if (!city) questionSlot.replaceChildren(brand(words));
  const said = city ? words.error : words.shell.cannotStart;
  const slot = keeper.get().print === null ? answerSlot : byId('print');
  slot.querySelectorAll('.banner, .skeleton').forEach((old) => old.remove());
  // What the page lacks came with another release: the page as a whole has to come again.
  const again = () => (code === LACKING ? location.reload() : city ? void render() : void start());
  slot.prepend(errorBanner({ ...words, error: said }, code, again));
}

/** The name above what cannot start. @param {import('./words.js').Words} words */
const brand = ({ title }) => h('h1', { class: 'brand' }, icon('brand'), h('strong', {}, title));

/** Marks what is pointed at in list and map alike. @param {string | null} code */
function point(code) {
  marks.point(code);
}

/** Opens what a mark of a chart stands for. @param {string} key */
function chooseMark(key) {
  const area = [...(city?.neighbourhoods ?? []), ...(city?.districts ?? [])].some((one) => one.properties.code === key);
  if (area) change({ area: key, view: null });
  else if (key.startsWith(AREAS)) point(key);
  else change({ item: keeper.get().item === key ? null : key });
}

/** One step back: the open window, then the reason, then the paper, then the pair, then the sheet. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== 'Escape' || closePopup() || closeReason()) return;
  const state = keeper.get();
  if (state.embed) return;
  if (state.print !== null) change({ print: null, paper: 'a4' });
  else if (state.at !== null && state.area === null) change({ at: null });
  else if (state.facility !== null) change({ facility: null });
  else if (state.area !== null) change({ area: null, view: null });
  else if (state.item !== null) change({ item: null, view: null });
}

/** The size that the map has on screen, for it to be printed at that scale. */
function measure() {
  if (mapSide.clientWidth === 0) return;
  document.documentElement.style.setProperty('--map-width', String(mapSide.clientWidth));
  document.documentElement.style.setProperty('--map-height', String(mapSide.clientHeight));
}

/** Another size of the map: its subject still fits, unless the reader moved it. */
function resized() {
  map.resize();
  beside.resize();
  if (keeper.get().view === null && byId('page').dataset.stop !== 'full') map.fit();
  else map.label();
}

watchCards([cardSlot, toolSlot], () => {
  if (context && keeper.get().view === null) map.refit();
  else map.label();
});
const phone = phoneQuestion(byId('page'), questionSlot, () => wordsOf(keeper.get().lang), resized);
const stops = bottomSheet(byId('page'), answerSlot, (stop) => {
  if (stop !== 'half') phone.fold();
  resized();
});

async function start() {
  const words = wordsOf(keeper.get().lang);
  document.documentElement.lang = keeper.get().lang;
  answerSlot.replaceChildren(skeleton());
  status.textContent = words.loading;
  // Without its symbols the page still answers.
  api.sprite().then(map.read, () => {});
  try {
    [city] = await Promise.all([loadCity(keeper.get()), loadPanel(keeper.get().question)]);
    context = { ...contextOf(keeper.get(), city), facilities: [] };
    cardSlot.replaceChildren(attribution(context, []));
    await render();
  } catch (error) {
    fail(error);
  }
}

marksFacilities(async (ids) => {
  if (ids.length > 0 && keeper.get().show === 'table') {
    keeper.set({ show: 'map' }, { quiet: true });
    await render();
  }
  map.spotlight(context ? await placesOf(context, ids) : []);
});
listenForKeys({
  search: openSearch,
  question() {
    phone.unfold();
    if (context) askOther(context, change, questionSlot);
  },
  table() {
    const next = keeper.get().show === 'map' ? 'table' : 'map';
    goesTo = () => (next === 'table' ? tableSlot : byId('map'));
    change({ show: next });
  },
  idle: () => keeper.get().print !== null,
  words: () => wordsOf(keeper.get().lang),
});
watchForNews(() => city && { revision: city.info.revision, words: wordsOf(keeper.get().lang) });
answerSlot.addEventListener(POINT, (event) => point(/** @type {CustomEvent} */ (event).detail));
answerSlot.addEventListener(CHOOSE, (event) => chooseMark(/** @type {CustomEvent} */ (event).detail));
document.addEventListener('keydown', escape);
window.addEventListener('resize', resized);
window.addEventListener('beforeprint', measure);
void start();
