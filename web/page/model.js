/** What the page's parts hand to each other, and the small rules on figures that several of them share. */

import { number } from './formats.js';
import { fill } from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./words.js').Words} Words */
/** @typedef {import('./api.js').CityInfo} CityInfo */
/** @typedef {import('./api.js').ServiceType} ServiceType */
/** @typedef {import('./api.js').Area} Area */
/** @typedef {import('./api.js').AreaProperties} AreaProperties */
/** @typedef {import('./api.js').Facility} Facility */
/** @typedef {import('./api.js').Gap} Gap */
/** @typedef {import('./api.js').Overlap} Overlap */

/**
 * What is loaded once.
 * @typedef {object} City
 * @property {CityInfo} info
 * @property {ServiceType[]} types
 * @property {Area[]} neighbourhoods with all residents and no typed figure
 * @property {Area[]} districts
 * @property {Area[]} programmes
 * @property {Area | null} municipality the whole city, where its boundaries say so
 * @property {Map<string, Set<string>>} members neighbourhoods of each programme area
 */

/**
 * What a panel gets to answer with.
 * @typedef {object} Context
 * @property {State} state
 * @property {City} city
 * @property {Words} words
 * @property {ServiceType | null} type
 * @property {number} distance metres
 * @property {Record<string, string>} parameters of the API
 * @property {Facility[]} facilities that count: valid on the date, with the role; where there are many only those that the question
 *   or the sheet needs
 * @property {Map<string, number>} [counts] where not all facilities are loaded: how many there are of each type, and without one (`''`)
 * @property {{facilities: Facility[], of: number}} [listed] where not all are loaded: those of the table of places, of how many
 * @property {string | null} [roleLeftOut] the chosen role, where the figures cannot be limited to it
 */

/** @typedef {{strong: string, rest: string, why?: Reason | undefined}} Line `why`: how its strong part came about */
/** @typedef {{name: string, label: string, residents: number}} LegendClass */
/** @typedef {'met' | 'short' | 'surplus' | 'unknown'} Verdict */

/**
 * A line of the ranked list.
 * @typedef {object} Row
 * @property {string} key code of an area, or the key of an item
 * @property {string} name
 * @property {string} [second] line below the name
 * @property {{name: string, figure?: string}} [told] what it says in a sentence, where its name or its figure alone is not enough
 * @property {number} value length of the bar
 * @property {string} figure
 * @property {Verdict} [verdict] shown as mark and word in place of the bar
 * @property {Line[]} [detail] shown when the item is chosen
 * @property {Reason | undefined} [why] how the figure came about
 * @property {Partial<State>} [open] what choosing it leads to, where that is neither an area nor an item
 * @property {Node[]} [more] what can be done with the chosen item
 */

/**
 * Which figure it is, so that `/v1/explain` can tell how it came about.
 * @typedef {object} Explained
 * @property {string} collection
 * @property {string} id of the feature
 * @property {string} property
 * @property {Record<string, string>} parameters of the collection
 */

/**
 * A figure that is put together here: told by what it is made of, each part with its own reason.
 * @typedef {object} Made
 * @property {string} key tells it from other figures
 * @property {string} sentence the figure in words
 * @property {string} rule how it is made of its parts
 * @property {{name: string, figure: string, why?: Reason | null | undefined}[]} parts
 * @property {Explained} [like] a figure of the same rule and sources; they are told for this one too
 * @property {string} [missing]
 */

/** @typedef {Explained | Made} Reason why a figure is what it is */

/**
 * Something on the map beside areas, dots and facilities. `style` names a rule of `shapes.css`; one with a `key` can be pointed at
 * and chosen as the list's item of that key.
 * @typedef {{kind: 'area', style: string, feature: GeoJSON.Feature, key?: string}
 *   | {kind: 'circle', style: string, lon: number, lat: number, radiusM: number, key?: string}
 *   | {kind: 'line', style: string, from: GeoJSON.Position, to: GeoJSON.Position, key?: string}
 *   | {kind: 'spot', style: string, lon: number, lat: number, title: string, text?: string, group?: string | null, key?: string}
 * } Shape
 */

