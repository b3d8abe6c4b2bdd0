/** Saves the map as a picture, with what it says in words. */

import * as api from './api.js';
import { byId, symbolName } from './dom.js';
import * as f from './formats.js';
import { legendKeys, roleKeys } from './legend.js';
import { pictureOf } from './map/picture.js';
import { heroText } from './model.js';
import { lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Area} Area */

/**
 * @param {Context} context @param {Answer} answer @param {Area | null} sheet
 * @param {{symbols: Set<string>, clear: () => void}} map names of the symbols on it; `clear` takes what is pointed at off it
 */
export async function savePicture(context, answer, sheet, { symbols, clear }) {
  const { words, state, city } = context;
  const { legend } = answer;
  const others = [...byId('map-side').querySelectorAll('.map use')].map(
    (use) => use.getAttribute('href')?.split('#')[1] ?? '',
  );
  const drawn = new Set([...symbols, ...others]);
  const groups = [...new Set(city.types.map((type) => type.group)), ''].filter((group) => drawn.has(symbolName(group)));
  const text = await api.sprite();
  clear();
  const tags = answer.pair && !sheet ? answer.pair.tags.map((tag) => `${tag.name} · ${tag.figure}`) : [];
  const maps = [byId('map'), document.getElementById('map-beside')].flatMap((map, index) =>
    map && !map.hidden ? [{ map, tag: tags[index] ?? '' }] : [],
  );
  const picture = await pictureOf(maps, text, {
    title: sheet ? sheet.properties.name : (document.getElementById('sentence')?.textContent ?? words.title),
    answer: sheet
      ? city.info.name
      : [...tags, heroText(answer), answer.lines.map((line) => line.strong + line.rest).join(' ')]
          .filter(Boolean)
          .join(' · '),
    legend: sheet ? words.onTheMap : legend.title,
    swatches: sheet
      ? []
      : legend.classes.filter(isShown).map((one) => ({ colour: colourOf(one.name), label: one.label })),
    keys: sheet ? [] : legendKeys(context, answer),
    groups: [
      ...groups.map((group) => ({
        symbol: symbolName(group),
        marking: null,
        text: group === '' ? words.otherGroup : lookUp(words.groupNames, group, group),
      })),
      ...(answer.ownPlaces && !sheet ? [] : roleKeys(context).map((role) => ({ symbol: 'lrn', ...role }))),
    ],
    foot: [
      [...new Set(city.info.sources.map((source) => source.attribution ?? source.name))].join('; '),
      state.lang === 'nl' ? city.info.noticeNl : city.info.noticeEn,
      `${words.title} ${city.info.name}, ${f.date(state.lang, state.date ?? city.info.today)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  });
  if (!picture) throw new api.Problem('no picture', 'picture');
  const name = sheet?.properties.code ?? state.question;
  save(
    picture,
    `wijkkaart-${city.info.name}-${name}-${state.date ?? city.info.today}.png`.toLowerCase().replace(/[^\w.-]+/g, '-'),
  );
}

/** Whether the legend shows a class: a proposal that takes nothing away leaves out its losses. @param {import('./model.js').LegendClass} one */
function isShown({ name }) {
  const swatch = document.querySelector(`.legend .swatch-${CSS.escape(name)}`)?.closest('li');
  return !swatch || getComputedStyle(swatch).display !== 'none';
}

/** The colour of a class of the legend, as its swatch has it. @param {string} name */
function colourOf(name) {
  const swatch = document.querySelector(`.swatch-${CSS.escape(name)}`);
  return swatch ? getComputedStyle(swatch).getPropertyValue('--swatch').trim() : '';
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
