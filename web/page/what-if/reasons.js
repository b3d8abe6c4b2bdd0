/**
 * Why a figure of a proposal is what it is. Nothing keeps a proposal, so `/v1/explain` only knows the figure before it: that one
 * tells the rule and the sources, and the answer to the proposal what changes.
 */

import * as f from '../formats.js';
import { made } from '../reasons/made.js';
import { fill } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Explained} Explained */
/** @typedef {import('./outcome.js').Compared} Compared */

const COLLECTIONS = /** @type {Record<string, string>} */ ({
  neighbourhood: 'neighbourhoods',
  district: 'districts',
  programme: 'programme-areas',
  municipality: 'municipalities',
});

/**
 * The figure of an area before the proposal. @param {Context} context
 * @param {{code: string, level: string} | null} area null: the whole that the answer is about @param {string} group @returns {Explained | null}
 */
function beforeOf({ state, city, parameters }, area, group) {
  const { group: _, ...rest } = parameters;
  const asked = group === 'all' ? rest : { ...rest, group };
  const whole = state.programme ?? city.municipality?.properties.code;
  const id = area?.code ?? whole;
  const collection = COLLECTIONS[area?.level ?? (state.programme === null ? 'municipality' : 'programme')];
  return id === undefined || collection === undefined
    ? null
    : { collection, id, property: 'residentsServed', parameters: asked };
}

/**
 * What is reached with the proposal, as a share or in residents.
 * @param {Context} context @param {Compared | null} compared null: nothing changes
 * @param {{area: {code: string, level: string, name: string} | null, text: string, as: 'coverage' | 'change', group?: string, side?: string}} how
 */
export function reasonOfProposal(context, compared, { area, text, as, group = context.state.group, side }) {
  const { words, state, city } = context;
  const { lang } = state;
  const said = words.whatIf.reason;
  const before = beforeOf(context, area, group);
  const programme = city.programmes.find((one) => one.properties.code === state.programme);
  const name = area?.name ?? programme?.properties.name ?? city.info.name;
  const share = before && { ...before, property: 'coverage' };
  const people = (/** @type {number | null | undefined} */ n) => (n == null ? words.unknown : f.residents(lang, n));
  const percent = (/** @type {number | null | undefined} */ n) => (n == null ? words.unknown : f.percent(lang, n));
  const parts = compared
    ? [
        { name: said.before, figure: people(compared.before.residentsServed), why: before },
        { name: said.change, figure: f.signed(lang, compared.change.residentsServed ?? 0) },
        { name: said.after, figure: people(compared.after.residentsServed) },
        { name: said.shareBefore, figure: percent(compared.before.coverage), why: share },
        { name: said.shareAfter, figure: percent(compared.after.coverage) },
      ]
    : [{ name: said.same, figure: text, why: share }];
  const proposal = side === undefined ? said.proposal : fill(said.proposalSide, { side });
  const what = as === 'coverage' ? said.whatShare : said.whatChange;
  return made(context, {
    key: `proposal-${side ?? ''}-${as}-${area?.code ?? 'whole'}-${group}`,
    what: fill(what, { name, proposal }),
    figure: text,
    rule: 'whatIf',
    parts,
    ...(share ? { like: share } : {}),
    missing: said.missing,
  });
}