/**
 * The same answer as a table: what is on the map, sortable and exact.
 * @typedef {object} Table
 * @property {string} caption
 * @property {{name: string, label: string, kind: 'text' | 'count' | 'residents' | 'share' | 'ratio' | 'metres' | 'euros' | 'date' | 'verdict',
 *   group?: string, bar?: boolean, property?: string}[]} columns the first names the row; `group` stands above columns that belong
 *   together; `property` is the one that `/v1/explain` explains
 * @property {{key: string, id?: string, area: boolean, cells: (string | number | null)[], texts?: (string | null)[], whys?: (Reason | null)[],
 *   explain?: (property: string, text: string) => Reason | undefined}[]} rows `area`: the key is the code of an area; `id`: of the feature, where
 *   that is not the key; `texts`: what is shown in place of a cell; `explain`: where its figures come from, if not as those of other rows
 * @property {string} [sort] name of the column that the rows are sorted by, after a minus where the most stands first
 * @property {(string | number | null)[]} [total] last line, of all rows together
 * @property {(property: string, text: string) => Reason | undefined} [explainTotal]
 * @property {{collection: string, parameters: Record<string, string>}} [why] where the figures of columns with a `property` come from
 */

/**
 * What a panel gives: the same answer for panel, list, map and legend.
 * @typedef {object} Answer
 * @property {{value: string, unit: string, wide?: boolean, why?: Reason | undefined, told?: string}} hero `told`: in whole sentences, where
 *   `/v1/explain` does not tell all of it
 * @property {Line[]} lines
 * @property {{reached: number, notReached: number, share: number | null, gain?: number, lost?: number, marks?: {share: number, label: string}[],
 *   whys?: {reached?: Reason | undefined, notReached?: Reason | undefined}} | null} bar
 *   `gain`: the part of `share` that is not there yet; `lost`: the part of the rest that is reached now; `marks`: what a norm asks
 * @property {{heading: string, tone: 'not-reached' | 'count' | 'same' | 'proposal', byLevel: boolean, rows: Row[], wide?: boolean, note?: string | undefined,
 *   of?: string}} list `wide`: the figures are amounts; `of`: what the figures count, in a few words; `note`: which areas are left out
 * @property {{title: string, note: string, edges: string[], classes: LegendClass[], plain?: boolean, style?: string,
 *   group?: string | null}} legend `plain`: its colours count no residents; `style` names a rule of the style sheet; `group`: whom the
 *   classes count, where that is not everybody
 * @property {Map<string, string>} classOf name of a legend class, `barely`, `water` or `unknown` per neighbourhood
 * @property {Map<string, Line[]>} tips per area
 * @property {Gap[]} gaps where the people live who are not reached
 * @property {Overlap[]} overlaps
 * @property {boolean} empty nothing matches the choice
 * @property {import('./lacking.js').Lack[]} [lacks] what the link asks of this question that is not here
 * @property {{name: string, parameters: Record<string, string>}[]} downloads collections, named in `words.downloads`
 * @property {Node[]} [choices] more words to choose by, below the figure
 * @property {Node[]} [extra] charts and notes between the figure and the list
 * @property {Node[]} [after] notes below the list
 * @property {Shape[]} [shapes]
 * @property {{style: string, text: string}[]} [keys] what the shapes mean, for the legend
 * @property {Table} [table]
 * @property {string} [group] population group that the answer is about, where the reader did not choose it
 * @property {(handlers: import('./answer.js').AnswerHandlers) => Node[]} [body] what the panel shows in place of figure, extra and list
 * @property {(map: import('./map/map.js').CityMap) => () => void} [live] starts what follows the hand, once the answer is shown;
 *   what it returns ends it, before the next answer is
 * @property {{classOf: Map<string, string>, tips: Map<string, Line[]>, label: string, tags: {name: string, figure: string, on: boolean}[],
 *   live: (map: import('./map/map.js').CityMap) => () => void}} [pair] what a second map shows beside the first
 * @property {Shape[]} [fits] what `live` draws, for the map to fit it
 * @property {boolean} [ownPlaces] the answer draws its facilities itself, through `live`
 * @property {string} [said] what a screen reader hears when the answer comes, in place of that it came
 */

/**
 * A word to choose that belongs to one question: in its sentence, or in the quiet row below it.
 * @typedef {object} Word
 * @property {string} text
 * @property {string} label what is chosen, for who cannot see it
 * @property {(button: HTMLElement) => void} open
 * @property {(() => void) | null} clear where the word differs from its default
 */

