/** What stopping costs, as the large figure, in sentences and as a bar; and what stands in the way. */

import * as f from '../../formats.js';
import { fill, lookUp, shortLabel } from '../../words.js';
import { countText } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../model.js').Answer} Answer */
/** @typedef {import('../../model.js').Line} Line */
/** @typedef {import('../stopping.js').Size} Size */
/** @typedef {import('../stopping.js').Stops} Stops */

/** @param {Context} context @param {Size | undefined} asked @param {number} present @param {Record<string, string>} parameters @returns {Answer['hero']} */
export function heroOf({ words: all, state }, asked, present, parameters) {
  const words = all.stopping;
  if (!asked || asked.possible === false)
    return { value: present === 0 ? '0' : words.cannot, unit: present === 0 ? all.noType : '', wide: true };
  if (asked.possible === null) return { value: words.unknown, unit: '', wide: true };
  const { residentsLost } = asked.set;
  const [first] = asked.items;
  if (residentsLost === null || !first) return { value: words.unknown, unit: '', wide: true };
  const unit =
    state.group === 'all'
      ? words.unit.many
      : fill(words.unitGroup, { group: lookUp(all.groups, state.group, state.group).toLocaleLowerCase() });
  return {
    value: residentsLost < 0.5 ? words.nobody : f.residents(state.lang, residentsLost),
    unit: residentsLost < 0.5 ? '' : unit,
    wide: true,
    why: { collection: 'stopping', id: first.id, property: 'residentsLost', parameters },
  };
}

/** @param {Context} context @param {Stops} stops @param {number} present @returns {Line[]} */
export function linesOf(context, { asked, shown, parameters }, present) {
  const { state, city } = context;
  const words = context.words.stopping;
  const { lang } = state;
  const plain = (/** @type {string} */ rest) => ({ strong: '', rest });
  const type = shortLabel((lang === 'nl' ? context.type?.labelNl : context.type?.labelEn) ?? '');
  if (present === 0) return [plain(fill(words.none, { type }))];
  const most = shown ? [plain(countText(words.most, context, shown.size))] : [];
  if (!asked || (asked.possible === false && present < asked.size))
    return [plain(countText(words.fewer, context, present)), ...most];
  if (asked.possible === null) return [plain(words.timeUp), ...most];
  if (asked.possible === false) return [obstacle(context, asked), ...most];
  const { residentsLost, coverageBefore, coverageAfter, eurosSaved, eurosUnknown } = asked.set;
  if (residentsLost === null) return [plain(words.hidden)];
  const share = (/** @type {number | null} */ value) =>
    value === null ? context.words.unknown : f.percent(lang, Math.min(1, value));
  const [first] = asked.items;
  const nobody = residentsLost < 0.5;
  const pair = coverageBefore === null || coverageAfter === null ? null : f.shares(lang, coverageBefore, coverageAfter);
  const text = nobody ? words.lostNobody : pair ? words.lost : words.lostFew;
  const sum = asked.items.reduce((total, { properties }) => total + (properties.residentsLostAlone ?? 0), 0);
  const joined = f.residents(lang, sum) === f.residents(lang, residentsLost);
  /** @type {Line[]} */
  const lines = [
    plain(
      fill(text.rest, {
        distance: f.metres(lang, context.distance),
        before: pair ? pair[0] + f.percentSign(lang) : share(coverageBefore),
        after: pair ? pair[1] + f.percentSign(lang) : share(coverageAfter),
      }),
    ),
    eurosSaved === null
      ? words.savedUnknown
      : {
          strong: fill(words.saved.strong, { amount: f.euros(lang, eurosSaved) }),
          rest: words.saved.rest + (eurosUnknown > 0 ? countText(words.savedPart, context, eurosUnknown) : ''),
          why: first && { collection: 'stopping', id: first.id, property: 'eurosSaved', parameters },
        },
  ];
  if (asked.size > 1 && !nobody)
    lines.push(
      joined
        ? words.jointSame
        : {
            strong: words.joint.strong,
            rest: fill(words.joint.rest, { sum: f.residents(lang, sum), lost: f.residents(lang, residentsLost) }),
          },
    );
  if (state.programme !== null) {
    const area = city.programmes.find(({ properties }) => properties.code === state.programme)?.properties.name ?? '';
    lines.push(plain(fill(words.inArea, { area, name: city.info.name })));
  }
  return lines;
}

/** Which floor stops the set that comes nearest. @param {Context} context @param {Size} asked @returns {Line} */
function obstacle({ words: all, state, city }, { size, set }) {
  const words = all.stopping;
  const strong = size === 1 ? words.cannotOne : fill(words.cannotMany, { n: f.number(state.lang, size) });
  const code = set.stoppedByArea;
  if (!code) return { strong, rest: '' };
  const area = [...city.neighbourhoods, ...city.districts, ...city.programmes].find(
    (one) => one.properties.code === code,
  );
  const group =
    set.stoppedByGroup === 'all'
      ? ''
      : fill(words.group, { group: lookUp(all.groups, set.stoppedByGroup, set.stoppedByGroup).toLocaleLowerCase() });
  const already = state.floor !== null && set.stoppedLevel < state.floor / 100;
  const text = set.stoppedByCriterion !== null ? words.blockedByNorm : already ? words.blockedBelow : words.blockedBy;
  const share = (/** @type {number | null} */ value) => (value === null ? all.unknown : measure(state.lang, value));
  return {
    strong,
    rest: fill(text, {
      area: (area?.properties.name ?? city.info.name) + group,
      value: share(set.stoppedValue),
      level: share(set.stoppedLevel),
    }),
  };
}

/** A share, or what a criterion counts in. @param {'nl' | 'en'} lang @param {number} value */
const measure = (lang, value) => (value <= 1.000001 ? f.percent(lang, Math.min(1, value)) : f.number(lang, value, 1));

/** @param {Size | undefined} asked @returns {Answer['bar']} */
export function barOf(asked) {
  const { residentsLost, coverageBefore, coverageAfter } = asked?.set ?? {};
  if (!asked?.possible || typeof residentsLost !== 'number' || !(coverageBefore > coverageAfter)) return null;
  const total = residentsLost / (coverageBefore - coverageAfter);
  const served = coverageAfter * total;
  const parts = f.split(served, total - served);
  // A bar that does not move says nothing.
  if (parts.reached === f.split(coverageBefore * total, total * (1 - coverageBefore)).reached) return null;
  return { ...parts, share: coverageAfter, lost: coverageBefore - coverageAfter };
}
