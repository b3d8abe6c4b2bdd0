//! What can be analysed.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Question {
    /// Facilities per area, per km² of land and per 1,000 residents.
    Density,
    /// Who is reached, per area; without a service type for every type.
    Coverage,
    /// Where the unreached live.
    Gaps,
    /// Facilities that serve the same people.
    Overlaps,
    /// Who loses the service when facilities stop, one by one and together.
    Removal,
    /// Which facilities of a type can go together, under a floor of coverage; export stopping-areas: what it means per area.
    Stopping,
    /// Where new facilities serve the most residents.
    Siting,
    /// How much facilities are used, and what a visit costs.
    Usage,
    /// Whether there is enough: what comes to 1,000 residents, per area; export supply tells it per facility.
    Supply,
    /// How unequally far residents go to the nearest, per area and group.
    Equity,
    /// Places where facilities of several types or organisations stand together.
    Hubs,
    /// Which types stand beside which others more often than by chance.
    Colocation,
    /// Facilities per km² as a surface of cells, whatever the borders.
    Kernel,
    /// What there is: facilities per area and type, with roles, finding places, conversion candidates, capacity and visitors.
    Offer,
    /// Where the money of the grants in force goes.
    Grants,
    /// What the grants promise for the years to come, and what ends when.
    Commitments,
    /// Grants without a known facility, and facilities without the grant they should have.
    Mismatches,
    /// Which criteria are met where.
    Assessment,
    /// What changed between two days, and what each part of it comes from.
    Change,
    /// What each new version of a criterion changes.
    Criteria,
    /// What differs between a scenario and the city as it is, or another scenario.
    Differences,
    /// The monitor: measured and computed indicators per area beside their baseline.
    Indicators,
    /// Everything about the area that is asked, as one JSON document.
    Sheet,
    /// Prose in Markdown: on one type what there is, who is not reached, where it is double, what closing means, how sure it is; on an
    /// area without a type everything that its sheet holds.
    Report,
}

impl Question {
    /// The figures that it is about, which `--explain` explains.
    pub(super) fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Density => &["facilityCount", "facilitiesPerKm2", "facilitiesPer1000"],
            Self::Coverage => &["coverage", "meanDistanceM", "meanCount", "redundancyRatio"],
            Self::Gaps => &["residents"],
            Self::Overlaps => &["jaccard", "eurosPerYearA", "eurosPerYearB"],
            Self::Removal => &["residentsLost", "lossPerEuro"],
            Self::Stopping => &["residentsLost", "eurosSaved"],
            Self::Siting => &["gainResidents", "coverageAfter"],
            Self::Usage => &["visitorsPerResident", "occupancyRate", "eurosPerVisitor"],
            Self::Supply => &["accessPer1000", "coveredWithoutCapacity"],
            Self::Equity => &["meanDistanceM", "gini", "fgt0"],
            Self::Hubs => &["facilityCount"],
            Self::Colocation => &["quotient", "pValue"],
            Self::Kernel => &["facilitiesPerKm2"],
            Self::Offer => &["facilityCount", "capacity", "visitorsPerYear"],
            Self::Grants => &["eurosPerYear", "eurosPerResident", "allocatedEuros"],
            Self::Commitments => &["committedEuros", "eurosEnding"],
            Self::Mismatches => &["eurosPerYear"],
            Self::Assessment => &["value", "shortBy"],
            Self::Change | Self::Differences => &["change"],
            Self::Criteria => &["valueAfter"],
            Self::Indicators => &["value", "change"],
            Self::Sheet | Self::Report => &[],
        }
    }
}