/**
 * One question. A new one is one file with this shape and one line in `panels/index.js`.
 * @typedef {object} Panel
 * @property {keyof Words['questions']} name equal to the name of its analysis
 * @property {boolean} needsType whether it can be asked only of one service type
 * @property {boolean} usesDistance
 * @property {boolean} usesGroup
 * @property {boolean} [usesPlaces] whether it needs every facility of the type, also where there are many
 * @property {boolean} [usesRole] false where the figures cannot be limited to a municipal role
 * @property {(context: Omit<Context, 'facilities'>) => string} [sentence] in place of the question's own, where a choice changes it
 * @property {(context: Context, change: (change: Partial<State>) => void) => {sentence: Record<string, Word>, quiet: Word[]}} [words]
 * @property {{text: (words: Words) => string, go: (change: (change: Partial<State>) => void, context: Context) => void}} [leave] the way out, in place
 *   of the menu of questions
 * @property {boolean} [proposes] whether the answer is about what does not exist: the question block is violet
 * @property {(context: Context, change: (change: Partial<State>) => void) => Promise<Answer>} ask
 */

/** Shares use five fixed classes, so that types compare. */
export const SHARE_CLASSES = [0, 0.2, 0.4, 0.6, 0.8];

/** @param {number} share 0–1 @returns {string} */
export function shareClass(share) {
  const index = SHARE_CLASSES.findLastIndex((from) => share >= from);
  return `class-${Math.max(0, index) + 1}`;
}

/** Whether a lone dot could point at a household: only residents spread over a lattice cannot. @param {Context} context */
export const mayBeHouseholds = (context) => context.city.info.demandKind !== 'lattice';

const BARELY_RESIDENTS = 50;
const BARELY_PER_HECTARE = 1;

/** `barely` where almost nobody lives, whatever the group; `water` where there is no land. @param {AreaProperties} area */
export function ground(area) {
  if (area.landKm2 === 0 && !area.residents) return 'water';
  if (area.residents === null) return null;
  const hectares = (area.landKm2 ?? area.areaKm2) * 100;
  return area.residents < BARELY_RESIDENTS || area.residents < hectares * BARELY_PER_HECTARE ? 'barely' : null;
}

/**
 * Upper edges of at most `count` classes with about as many values each, rounded to readable numbers. A least value that many
 * share, such as nothing at all, is a class of its own: the others would fall together in one with it.
 * @param {number[]} values @param {number} count @returns {number[]} ascending, without the last edge
 */
export function quantileBreaks(values, count) {
  const sorted = [...values].sort((a, b) => a - b);
  const least = sorted[0] ?? 0;
  const above = sorted.filter((value) => value > least);
  const alone = above.length > 0 && (sorted.length - above.length) * count >= sorted.length;
  const [divided, classes] = alone ? [above, count - 1] : [sorted, count];
  const edges = alone ? [readable(above[0] ?? 0, Math.floor)] : [];
  for (let index = 1; index < classes; index += 1) {
    const value = divided[Math.floor((index * divided.length) / classes)];
    if (value !== undefined) edges.push(readable(value));
  }
  return [...new Set(edges)].filter((edge) => edge > least);
}

/** Two digits that people read easily: 0.1267 → 0.13, 48.1 → 48. @param {number} value @param {(of: number) => number} [round] */
export function readable(value, round = Math.round) {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((round(value / step) * step).toPrecision(2));
}

/** @param {number[]} breaks @param {number} value */
export const classAt = (breaks, value) => breaks.filter((edge) => value >= edge).length;

/** @param {Area[]} areas @param {(area: AreaProperties) => number | null | undefined} of */
export const sum = (areas, of) => areas.reduce((total, area) => total + (of(area.properties) ?? 0), 0);

/** The neighbourhoods that the answer is limited to. @param {Context} context @param {Area[]} areas */
export function within(context, areas) {
  const members = context.state.programme === null ? undefined : context.city.members.get(context.state.programme);
  return members ? areas.filter((area) => members.has(area.properties.code)) : areas;
}

/** Whether a facility stands in what the answer is limited to. @param {Pick<Context, 'city' | 'state'>} context @returns {(facility: Facility) => boolean} */
export function standsWithin({ city, state }) {
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  return ({ properties }) => !members || members.has(properties.neighbourhoodCode ?? '');
}

/**
 * The areas that the list ranks: neighbourhoods, or districts as the API gives them; inside a programme area a district is what
 * lies in it.
 * @param {Context} context @param {Area[]} neighbourhoods @param {Area[]} districts
 * @returns {{key: string, name: string, areas: Area[], whole: boolean}[]} each with the areas that its figures add up
 */
