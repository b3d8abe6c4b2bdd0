/** Words of a chosen facility and its reach. */

export const nl = {
  reach: { strong: '{n} {people}', rest: ' wonen binnen {distance}.' },
  unique: { strong: '{n}', rest: ' van hen hebben geen andere plek van deze soort binnen die afstand.' },
  visitors: { strong: '{n} bezoekers', rest: ' per jaar.' },
  unknown: 'Hoeveel mensen hier dichtbij wonen, is onbekend.',
  noType: 'De soort is onbekend. Daarom weten we niet hoe ver mensen hiervoor gaan.',
  noPlace: 'De plek op de kaart is onbekend.',
  straight: 'De cirkel op de kaart is die afstand, in een rechte lijn.',
  detour: 'Een weg is langer dan een rechte lijn. Daarom is de cirkel op de kaart {radius}.',
  key: 'binnen {distance} van de gekozen plek',
  without: 'Wat als deze plek stopt?',
  choose: 'Toon het bereik van {name}',
  outlines: 'Toon randen om waar zij wonen',
  hideOutlines: 'Verberg de randen om waar zij wonen',
};

/** @type {typeof nl} */
export const en = {
  reach: { strong: '{n} {people}', rest: ' live within {distance}.' },
  unique: { strong: '{n}', rest: ' of them have no other place of this type within that distance.' },
  visitors: { strong: '{n} visitors', rest: ' a year.' },
  unknown: 'How many people live close to it is unknown.',
  noType: 'The type is unknown. So we do not know how far people go for it.',
  noPlace: 'Its place on the map is unknown.',
  straight: 'The circle on the map is that distance, in a straight line.',
  detour: 'A way is longer than a straight line. So the circle on the map is {radius}.',
  key: 'within {distance} of the chosen place',
  without: 'What if this place stops?',
  choose: 'Show the reach of {name}',
  outlines: 'Show outlines of where they live',
  hideOutlines: 'Hide the outlines of where they live',
};
