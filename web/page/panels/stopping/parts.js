/** What stands below the list of "Which can go?": who loses something, which norm breaks, and how many can go. */

import { breakable } from '../../answer.js';
import { marking } from '../../charts/marks.js';
import { h } from '../../dom.js';
import { begun } from '../../edits.js';
import * as f from '../../formats.js';
import { reasoned } from '../../reasons.js';
import { reasonOfProposal } from '../../what-if/reasons.js';
import { fill, shortLabel } from '../../words.js';
import { countText, part, shift } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../state.js').State} State */
/** @typedef {import('../stopping.js').Stops} Stops */
/** @typedef {import('../stopping.js').Size} Size */

/** @param {Context} context @param {Stops} stops */
export const stoppingParts = (context, stops) => [
  ...sizeSection(context, stops),
  ...areaSection(context, stops),
  ...normSection(context, stops),
  ...eachSection(context, stops),
  ...sureSection(context, stops),
];

/** Opens "What if" with the places taken away. @param {Context} context @param {(change: Partial<State>) => void} change @param {Size} shown @param {string} [text] */
export function tryButton({ words }, change, shown, text = words.stopping.try) {
  if (shown.items.length === 0) return [];
  /** @type {import('../../edits.js').Edit[]} */
  const edits = shown.items.map(({ properties }) => ({ kind: 'remove', id: properties.facilityId }));
  const press = () => change({ ...begun(edits), item: null, only: null, view: null });
  return [
    h(
      'button',
      { type: 'button', class: 'try', 'data-key': `try-${shown.items[0]?.id}-${shown.size}`, onclick: press },
      text,
    ),
  ];
}

/** What each number of places costs. @param {Context} context @param {Stops} stops */
function sizeSection(context, { sizes, asked, parameters }) {
  const words = context.words.stopping;
  const { lang } = context.state;
  if (sizes.length < 2) return [];
  const most = Math.max(...sizes.map(({ set }) => set.residentsLost ?? 0), 1);
  return [
    part(
      words.sizes,
      h(
        'ol',
        { class: 'sizes' },
        ...sizes.map(({ size, possible, set, items: [first] }) => {
          const reason = (/** @type {string} */ property) =>
            first && { collection: 'stopping', id: first.id, property, parameters };
          const bar = h('span', {});
          bar.style.width = `${((set.residentsLost ?? 0) / most) * 100}%`;
          const lost = set.residentsLost;
          const text =
            possible === false
              ? words.sizeCannot
              : possible === null || typeof lost !== 'number'
                ? words.sizeUnknown
                : lost < 0.5
                  ? words.sizeNobody
                  : fill(words.sizeLost, { n: f.residents(lang, lost) });
          return h(
            'li',
            { 'aria-current': size === asked?.size ? 'true' : null },
            h('span', {}, countText(words.size, context, size)),
            h('span', { class: 'year-bar loss-bar', 'aria-hidden': 'true' }, bar),
            h('span', { class: 'year-figure' }, ...reasoned(context, reason('residentsLost'), h('span', {}, text))),
            typeof set.eurosSaved === 'number' &&
              h(
                'span',
                { class: 'year-ends' },
                ...reasoned(
                  context,
                  reason('eurosSaved'),
                  h('span', {}, fill(words.perYear, { amount: f.euros(lang, set.eurosSaved) })),
                ),
              ),
          );
        }),
      ),
    ),
  ];
}

