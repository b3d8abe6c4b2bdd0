/** The dark block of a sheet: the name, where it lies, and how to print it. */

import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { fill } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Area} Area */

/** @param {Context} context @param {Area} area @param {() => void} back @param {() => void} print @returns {Node[]} */
export function sheetHead(context, area, back, print) {
  const { words, state, city } = context;
  return [
    h(
      'div',
      { class: 'brand-row' },
      h(
        'button',
        { type: 'button', class: 'back', onclick: back },
        icon('back'),
        h('span', {}, fill(words.whole, { name: city.info.name })),
      ),
      h('span', { class: 'brand-mark' }, icon('brand')),
    ),
    h(
      'div',
      { class: 'area-head' },
      h(
        'div',
        {},
        h('h1', { class: 'area-name', tabindex: '-1', id: 'area-name' }, area.properties.name),
        h('p', { class: 'area-line' }, areaLine(context, area)),
        (state.edits.length > 0 || (state.other ?? []).length > 0) &&
          h('p', { class: 'area-line' }, words.sheets.withoutProposal),
      ),
      h(
        'button',
        { type: 'button', class: 'print-button', 'data-key': 'print', onclick: print },
        icon('print'),
        words.sheets.print,
      ),
    ),
  ];
}

/**
 * The number that a code gives an area within its parent: 07 in WK123407 of GM1234. Nothing where the code is made otherwise, or
 * where the name says it already.
 * @param {{code: string, name: string, parentCode: string | null}} area
 */
export function areaNumber({ code, name, parentCode }) {
  const digits = (/** @type {string} */ of) => of.replace(/^\D+/, '');
  const [own, parent] = [digits(code), digits(parentCode ?? '')];
  if (!/^\d+$/.test(own) || parent === '' || own === parent || !own.startsWith(parent)) return '';
  const number = own.slice(parent.length);
  return new RegExp(`\\b${number}\\b`).test(name) ? '' : number;
}

/** "Wijk 07 (WK050507)"; what is only ours, as the code of a programme area, tells nobody anything. @param {Context} context @param {import('../model.js').AreaProperties} area */
function levelAndCode({ words }, { code, name, level, parentCode }) {
  const kind = words.levels[/** @type {keyof typeof words.levels} */ (level)] ?? '';
  if (level === 'programme') return kind;
  const number = areaNumber({ code, name, parentCode });
  return [kind, number, name === code ? '' : `(${code})`].filter(Boolean).join(' ');
}

/** @param {Context} context @param {Area} area */
export function areaLine(context, { properties }) {
  const { words, state, city } = context;
  const { code, level, parentCode, residents } = properties;
  const district = city.districts.find((one) => one.properties.code === parentCode);
  const inside =
    city.members.get(code)?.size ?? city.neighbourhoods.filter((one) => one.properties.parentCode === code).length;
  const programmes = city.programmes.filter((one) => {
    const members = city.members.get(one.properties.code);
    const own =
      level === 'neighbourhood'
        ? [code]
        : city.neighbourhoods.filter((each) => each.properties.parentCode === code).map((each) => each.properties.code);
    return own.length > 0 && own.every((each) => members?.has(each));
  });
  const where = [level === 'neighbourhood' ? district : undefined, ...programmes].flatMap((one) =>
    one ? [fill(words.inDistrict, { name: one.properties.name })] : [],
  );
  const first = [levelAndCode(context, properties), ...where].join(', ');
  const people =
    residents === null
      ? words.sheets.residentsUnknown
      : fill(words.residentsN, { n: f.residents(state.lang, residents) });
  const of =
    level === 'neighbourhood'
      ? ''
      : ` ${inside === 1 ? words.inNeighbourhoods.one : fill(words.inNeighbourhoods.many, { n: String(inside) })}`;
  return `${first}. ${people}${of}.`;
}
