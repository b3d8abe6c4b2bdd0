/** Words of charts. */

export const nl = {
  asTable: 'Als tabel',
  nearest: 'De dichtstbijzijnde',
  share: 'Deel van alle meters',
  distance: 'Afstand',
  residents: 'Inwoners',
  date: 'Meting',
  value: 'Cijfer',
  of: '{share} van de mensen',
  between: '{from} tot {to}',
  further: '{from} of meer',
  bar: '{name}: {figure}, {verdict}',
  site: 'Plek {rank}, {name}: + {n} inwoners',
  pointed: 'Kies een staafje om het gebied te zien.',
};

/** @type {typeof nl} */
export const en = {
  asTable: 'As a table',
  nearest: 'The nearest',
  share: 'Share of all metres',
  distance: 'Distance',
  residents: 'Residents',
  date: 'Reading',
  value: 'Figure',
  of: '{share} of the people',
  between: '{from} to {to}',
  further: '{from} or more',
  bar: '{name}: {figure}, {verdict}',
  site: 'Place {rank}, {name}: + {n} residents',
  pointed: 'Choose a bar to see the area.',
};
