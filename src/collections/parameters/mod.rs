//! The parameters of the collections: what they are called, which values they take, and how they become a [`Query`].

mod filters;
mod hints;
mod in_force;
mod needs;
mod query;
mod siting;
mod stopping;
mod time;

use super::indicators;
use crate::analysis::spending::By;
use crate::analysis::supply::{Method, Of};
use crate::domain::criterion::Mode;
use crate::domain::feature::Kind;
use crate::domain::{Level, PopulationGroup};
use crate::study::Study;
use crate::study::access::{Contribution, Wheelchair};

pub use hints::nearest;
pub use needs::Needs;
pub use query::{Query, Today};
pub use siting::Sites;
pub use stopping::Stops;
pub use time::{Before, asked_day};

/// Furthest norm distance that can be asked, in metres.
pub const MAX_DISTANCE_M: f64 = 100_000.0;

/// Why a parameter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InvalidParam {
    pub name: String,
    pub reason: String,
}

impl InvalidParam {
    /// The parameter and what is wrong with it.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
        }
    }
}

/// A parameter of one or more collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    ServiceType,
    Distance,
    Group,
    /// The group where a collection answers for each apart.
    OneGroup,
    Mode,
    Date,
    Datetime,
    From,
    FromRevision,
    FromScenario,
    Role,
    /// What there has to be enough of.
    Of,
    /// How supply is divided over demand.
    SupplyMethod,
    /// What weighs how far away.
    Weights,
    Facilities,
    Area,
    Level,
    Nth,
    K,
    Bandwidth,
    Cell,
    Permutations,
    By,
    /// Which indicators.
    Indicator,
    /// How many sites are looked for.
    SiteCount,
    Candidates,
    /// Side of the cells of which the middles are candidates.
    CandidateCell,
    /// Places of one's own choice.
    CandidatePoints,
    Model,
    Method,
    Present,
    TimeLimit,
    StopBelow,
    /// Residents that each site can serve.
    SiteCapacity,
    /// The criterion that sites are to meet.
    SiteCriterion,
    /// What makes one set that stops better than another.
    StopBy,
    /// The share of residents who must still be reached.
    Floor,
    FloorLevel,
    FloorGroups,
    /// That criteria which are met stay met.
    KeepCriteria,
    Open,
    Wheelchair,
    Language,
    Contribution,
    TargetGroup,
    Scheme,
    Conversion,
}

/// What a parameter is called, takes and does.
struct Described {
    name: &'static str,
    kind: Kind,
    unit: Option<&'static str>,
    nl: &'static str,
    en: &'static str,
}

const fn described(
    name: &'static str,
    kind: Kind,
    unit: Option<&'static str>,
    nl: &'static str,
    en: &'static str,
) -> Described {
    Described {
        name,
        kind,
        unit,
        nl,
        en,
    }
}

/// More values than these are not listed.
const FEW: usize = 100;

fn few(words: &[String]) -> Vec<String> {
    if words.len() > FEW {
        Vec::new()
    } else {
        words.to_vec()
    }
}

