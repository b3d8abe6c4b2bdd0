//! What a sheet is made of, section by section.

/// Which of the features that a collection tells of an area belong on its sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Those of the area itself.
    Area,
    /// Those of the area, and of all that lies in it.
    Inside,
    /// That of the area itself, asked for every service type: for everybody, and for those whom the type is for.
    EachType,
    /// Those of the area itself, beside what was before.
    Changed,
    /// Those of the area, and of the only municipality also what belongs to no place: a city pays for that too.
    Money,
}

/// One section: its name, its titles and where its answer comes from.
pub(super) struct Part {
    pub id: &'static str,
    pub nl: &'static str,
    pub en: &'static str,
    /// None: the collection of the areas of the area's level.
    pub collection: Option<&'static str>,
    pub of: Of,
}

const fn part(
    id: &'static str,
    nl: &'static str,
    en: &'static str,
    collection: Option<&'static str>,
    of: Of,
) -> Part {
    Part {
        id,
        nl,
        en,
        collection,
        of,
    }
}

/// The sections in their order.
pub(super) const PARTS: &[Part] = &[
    part("area", "Het gebied", "The area", None, Of::Area),
    part("ages", "Wie er wonen", "Who live there", Some("ages"), Of::Area),
    part("offer", "Wat er is", "What there is", Some("offer"), Of::Area),
    part(
        "facilities",
        "De voorzieningen",
        "The facilities",
        Some("facilities"),
        Of::Inside,
    ),
    part(
        "assessments",
        "Wat nodig is",
        "What is needed",
        Some("assessments"),
        Of::Inside,
    ),
    part(
        "coverage",
        "Wie worden bereikt",
        "Who is reached",
        None,
        Of::EachType,
    ),
    part(
        "distances",
        "Hoe ver inwoners wonen",
        "How far residents live",
        Some("distances"),
        Of::Area,
    ),
    part(
        "criteria",
        "Wat een nieuwe norm verandert",
        "What a new criterion changes",
        Some("criterion-changes"),
        Of::Inside,
    ),
    part("gaps", "Witte vlekken", "Gaps", Some("gaps"), Of::Inside),
    part(
        "overlaps",
        "Wat er dubbel is",
        "What is double",
        Some("overlaps"),
        Of::Inside,
    ),
    part(
        "concentration",
        "Samen op één plek",
        "Together in one place",
        Some("concentrations"),
        Of::Area,
    ),
    part("hubs", "Vindplaatsen", "Hubs", Some("hubs"), Of::Inside),
    part("usage", "Gebruik", "Usage", Some("usage"), Of::Inside),
    part(
        "spending",
        "Wat het kost",
        "What it costs",
        Some("spending"),
        Of::Money,
    ),
    part(
        "commitments",
        "Wat is toegezegd",
        "What is committed",
        Some("commitments"),
        Of::Money,
    ),
    part(
        "grants",
        "Subsidies en opdrachten",
        "Grants",
        Some("grants"),
        Of::Money,
    ),
    part(
        "mismatches",
        "Geld en voorzieningen die niet kloppen",
        "Money and facilities that do not fit",
        Some("funding-mismatches"),
        Of::Money,
    ),
    part(
        "indicators",
        "De monitor",
        "The monitor",
        Some("indicators"),
        Of::Area,
    ),
    part(
        "changes",
        "Wat er veranderde",
        "What changed",
        Some("changes"),
        Of::Changed,
    ),
];
