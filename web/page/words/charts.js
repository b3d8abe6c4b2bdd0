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
  pointedFar: 'Wijs een staafje aan om te zien in welke buurten het zo ver is.',
  farAreas: { one: 'Zo ver is het gemiddeld in 1 buurt.', many: 'Zo ver is het gemiddeld in {n} buurten.' },
  farNone: 'In geen buurt is dat het gemiddelde.',
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
  pointedFar: 'Point at a bar to see in which neighbourhoods it is that far.',
  farAreas: {
    one: 'It is that far on average in 1 neighbourhood.',
    many: 'It is that far on average in {n} neighbourhoods.',
  },
  farNone: 'In no neighbourhood is that the average.',
};