impl Parameter {
    const fn described(self) -> Described {
        match self {
            Self::ServiceType => described(
                "serviceType",
                Kind::Text,
                None,
                "Code van de soort voorziening",
                "Code of the service type",
            ),
            Self::Distance => described(
                "distance",
                Kind::Number,
                Some("m"),
                "Normafstand in meters; zonder: die van de soort, anders die van de stad",
                "Norm distance in metres; without: the type's own, else the city's",
            ),
            Self::Group => described(
                "group",
                Kind::Text,
                None,
                "Bevolkingsgroep; zonder: alle inwoners",
                "Population group; without: all residents",
            ),
            Self::OneGroup => described(
                "group",
                Kind::Text,
                None,
                "Bevolkingsgroep; zonder: elke groep apart",
                "Population group; without: each group apart",
            ),
            Self::Mode => described(
                "mode",
                Kind::Text,
                None,
                "Hoe de afstand wordt gemeten",
                "How distance is measured",
            ),
            Self::Date => described(
                "date",
                Kind::Date,
                None,
                "Dag waarop voorzieningen en subsidies gelden; zonder: vandaag",
                "Day on which facilities and grants are in force; without: today",
            ),
            Self::Datetime => described(
                "datetime",
                Kind::Text,
                None,
                "Moment of periode waarin zij gelden",
                "Moment or interval at some time in which they are in force",
            ),
            Self::From => described(
                "from",
                Kind::Date,
                None,
                "Dag waarmee wordt vergeleken; zonder: een jaar eerder",
                "Day that is compared with; without: a year before",
            ),
            Self::FromRevision => described(
                "fromRevision",
                Kind::Integer,
                None,
                "Revisie waarvan die dag is; zonder: de lijst die op die dag bekend was, anders die van het antwoord",
                "Revision at which that day is asked; without: the list known on that day, else that of the answer",
            ),
            Self::FromScenario => described(
                "fromScenario",
                Kind::Text,
                None,
                "Scenario waarmee wordt vergeleken; zonder: de stad zoals zij is",
                "Scenario that is compared with; without: the city as it is",
            ),
            Self::Role => described(
                "role",
                Kind::Text,
                None,
                "Rol van de gemeente; subsidie en opdracht nemen beide mee",
                "Role of the municipality; subsidy and commission take both in",
            ),
            Self::Of => described(
                "of",
                Kind::Text,
                None,
                "Waarvan er genoeg moet zijn: plaatsen (capacity) of vloeroppervlak (floorArea); zonder: plaatsen",
                "What there has to be enough of: places (capacity) or floor area (floorArea); without: places",
            ),
            Self::SupplyMethod => described(
                "method",
                Kind::Text,
                None,
                "Hoe aanbod over vraag wordt verdeeld; zonder: 2sfca",
                "How supply is divided over demand; without: 2sfca",
            ),
            Self::Weights => described(
                "weights",
                Kind::Text,
                None,
                "Gewichten van even brede afstandsbanden tot de normafstand, van dichtbij naar ver; zonder: 1,0.68,0.22",
                "Weights of equally wide bands up to the norm distance, from near to far; without: 1,0.68,0.22",
            ),
            Self::Facilities => described(
                "facilities",
                Kind::Text,
                None,
                "Welke voorzieningen voor een gebied meetellen: alle, of alleen die erin staan",
                "Which facilities count for an area: all, or only those that stand in it",
            ),
            Self::Area => described(
                "area",
                Kind::Text,
                None,
                "Code van een gebied: dat gebied en wat erin ligt",
                "Code of an area: that area and those in it",
            ),
            Self::Level => described(
                "level",
                Kind::Text,
                None,
                "Gebieden waarin aaneengesloten witte vlekken worden samengenomen",
                "Areas within which connected gaps are taken together",
            ),
            Self::Nth => described(
                "nth",
                Kind::Integer,
                None,
                "Ook de afstand tot de zoveelste dichtstbijzijnde, 2 tot 10",
                "Also the distance to the n-th nearest, 2 to 10",
            ),
            Self::K => described(
                "k",
                Kind::Integer,
                None,
                "Hoeveel voorzieningen er samen ophouden, 1 tot 10",
                "How many facilities stop together, 1 to 10",
            ),
            Self::Bandwidth => described(
                "bandwidth",
                Kind::Number,
                Some("m"),
                "Bandbreedte van de dichtheid in meters; zonder: de normafstand",
                "Bandwidth of the density in metres; without: the norm distance",
            ),
            Self::Cell => described(
                "cell",
                Kind::Number,
                Some("m"),
                "Zijde van de vakken in meters, 25 of meer; zonder: 100",
                "Side of the cells in metres, 25 or more; without: 100",
            ),
            Self::Permutations => described(
                "permutations",
                Kind::Integer,
                None,
                "Hoe vaak soorten over plekken worden geschud, 99 tot 9.999",
                "How often types are shuffled over places, 99 to 9,999",
            ),
            Self::By => described(
                "by",
                Kind::Text,
                None,
                "Waarnaar het geld wordt verdeeld; zonder: soort voorziening",
                "By what the money is grouped; without: service type",
            ),
            Self::Indicator => described(
                "indicator",
                Kind::Text,
                None,
                "Naam van een indicator, of het begin van de namen van meer (coverage, short)",
                "Name of an indicator, or what the names of several begin with (coverage, short)",
            ),
            Self::SiteCount => described(
                "k",
                Kind::Integer,
                None,
                "Hoeveel plekken er worden gezocht, 1 tot 100; zonder: 1",
                "How many sites are looked for, 1 to 100; without: 1",
            ),
            Self::Candidates => described(
                "candidates",
                Kind::Text,
                None,
                "Waar een plek mag komen: in een vak waar iemand woont (lattice), in een vindplaats, of waar al een voorziening staat",
                "Where a site may come: in a cell in which somebody lives (lattice), in a hub, or where a facility stands already",
            ),
            Self::CandidateCell => described(
                "cell",
                Kind::Number,
                Some("m"),
                "Zijde van de vakken in meters, 25 of meer; zonder: die van het raster van de inwoners",
                "Side of the cells in metres, 25 or more; without: that of the residents' lattice",
            ),
            Self::CandidatePoints => described(
                "points",
                Kind::Text,
                None,
                "Eigen plekken in plaats daarvan: lengte,breedte;lengte,breedte",
                "Places of one's own instead: longitude,latitude;longitude,latitude",
            ),
            Self::Model => described(
                "model",
                Kind::Text,
                None,
                "Wat er wordt gezocht: de meeste inwoners binnen de normafstand (mclp), de minste plekken die allen bereiken (lscp), de kortste weg (pmedian), of de meeste inwoners bij plekken die er zoveel aankunnen (capacitated)",
                "What is looked for: the most residents within the norm distance (mclp), the fewest sites that reach all (lscp), the shortest way (pmedian), or the most residents of sites that can serve so many (capacitated)",
            ),
            Self::Method => described(
                "method",
                Kind::Text,
                None,
                "Plek voor plek de beste volgende (greedy), of de beste keuze van alle (exact)",
                "The best next one, site by site (greedy), or the best choice of all (exact)",
            ),
            Self::Present => described(
                "present",
                Kind::Text,
                None,
                "De huidige voorzieningen van de soort blijven (locked), doen mee als kandidaat (free), of zijn er niet (none)",
                "The present facilities of the type stay (locked), are candidates too (free), or are not there (none)",
            ),
            Self::TimeLimit => described(
                "timeLimit",
                Kind::Integer,
                Some("s"),
                "Hoe lang er hoogstens naar de beste keuze wordt gezocht, 1 tot 30 seconden; zonder: 10",
                "How long the best choice is looked for at most, 1 to 30 seconds; without: 10",
            ),
            Self::StopBelow => described(
                "stopBelow",
                Kind::Number,
                None,
                "Deel van de inwoners van de stad (0–1) waaronder een plek te weinig toevoegt; zonder: 0,01",
                "Share of the city's residents (0–1) below which a site adds too little; without: 0.01",
            ),
            Self::SiteCapacity => described(
                "capacity",
                Kind::Number,
                None,
                "Hoeveel inwoners elke plek aankan (model=capacitated); zonder: 5.000",
                "How many residents each site can serve (model=capacitated); without: 5,000",
            ),
            Self::SiteCriterion => described(
                "criterion",
                Kind::Text,
                None,
                "Kenmerk van een criterium voor bereik: de minste plekken waarmee elk gebied eraan voldoet",
                "Id of a criterion for coverage: the fewest sites with which every area meets it",
            ),
            Self::StopBy => described(
                "by",
                Kind::Text,
                None,
                "Waarnaar wordt gekozen: zo weinig mogelijk inwoners die hun laatste verliezen (residents) of zoveel mogelijk bekende euro's per jaar (euros); zonder: residents",
                "What is chosen by: as few residents as possible who lose their last (residents) or as many known euros a year as possible (euros); without: residents",
            ),
            Self::Floor => described(
                "floor",
                Kind::Number,
                None,
                "Deel van de inwoners (0–1) dat er in elk gebied en elke groep een binnen de normafstand moet houden; wat er al onder ligt mag niet lager worden",
                "Share of the residents (0–1) in each area and group who must keep one within the norm distance; what is below it already may not get lower",
            ),
            Self::FloorLevel => described(
                "floorLevel",
                Kind::Text,
                None,
                "Gebieden waarvoor de bodem geldt, naast de hele gemeente; zonder: wijken (district)",
                "Areas that the floor holds for, beside the whole municipality; without: district",
            ),
            Self::FloorGroups => described(
                "groups",
                Kind::Text,
                None,
                "Bevolkingsgroepen waarvoor de bodem geldt, met komma's ertussen; zonder: de gevraagde groep",
                "Population groups that the floor holds for, with commas between; without: the group that is asked",
            ),
            Self::KeepCriteria => described(
                "criteria",
                Kind::Text,
                None,
                "keep: elk criterium voor de soort waaraan nu wordt voldaan, moet gehaald blijven",
                "keep: every criterion for the type that is met now has to stay met",
            ),
            Self::Open => described(
                "open",
                Kind::Text,
                None,
                "Open op een doordeweekse avond, in het weekend of op een moment (2026-05-01T19:30)",
                "Open on a weekday evening, in the weekend or at a moment (2026-05-01T19:30)",
            ),
            Self::Wheelchair => described(
                "wheelchair",
                Kind::Text,
                None,
                "Toegankelijk met een rolstoel: helemaal, of minstens gedeeltelijk",
                "Access with a wheelchair: full, or at least limited",
            ),
            Self::Language => described(
                "language",
                Kind::Text,
                None,
                "Code van een taal die er wordt gesproken",
                "Code of a language that is spoken there",
            ),
            Self::Contribution => described(
                "contribution",
                Kind::Text,
                None,
                "Zonder eigen bijdrage, of hoogstens een naar inkomen",
                "Without own contribution, or at most one by income",
            ),
            Self::TargetGroup => described(
                "targetGroup",
                Kind::Text,
                None,
                "Voor deze doelgroep of voor iedereen",
                "For this target group or for everyone",
            ),
            Self::Scheme => described(
                "scheme",
                Kind::Text,
                None,
                "Betaald uit deze regeling op de datum",
                "Paid from this scheme on the date",
            ),
            Self::Conversion => described(
                "conversion",
                Kind::Text,
                None,
                "Wel of geen gespecialiseerde zorg die algemeen kan worden",
                "Specialist care that could become general, or all else",
            ),
        }
    }

