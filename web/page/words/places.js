/** Words of the facilities as a whole: in their table, on the map and in the counts. */

export const nl = {
  unplaced: '{n} zonder plek op de kaart',
  outside: '{n} buiten elke wijk',
  and: 'en',
  ofWhich: '{count}, waarvan {strays}',
  notCounted: 'Niet meegeteld: {strays}.',
  countedIn: 'Geteld in {name}.',
  countedInAll: 'Geteld in heel {name}.',
  none: 'Geen: {names}.',
  notOnMap: {
    one: '{n} voorziening heeft geen plek, en staat niet op de kaart.',
    many: '{n} voorzieningen hebben geen plek, en staan niet op de kaart.',
  },
  perhapsIn: {
    one: '{n} voorziening heeft geen plek. We weten niet of die in {name} staat.',
    many: '{n} voorzieningen hebben geen plek. We weten niet of die in {name} staan.',
  },
  roles: { subsidy: 'subsidie', commission: 'opdracht', both: 'subsidie en opdracht', none: 'geen rol' },
  away: 'buiten elke wijk',
  everyType: 'Alle soorten',
  typesInTable: 'Welke voorzieningen',
  showSome: 'Toon {n} van de {all}',
  groupsHere: 'De symbolen',
};

/** @type {typeof nl} */
export const en = {
  unplaced: '{n} without a place on the map',
  outside: '{n} outside every district',
  and: 'and',
  ofWhich: '{count}, of which {strays}',
  notCounted: 'Not counted: {strays}.',
  countedIn: 'Counted in {name}.',
  countedInAll: 'Counted in all of {name}.',
  none: 'None: {names}.',
  notOnMap: {
    one: '{n} facility has no place, and is not on the map.',
    many: '{n} facilities have no place, and are not on the map.',
  },
  perhapsIn: {
    one: '{n} facility has no place. We do not know whether it is in {name}.',
    many: '{n} facilities have no place. We do not know whether they are in {name}.',
  },
  roles: { subsidy: 'subsidy', commission: 'commission', both: 'subsidy and commission', none: 'no role' },
  away: 'outside every district',
  everyType: 'All types',
  typesInTable: 'Which facilities',
  showSome: 'Show {n} of {all}',
  groupsHere: 'The symbols',
};
