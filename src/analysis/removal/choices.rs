//! Which residents have exactly which facilities within the norm: all that is needed to tell who loses what.

use std::collections::HashMap;

use crate::domain::PopulationGroup;
use crate::study::{Reach, Study};

/// Residents who have exactly these facilities within the norm, and no other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    /// Ascending.
    pub members: Box<[u32]>,
    pub residents: f64,
    /// The same in whole millionths. Sums of these are exact, so that sets which lose the same people are equal whatever the
    /// order in which they are added up.
    pub millionths: i64,
}

/// The choices of few facilities. A facility is a *member* here: its place in the order of the ids.
pub(super) struct Choices {
    /// The fewest members first.
    list: Vec<Choice>,
    /// Per member the choices that it is in, as places in `list`.
    of: Vec<Vec<u32>>,
}

impl Choices {
    /// The choices of at most `most` facilities that residents of a group have. `member_of` gives the member of each facility of
    /// the reach.
    pub fn of(study: &Study, reach: &Reach, group: PopulationGroup, most: usize, member_of: &[u32]) -> Self {
        let mut residents: HashMap<Vec<u32>, f64> = HashMap::new();
        let mut members = Vec::new();
        let most = u16::try_from(most).unwrap_or(u16::MAX);
        reach.sets_up_to(study, group, most, |near, weight| {
            members.clear();
            members.extend(near.iter().map(|at| member_of[*at as usize]));
            members.sort_unstable();
            match residents.get_mut(members.as_slice()) {
                Some(sum) => *sum += weight,
                None => {
                    residents.insert(members.clone(), weight);
                }
            }
        });
        Self::new(member_of.len(), residents)
    }

    /// The choices among `count` members.
    pub fn new(count: usize, residents: HashMap<Vec<u32>, f64>) -> Self {
        let choice = |(members, residents): (Vec<u32>, f64)| Choice {
            members: members.into(),
            residents,
            #[allow(clippy::cast_possible_truncation)] // nowhere live nine million million people
            millionths: (residents * 1e6).round() as i64,
        };
        let mut list: Vec<Choice> = residents.into_iter().map(choice).collect();
        list.sort_unstable_by(|a, b| (a.members.len(), &a.members).cmp(&(b.members.len(), &b.members)));
        let mut of = vec![Vec::new(); count];
        for (place, choice) in (0_u32..).zip(&list) {
            for member in &choice.members {
                of[*member as usize].push(place);
            }
        }
        Self { list, of }
    }

    /// How many members there are.
    pub fn members(&self) -> usize {
        self.of.len()
    }

    /// The choices, the fewest members first.
    pub fn list(&self) -> &[Choice] {
        &self.list
    }

    /// The choices that a member is in, the fewest members first.
    pub fn with(&self, member: u32) -> impl Iterator<Item = &Choice> {
        self.of[member as usize]
            .iter()
            .map(|place| &self.list[*place as usize])
    }

    /// The choices of nothing but members of a set (ascending), each once: those who have them lose the service when all of the
    /// set stop.
    pub fn inside(&self, set: &[u32]) -> impl Iterator<Item = &Choice> {
        set.iter().flat_map(move |member| {
            self.with(*member)
                .take_while(|choice| choice.members.len() <= set.len())
                .filter(|choice| choice.members[0] == *member)
                .filter(|choice| choice.members.iter().all(|of| set.binary_search(of).is_ok()))
        })
    }

    /// Residents who lose the service when all of a set (ascending) stop.
    pub fn loss(&self, set: &[u32]) -> f64 {
        // A sum of nothing would be −0.
        self.inside(set).fold(0.0, |sum, choice| sum + choice.residents)
    }
}
