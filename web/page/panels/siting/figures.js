/** What the proposal brings, as the large figure, in a sentence and as a bar. */

import * as f from '../../formats.js';
import { fill, lookUp } from '../../words.js';
import { presentOf } from './words.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Answer} Answer */
/** @typedef {import('../../model.js').Line} Line */
/** @typedef {import('../siting.js').Found} Found */

/** @param {Context} context @param {Found} found @param {import('../siting.js').Now} now @param {Record<string, string>} parameters @returns {Answer['hero']} */
export function heroOf({ state, words }, found, now, parameters) {
  const { lang } = state;
  const last = found.features.at(-1);
  if (!last) return { value: f.percentNumber(found.coverageBefore), unit: '%', why: now.why };
  const why = (/** @type {string} */ property) => ({ collection: 'siting', id: last.id, property, parameters });
  if (state.model === 'lscp')
    return {
      value: f.number(lang, found.features.length),
      unit: found.features.length === 1 ? words.siting.allUnit.one : words.siting.allUnit.many,
      wide: true,
      why: why('objective'),
    };
  if (state.model === 'pmedian')
    return {
      value: f.metres(lang, last.properties.meanDistanceAfterM),
      unit: words.siting.meanUnit,
      wide: true,
      why: why('meanDistanceAfterM'),
    };
  return { value: f.percentNumber(found.coverageAfter), unit: '%', why: why('coverageAfter') };
}

/** @param {Context} context @param {Found} found @param {import('../siting.js').Now} now @param {number} present @returns {Line[]} */
export function linesOf(context, found, now, present) {
  const { state, city } = context;
  const words = context.words.siting;
  const { lang } = state;
  const distance = f.metres(lang, context.distance);
  const share = now.share === null ? context.words.unknown : f.percent(lang, now.share);
  const last = found.features.at(-1);
  if (!last) {
    if (found.candidateCount === 0) return [{ strong: '', rest: words.noCandidates }];
    return [{ strong: '', rest: found.coverageBefore >= 1 ? fill(words.allDone, { distance }) : words.noneAdds }];
  }
  const group =
    state.group === 'all' ? null : lookUp(context.words.groups, state.group, state.group).toLocaleLowerCase();
  const gain = group === null ? words.gain : words.gainGroup;
  const free = {
    strong: fill(words.free.strong, { share }),
    rest: fill(words.free.rest, {
      n: present === 1 ? words.present1.one : fill(words.present1.many, { n: f.number(lang, present) }),
    }),
  };
  const added = {
    strong: fill(gain.strong, { n: f.residents(lang, found.gainResidents) }),
    rest: fill(gain.rest, { distance, share, group: group ?? '' }),
  };
  const all = {
    strong: fill(words.all.strong, { share: f.percent(lang, found.coverageAfter) }),
    rest: fill(words.all.rest, { distance, now: share }),
  };
  const { meanDistanceAfterM: mean } = last.properties;
  /** @type {Line[]} */
  const lines = [state.model === 'mclp' ? added : all];
  if (state.model === 'pmedian' && now.mean !== null && mean < now.mean)
    lines.unshift({
      strong: fill(words.mean.strong, { now: f.metres(lang, now.mean) }),
      rest: fill(words.mean.rest, { less: f.metres(lang, now.mean - mean) }),
    });
  if (presentOf(context) === 'free' && state.model !== 'pmedian') lines[lines.length - 1] = free;
  if (found.parameters.cell !== undefined)
    lines.push({ strong: '', rest: fill(words.searched, { cell: f.number(lang, found.parameters.cell) }) });
  if (state.programme !== null) {
    const area = city.programmes.find(({ properties }) => properties.code === state.programme)?.properties.name ?? '';
    lines.push({ strong: '', rest: fill(words.wholeCity, { area, name: city.info.name }) });
  }
  return lines;
}

/** @param {Context} context @param {Found} found @param {import('../siting.js').Now} now @returns {Answer['bar']} */
export function barOf(context, found, now) {
  if (now.share === null) return null;
  const total = now.served + now.unserved;
  const served = found.coverageAfter * total;
  const locked = presentOf(context) === 'locked';
  return {
    ...f.split(served, total - served),
    share: found.coverageAfter,
    ...(locked ? { gain: Math.max(0, found.coverageAfter - now.share) } : { gain: found.coverageAfter }),
  };
}