export function ranked(context, neighbourhoods, districts) {
  const inside = within(context, neighbourhoods);
  if (context.state.level === 'neighbourhoods') {
    return inside.map((area) => ({
      key: area.properties.code,
      name: area.properties.name,
      areas: [area],
      whole: true,
    }));
  }
  if (context.state.programme === null) {
    return districts.map((area) => ({
      key: area.properties.code,
      name: area.properties.name,
      areas: [area],
      whole: true,
    }));
  }
  return districts
    .map((district) => {
      const { code, name } = district.properties;
      const areas = inside.filter((area) => area.properties.parentCode === code);
      const whole = neighbourhoods.filter((area) => area.properties.parentCode === code).length === areas.length;
      return { key: code, name: whole ? name : `${name} (${context.words.part})`, areas, whole };
    })
    .filter((entry) => entry.areas.length > 0);
}

/**
 * Without the areas where nobody lives, or nothing is known of that: water, an empty business park. Every question about residents
 * leaves out the same ones, and says so.
 * @template {{key: string, name: string, areas?: Area[]}} T
 * @param {Context} context @param {T[]} entries @param {(area: AreaProperties) => unknown} [counts] also keeps an area
 * @returns {{entries: T[], note: string | undefined}}
 */
export function peopled({ city, words, state }, entries, counts = () => false) {
  const bare = new Set(
    [...city.neighbourhoods, ...city.districts]
      .filter(({ properties }) => (properties.residents ?? 0) === 0 && !counts(properties))
      .map(({ properties }) => properties.code),
  );
  const lived = (/** @type {T} */ { key, areas }) =>
    areas ? areas.some(({ properties }) => !bare.has(properties.code)) : !bare.has(key);
  const out = entries.filter((entry) => !lived(entry));
  return { entries: entries.filter(lived), note: leftOut({ words, state }, out) };
}

/** @param {Pick<Context, 'words' | 'state'>} context @param {{name: string}[]} out */
function leftOut({ words, state }, out) {
  if (out.length === 0) return undefined;
  const { one, many } = words.notListed;
  return out.length === 1 ? fill(one, { name: out[0]?.name ?? '' }) : fill(many, { n: number(state.lang, out.length) });
}

/** Whether each type is measured at a distance of its own: where none is asked and they differ. @param {Omit<Context, 'facilities'>} context */
export const ownDistances = ({ type, state, city }) =>
  type === null &&
  state.distance === null &&
  city.types.some(({ distanceM }) => (distanceM ?? city.info.defaultDistanceM) !== city.info.defaultDistanceM);

/** What the answer is limited to, in words. @param {Context} context */
export const nameOfAll = ({ state, city, words }) =>
  city.programmes.find((area) => area.properties.code === state.programme)?.properties.name ??
  words.shell.allOf.replace('{name}', city.info.name);

/** Whether a class says that nothing changes there, which looks like nobody lives there. @param {Answer} answer */
export const tellsOfNone = ({ legend }) => legend.classes.some(({ name }) => name === 'more-0' || name === 'same');

/**
 * How many people of the group that is asked live in each neighbourhood; null where everybody is asked.
 * @typedef {Map<string, number | null | undefined> | null} People
 */

/** @param {Context} context @param {Area[]} neighbourhoods of an answer about the group @returns {People} */
export const peopleOf = ({ state }, neighbourhoods) =>
  state.group === 'all'
    ? null
    : new Map(neighbourhoods.map(({ properties }) => [properties.code, properties.groupResidents]));

/**
 * Residents in a class, of the areas that the answer is limited to.
 * @param {Context} context @param {Map<string, string>} classOf @param {string} name @param {People} [people] to count in their place
 */
export const residentsIn = (context, classOf, name, people = null) =>
  sum(
    within(context, context.city.neighbourhoods).filter((area) => classOf.get(area.properties.code) === name),
    (area) => (people === null ? area.residents : people.get(area.code)),
  );

/** What a type is called in a sentence. @param {Context} context @param {(label: string) => string} short */
export function typeName(context, short) {
  if (context.type === null) return context.words.anyType;
  return short(context.state.lang === 'nl' ? context.type.labelNl : context.type.labelEn);
}

/** Lines as one text. @param {Line[]} lines */
export const linesText = (lines) =>
  lines
    .map(({ strong, rest }) => `${strong}${rest}`.trim())
    .filter((text) => text !== '')
    .join(' ');

/** The large figure in one piece: "68 %"; empty where there is none. @param {Answer} answer */
export const heroText = ({ hero }) => [hero.value, hero.unit].filter((part) => part !== '').join('\u00a0');
