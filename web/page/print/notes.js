/** The foot of a print: how was counted, whose data it is, what the norms are from, what is missing, and the way to the live view. */

import { h, svg } from '../dom.js';
import * as f from '../formats.js';
import { rowsOf } from '../sheet/document.js';
import { section } from '../sheet/parts.js';
import { typeLabel } from '../places.js';
import { fill, shortLabel } from '../words.js';
import { qrCode } from './qr.js';

/** @typedef {import('../sheet/document.js').Sheet} Sheet */

/** @param {Sheet} sheet @param {string} link to the live view @param {boolean} withNorms or else they stand in a section of their own */
export function notes(sheet, link, withNorms) {
  const { context, document } = sheet;
  const { words, state, city } = context;
  const walking = document.sections.find((one) => one.id === 'coverage')?.parameters.mode === 'walking';
  const counted = fill(walking ? words.sheets.countedWalking : words.sheets.countedText, {
    date: f.date(state.lang, document.parameters.date),
    spread: city.info.demandKind === 'lattice' ? words.sheets.spreadLattice : words.sheets.spreadLayer,
  });
  const norms = withNorms ? normsOf(sheet) : [];
  const missing = missingParts(sheet);
  return h(
    'div',
    { class: 'notes' },
    h(
      'p',
      {},
      h('strong', { class: 'list-page' }),
      h('strong', {}, words.sheets.counted),
      ` ${counted} `,
      h('strong', {}, words.sheets.sourcesAre),
      ` ${sentence(sourcesOf(sheet))} `,
      ...(norms.length === 0
        ? []
        : [
            h('strong', {}, words.sheets.normsAre),
            ` ${sentence(norms.map(([source, types]) => `${types} (${source})`))} `,
          ]),
      h('strong', {}, words.sheets.missing),
      ` ${missing.length === 0 ? words.sheets.missingNothing : sentence(missing)} `,
      fill(words.sheets.dataRevision, { n: f.number(state.lang, document.revision) }),
    ),
    h('div', { class: 'qr' }, qr(link, fill(words.sheets.qrLabel, { url: link })), h('p', {}, words.sheets.qr)),
  );
}

/** @param {string[]} parts */
const sentence = (parts) => `${parts.join('; ').replace(/\.$/, '')}.`;

/** Whose data it is, each once. @param {Sheet} sheet */
function sourcesOf({ context }) {
  const { city, state } = context;
  const out = city.info.sources.map(({ name, attribution, licence, date }) =>
    [attribution ?? `${name}${date ? ` (${f.date(state.lang, date)})` : ''}`, licence].filter(Boolean).join(', '),
  );
  return [...new Set(out)];
}

/** The norms and whose they are, as a section. @param {import('../sheet/parts.js').View} view */
export function normSection(view) {
  const norms = normsOf(view.sheet);
  if (norms.length === 0) return null;
  return section(
    view,
    'norms',
    view.sheet.context.words.sheets.normSources,
    h(
      'ul',
      { class: 'norm-sources' },
      ...norms.map(([source, types]) => h('li', {}, h('strong', {}, `${source}:`), ` ${types}`)),
    ),
  );
}

/** Per source what it says of which type. @param {Sheet} sheet @returns {[source: string, types: string][]} */
function normsOf({ verdicts, context }) {
  const { words, state } = context;
  /** @type {Map<string, Map<string, string[]>>} */
  const bySource = new Map();
  for (const { source, serviceType, distanceM } of verdicts) {
    const types = bySource.get(source ?? words.sheets.noSource) ?? new Map();
    const type = shortLabel(typeLabel(context, serviceType)).toLocaleLowerCase();
    const distances = types.get(type) ?? [];
    if (distanceM !== null) distances.push(f.number(state.lang, distanceM));
    bySource.set(source ?? words.sheets.noSource, types.set(type, distances));
  }
  return [...bySource].map(([source, types]) => {
    const all = [...types].map(([type, distances]) =>
      distances.length === 0 ? type : `${type} ${[...new Set(distances)].join(', ')}\u00a0m`,
    );
    return [source, all.join(', ')];
  });
}

/** @param {Sheet} sheet */
function missingParts({ facilities, document, verdicts, overlaps, coverage, context }) {
  const { words, state } = context;
  const { missingParts: texts } = words.sheets;
  const amounts = rowsOf(document, 'spending').reduce((sum, row) => sum + (row.grantsWithoutAmount ?? 0), 0);
  const residents = rowsOf(document, 'area')[0]?.residentsMissing ?? 0;
  /** @type {[string, number][]} */
  const counted = [
    [texts.noType, facilities.filter(({ properties }) => properties.serviceType === null).length],
    [texts.noPlace, facilities.filter(({ geometry }) => geometry === null).length],
    [texts.noRole, facilities.filter(({ properties }) => properties.municipalRole === null).length],
    [texts.residents, residents],
    [texts.verdicts, verdicts.filter(({ verdict }) => verdict === 'unknown').length],
    [texts.amounts, amounts],
    [texts.groups, overlaps.filter(({ properties }) => properties.targetGroupUnknown).length],
  ];
  const imputed =
    verdicts.some(({ parts }) => parts.some((part) => part.imputed)) || coverage.some((row) => row.imputed === true);
  return [
    ...counted.filter(([, n]) => n > 0).map(([text, n]) => fill(text, { n: f.number(state.lang, n) })),
    ...(imputed ? [texts.imputed] : []),
  ];
}

/** @param {string} text @param {string} label */
export function qr(text, label) {
  const modules = qrCode(text);
  const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return svg(
    'svg',
    {
      class: 'qr-code',
      viewBox: `0 0 ${modules.length} ${modules.length}`,
      role: 'img',
      'aria-label': label,
      'shape-rendering': 'crispEdges',
    },
    svg('path', { d: path }),
  );
}
