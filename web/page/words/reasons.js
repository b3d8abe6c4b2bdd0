/** Words of reasons that are put together here. */

export const nl = {
  says: '{what}: {figure}.',
  back: '← Terug naar het hele cijfer',
  rounded: 'Inwoners zijn afgerond op {n}. De download heeft ze exact.',
  nothing: 'Niets: het cijfer is nul.',
  sources: 'Die staan bij elk deel. Kies een cijfer hierboven.',
  both: 'Een plek met subsidie en opdracht staat bij allebei, en telt hier één keer.',
  rules: {
    sum: 'We tellen deze cijfers op.',
    count: 'We tellen hoeveel het er zijn.',
    share: 'Van deze gebieden samen: wie bereikt is, gedeeld door iedereen.',
    mean: 'Het gemiddelde van deze gebieden. Elk telt zo zwaar als er mensen wonen.',
    density: 'Alle voorzieningen van deze gebieden, gedeeld door alle inwoners of al het land.',
    inHubs: 'Van deze gebieden samen: wat samen staat, gedeeld door alles wat er staat.',
    median: 'De middelste van deze cijfers, van laag naar hoog gezet.',
    verdict: 'We houden elk gebied tegen de norm en tellen waar het te weinig is.',
    norms: 'We houden elk gebied tegen elke norm en tellen de normen die ergens niet gehaald zijn.',
    whatIf: 'Het cijfer van nu, en wat het voorstel daaraan verandert. Beide tellen we op dezelfde manier.',
    better: 'We vergelijken de laatste meting van elke indicator met die ervoor.',
    perYear: 'We tellen de bedragen op die bekend zijn.',
  },
};

/** @type {typeof nl} */
export const en = {
  says: '{what}: {figure}.',
  back: '← Back to the whole figure',
  rounded: 'Residents are rounded to {n}. The download has them exact.',
  nothing: 'Nothing: the figure is zero.',
  sources: 'They stand with each part. Choose a figure above.',
  both: 'A place with subsidy and commission stands with both, and counts once here.',
  rules: {
    sum: 'We add these figures up.',
    count: 'We count how many there are.',
    share: 'Of these areas together: who is reached, divided by everyone.',
    mean: 'The mean of these areas. Each weighs as much as people live there.',
    density: 'All facilities of these areas, divided by all residents or all land.',
    inHubs: 'Of these areas together: what stands together, divided by all that stands there.',
    median: 'The middle one of these figures, put from low to high.',
    verdict: 'We hold each area against the norm and count where it is short.',
    norms: 'We hold each area against each norm and count the norms that are missed somewhere.',
    whatIf: 'The figure now, and what the proposal changes in it. Both are counted alike.',
    better: 'We compare the last reading of each indicator with the one before.',
    perYear: 'We add up the amounts that are known.',
  },
};