/** @param {Context} context @param {Stops} stops */
function areaSection(context, { areas, shown, parameters }) {
  const { state, words: all } = context;
  const words = all.stopping;
  if (!shown || shown.set.residentsLost === null) return [];
  const own = areas
    .filter(({ properties }) => properties.level !== 'municipality' && properties.residentsLost > 0.5)
    .sort((a, b) => b.properties.residentsLost - a.properties.residentsLost);
  const type = shortLabel((state.lang === 'nl' ? context.type?.labelNl : context.type?.labelEn) ?? '');
  const floor = state.floor === null ? null : state.floor / 100;
  return [
    part(
      words.areas,
      own.length === 0 && h('p', {}, fill(words.areasNone, { type, distance: f.metres(state.lang, context.distance) })),
      h(
        'ul',
        { class: 'shifts' },
        ...own.map(({ id, properties }) =>
          marking(
            h(
              'li',
              {},
              h(
                'span',
                {},
                ...breakable(properties.name),
                h(
                  'span',
                  { class: 'small' },
                  ' ',
                  ...reasoned(
                    context,
                    id === ''
                      ? lostWhy(context, properties)
                      : { collection: 'stopping-areas', id, property: 'residentsLost', parameters },
                    h('span', {}, f.signed(state.lang, -properties.residentsLost)),
                  ),
                  properties.belowFloorAlready === true && ` · ${words.below}`,
                ),
              ),
              ...shift(state.lang, properties.coverageBefore, properties.coverageAfter, properties.floor),
            ),
            properties.areaCode,
          ),
        ),
      ),
      floor !== null &&
        state.floorLevel !== 'none' &&
        h('p', { class: 'quiet-text' }, `${fill(words.floorMark, { n: f.percent(state.lang, floor) })} ${words.rule}`),
    ),
  ];
}

/** Where no floor is asked per area, the proposal tells what is lost. @param {Context} context @param {import('../stopping.js').Properties} row */
function lostWhy(context, { areaCode: code, name, level, compared }) {
  const lost = -(compared.change.residentsServed ?? 0);
  const text = f.residents(context.state.lang, lost);
  return reasonOfProposal(context, compared, { area: { code, name, level }, text, as: 'change' });
}

/** @param {Context} context @param {Stops} stops */
function normSection({ state, words: all, city }, { broken, judged, shown }) {
  const words = all.stopping;
  if (!shown) return [];
  const names = new Map(
    [...city.neighbourhoods, ...city.districts, ...city.programmes].map((one) => [
      one.properties.code,
      one.properties.name,
    ]),
  );
  const value = (/** @type {number | null} */ one, /** @type {string} */ measure) =>
    one === null
      ? all.unknown
      : measure === 'coverage'
        ? f.percent(state.lang, Math.min(1, one))
        : f.number(state.lang, one, 1);
  return [
    part(
      words.norms,
      broken.length === 0 &&
        h('p', {}, state.role !== null ? words.normsRole : judged ? words.normsNone : words.normsNot),
      h(
        'ul',
        { class: 'pairs' },
        ...broken.map(({ areaCode, measure, required, before, after }) =>
          h(
            'li',
            {},
            h('span', {}, names.get(areaCode) ?? city.info.name),
            h(
              'span',
              { class: 'quiet-text' },
              fill(words.norm, {
                before: value(before.value, measure),
                after: value(after.value, measure),
                required: value(required, measure),
              }),
            ),
          ),
        ),
      ),
    ),
  ];
}

/** @param {Context} context @param {Stops} stops */
function eachSection(context, { each, single }) {
  const { state, words: all } = context;
  const words = all.stopping;
  if (each.length === 0) return [];
  return [
    h(
      'div',
      { class: 'part' },
      h(
        'details',
        { class: 'fold' },
        h('summary', {}, words.each, h('span', { class: 'fold-count' }, f.number(state.lang, each.length))),
        h('p', { class: 'quiet-text' }, words.eachNote),
        h(
          'ol',
          { class: 'pairs' },
          ...each.map(({ id, properties }) =>
            h(
              'li',
              {},
              h('span', {}, properties.names[0] ?? all.nameless),
              h(
                'span',
                {},
                ...reasoned(
                  context,
                  { collection: 'removals', id, property: 'residentsLost', parameters: single },
                  h(
                    'strong',
                    {},
                    properties.residentsLost === null
                      ? all.unknown
                      : properties.residentsLost < 0.5
                        ? words.sizeNobody
                        : f.residents(state.lang, properties.residentsLost),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}

/** @param {Context} context @param {Stops} stops */
function sureSection(context, { shown }) {
  const words = context.words.stopping;
  if (!shown) return [];
  const { optimal, gap, candidateCount } = shown.set;
  const n = countText(words.chosenFrom, context, candidateCount);
  const text = optimal ? words.proved : typeof gap === 'number' ? words.notProved : words.notProvedOpen;
  return [part(words.sure, h('p', {}, fill(text, { n, gap: f.percent(context.state.lang, gap ?? 0) })))];
}