    /// camelCase name in requests.
    pub const fn name(self) -> &'static str {
        self.described().name
    }

    /// What kind of value it takes.
    pub const fn kind(self) -> Kind {
        self.described().kind
    }

    /// Unit of its value.
    pub const fn unit(self) -> Option<&'static str> {
        self.described().unit
    }

    /// What it does, in Dutch.
    pub const fn title_nl(self) -> &'static str {
        self.described().nl
    }

    /// What it does, in English.
    pub const fn title_en(self) -> &'static str {
        self.described().en
    }

    /// The values that it takes, where those are few.
    pub fn allowed(self, study: &Study) -> Vec<String> {
        let names: Vec<&str> = match self {
            Self::ServiceType => study.taxonomy.types().iter().map(|of| of.code.as_str()).collect(),
            Self::Group | Self::OneGroup => PopulationGroup::ALL.iter().map(|group| group.name()).collect(),
            // Walking needs a network, which no layer brings yet.
            Self::Mode => vec![Mode::StraightLine.name()],
            Self::Role => vec!["subsidy", "commission", "both", "none"],
            Self::Of => Of::ALL.map(Of::name).to_vec(),
            Self::SupplyMethod => Method::ALL.map(Method::name).to_vec(),
            Self::Facilities => vec!["all", "within"],
            Self::By => By::ALL.map(By::name).to_vec(),
            Self::Level => vec![Level::Neighbourhood.name(), Level::District.name()],
            Self::Wheelchair => Wheelchair::ALL.map(Wheelchair::name).to_vec(),
            Self::Contribution => Contribution::ALL.map(Contribution::name).to_vec(),
            Self::Language => return few(&study.facilities.words().languages),
            Self::TargetGroup => return few(&study.facilities.words().target_groups),
            Self::Scheme => return few(&filters::schemes(study)),
            Self::Conversion => vec!["yes", "no"],
            Self::Candidates | Self::Model | Self::Method | Self::Present => siting::allowed(self),
            Self::StopBy | Self::FloorLevel | Self::KeepCriteria => stopping::allowed(self),
            Self::Indicator => return few(&indicators::names(study)),
            _ => Vec::new(),
        };
        names.into_iter().map(str::to_owned).collect()
    }
}
