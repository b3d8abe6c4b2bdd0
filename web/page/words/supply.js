/** Words of the question whether there is enough room. */

export const nl = {
  of: { capacity: 'Plaatsen', floorArea: 'Vloeroppervlak' },
  chooseOf: 'We tellen',
  per1000: { capacity: 'plaatsen per 1.000', floorArea: 'm² per 1.000' },
  methods: {
    '2sfca': 'Ver en dichtbij telt even zwaar',
    e2sfca: 'Dichtbij telt zwaarder',
    '3sfca': 'Dichtbij telt zwaarder en mensen kiezen',
  },
  chooseMethod: 'We verdelen',
  methodText: {
    '2sfca': 'Een plek telt voor iedereen binnen {d}, en niet voor wie verder woont. (2SFCA, Luo en Wang 2003)',
    e2sfca:
      'Tot {near} telt een plek helemaal, tot {mid} voor 68\u00a0% en tot {d} voor 22\u00a0%. (E2SFCA, Luo en Qi 2009)',
    '3sfca':
      'Tot {near} telt een plek helemaal, tot {mid} voor 68\u00a0% en tot {d} voor 22\u00a0%. Wie meer plekken in de buurt heeft, gaat naar elke plek minder vaak. (3SFCA, Wan, Zou en Sternberg 2012)',
  },
  known: {
    some: {
      capacity: 'Van {n} van de {total} plekken weten we het aantal plaatsen. De rest vullen we niet in.',
      floorArea: 'Van {n} van de {total} plekken weten we het oppervlak. De rest vullen we niet in.',
    },
    only: {
      capacity: 'Van de enige plek weten we het aantal plaatsen niet. Daarom rekenen we niet.',
      floorArea: 'Van de enige plek weten we het oppervlak niet. Daarom rekenen we niet.',
    },
    none: {
      capacity: 'Van geen van de {total} plekken weten we het aantal plaatsen. Daarom rekenen we niet.',
      floorArea: 'Van geen van de {total} plekken weten we het oppervlak. Daarom rekenen we niet.',
    },
  },
  shared: 'Zoveel is er voor elke 1.000 inwoners, als iedereen die er kan komen evenveel krijgt.',
  parts: {
    served: 'kunnen naar een plek met bekende ruimte',
    unknown: 'kunnen alleen naar plekken met onbekende ruimte',
    uncovered: 'wonen verder dan {d}',
  },
  list: 'Waar is het krapst?',
  listUnknown: 'Wie kan er komen?',
  places: 'Per plek: hoeveel mensen delen de ruimte?',
  place: { capacity: '{n} plaatsen voor {people} inwoners', floorArea: '{n} m² voor {people} inwoners' },
  placeUnknown: 'aantal onbekend',
  legend: { capacity: 'Hoeveel plaatsen per 1.000 inwoners?', floorArea: 'Hoeveel m² per 1.000 inwoners?' },
  legendUnknown: 'Wat weten we van de ruimte?',
  tip: { capacity: ' plaatsen per 1.000 inwoners', floorArea: ' m² per 1.000 inwoners' },
  tipUnknown: { strong: 'Ruimte onbekend', rest: ': {n} inwoners kunnen er komen' },
  tipNobody: 'Hier woont bijna niemand.',
  tipUncovered: { strong: '{n}', rest: ' wonen verder dan {d}' },
  table: {
    caption: 'Ruimte naast inwoners, per gebied',
    area: 'Gebied',
    access: { capacity: 'Plaatsen per 1.000', floorArea: 'm² per 1.000' },
    residents: 'Inwoners',
    served: 'Ruimte bekend',
    unknown: 'Ruimte onbekend',
    uncovered: 'Niet bereikt',
    missing: 'Plekken in bereik zonder opgave',
  },
};

/** @type {typeof nl} */
export const en = {
  of: { capacity: 'Places', floorArea: 'Floor area' },
  chooseOf: 'We count',
  per1000: { capacity: 'places per 1,000', floorArea: 'm² per 1,000' },
  methods: {
    '2sfca': 'Far and near count the same',
    e2sfca: 'Near counts more',
    '3sfca': 'Near counts more and people choose',
  },
  chooseMethod: 'We share',
  methodText: {
    '2sfca': 'A facility counts for all within {d}, and not for those who live further. (2SFCA, Luo and Wang 2003)',
    e2sfca:
      'Up to {near} a facility counts fully, up to {mid} for 68% and up to {d} for 22%. (E2SFCA, Luo and Qi 2009)',
    '3sfca':
      'Up to {near} a facility counts fully, up to {mid} for 68% and up to {d} for 22%. Those with more facilities around go to each less often. (3SFCA, Wan, Zou and Sternberg 2012)',
  },
  known: {
    some: {
      capacity: 'We know the places of {n} of the {total} facilities. We do not fill in the others.',
      floorArea: 'We know the floor area of {n} of the {total} facilities. We do not fill in the others.',
    },
    only: {
      capacity: 'We do not know the places of the only facility, so we cannot calculate.',
      floorArea: 'We do not know the floor area of the only facility, so we cannot calculate.',
    },
    none: {
      capacity: 'We know the places of none of the {total} facilities, so we cannot calculate.',
      floorArea: 'We know the floor area of none of the {total} facilities, so we cannot calculate.',
    },
  },
  shared: 'So much there is for every 1,000 residents, if all who can come get the same.',
  parts: {
    served: 'can go to a facility with known room',
    unknown: 'can only go to facilities with unknown room',
    uncovered: 'live further than {d}',
  },
  list: 'Where is it tightest?',
  listUnknown: 'Who can come?',
  places: 'Per facility: how many people share the room?',
  place: { capacity: '{n} places for {people} residents', floorArea: '{n} m² for {people} residents' },
  placeUnknown: 'number unknown',
  legend: { capacity: 'How many places per 1,000 residents?', floorArea: 'How many m² per 1,000 residents?' },
  legendUnknown: 'What do we know of the room?',
  tip: { capacity: ' places per 1,000 residents', floorArea: ' m² per 1,000 residents' },
  tipUnknown: { strong: 'Room unknown', rest: ': {n} residents can come' },
  tipNobody: 'Almost nobody lives here.',
  tipUncovered: { strong: '{n}', rest: ' live further than {d}' },
  table: {
    caption: 'Room beside residents, per area',
    area: 'Area',
    access: { capacity: 'Places per 1,000', floorArea: 'm² per 1,000' },
    residents: 'Residents',
    served: 'Room known',
    unknown: 'Room unknown',
    uncovered: 'Not reached',
    missing: 'Facilities in reach that do not tell',
  },
};
