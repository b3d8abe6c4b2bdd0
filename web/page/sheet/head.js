/** The dark block of a sheet: the name, where it lies, and how to print it. */

import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { fill } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Area} Area */

/** @param {Context} context @param {Area} area @param {() => void} back @param {() => void} print @returns {Node[]} */
export function sheetHead(context, area, back, print) {
  const { words, city } = context;
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

/** @param {Context} context @param {Area} area */
export function areaLine({ words, state, city }, { properties }) {
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
  const first = [words.levels[/** @type {keyof typeof words.levels} */ (level)] ?? '', ...where].join(', ');
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
