/** What is pointed at in one of list, table, chart and map is marked in the others, with a tip on the map. */

import { placeTip, tip } from './cards.js';
import { AREAS, pointMarks } from './charts/marks.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */

/** A mark may stand for several areas. @param {string | null} key @param {string | null} code */
const isPointed = (key, code) =>
  key !== null && code !== null && (key === code || (code.startsWith(`${AREAS} `) && code.split(' ').includes(key)));

/** Whether a line of the list is about a facility, alone or with another. @param {string} key @param {string} id */
const isAbout = (key, id) => key === id || key.endsWith(`:${id}`) || key.split(PAIR).includes(id);

/** Between the ids of two facilities that do the same. */
const PAIR = '~';

/** @param {import('./model.js').Row} row @returns {import('./model.js').Line[]} */
const rowTip = ({ figure, second }) => [
  ...(second ? [{ strong: '', rest: second }] : []),
  ...(figure === '' ? [] : [{ strong: figure, rest: '' }]),
];

/**
 * @param {{answer: HTMLElement, table: HTMLElement, cards: HTMLElement, map: HTMLElement}} slots
 * @param {{mark(code: string | null): void, boxOf(code: string): import('./map/view.js').Box | null}} map
 * @param {{mark(code: string | null): void}} beside the other map
 * @param {() => {context: Context | null, answer: Answer | null, area: string | null}} now with the area whose sheet is open
 */
export function pointing(slots, map, beside, now) {
  /** @param {HTMLElement} slot @param {string} rows @param {string} key @param {(row: Element, key: string | null) => void} each */
  const eachRow = (slot, rows, key, each) => {
    for (const row of slot.querySelectorAll(rows)) each(row, row.getAttribute(key));
  };
  /** @param {(row: Element, key: string | null) => void} each */
  function eachListed(each) {
    eachRow(slots.answer, '.row', 'data-key', each);
    eachRow(slots.table, '.table-row', 'data-row', each);
  }

  /** Shows beside an area, or an item of the list, what is told of it. @param {string | null} code none takes the tip away */
  function showTip(code) {
    slots.cards.querySelector('.tip')?.remove();
    const { context, answer, area: open } = now();
    if (code === null || !context || !answer || open === code) return;
    const { districts, neighbourhoods } = context.city;
    const area = [...districts, ...neighbourhoods].find((one) => one.properties.code === code);
    const row = area ? undefined : answer.list.rows.find(({ key }) => key === code);
    const lines = area ? answer.tips.get(code) : row && rowTip(row);
    const box = map.boxOf(code);
    if (!lines || !box) return;
    const card = tip(area?.properties.name ?? row?.name ?? '', lines);
    slots.cards.append(card);
    placeTip(card, box, slots.map);
  }

  /** Marks what is pointed at in list and map alike. @param {string | null} code @param {string[]} [also] lines of the list */
  function point(code, also = []) {
    eachListed((row, key) =>
      row.classList.toggle('pointed', isPointed(key, code) || (key !== null && also.includes(key))),
    );
    pointMarks(slots.answer, code);
    map.mark(code);
    beside.mark(code);
    showTip(code);
  }

  /** On the map a symbol lies above areas and shapes: what is told of it goes before what is told of them. */
  /** @type {string | null} */
  let below = null;
  /** @type {string[]} */
  let above = [];
  const pointMap = () => point(above[0] ?? below, above);

  /** @param {string | null} code of an area or an item */
  function pointBelow(code) {
    below = code;
    pointMap();
  }

  /** @param {string[]} ids of the facilities of a symbol */
  function pointPlaces(ids) {
    const rows = ids.length === 0 ? [] : (now().answer?.list.rows ?? []);
    const keys = rows.map(({ key }) => key).filter((key) => ids.some((id) => isAbout(key, id)));
    if (keys.join('\n') === above.join('\n')) return;
    above = keys;
    pointMap();
  }

  /** Marks the chosen facility in list and table. @param {string | null} id */
  function markFacility(id) {
    eachListed((row, key) =>
      row.toggleAttribute('data-facility', id !== null && key !== null && (key === id || key.endsWith(`:${id}`))),
    );
  }

  return { point, pointBelow, pointPlaces, showTip, markFacility };
}
