//! One file per question. Each has the same three items: `Params`, `Report`, and one pure function from a study and params to
//! the report; the same answer every time.

pub mod ages;
pub mod altered;
pub mod assessment;
pub mod change;
pub mod closing;
pub mod colocation;
pub mod commitments;
pub mod concentration;
pub mod coverage;
pub mod density;
pub mod difference;
pub mod distances;
pub mod equity;
pub mod gaps;
pub mod hubs;
pub mod indicators;
pub mod kernel;
pub mod lorenz;
pub mod mismatches;
pub mod nth_nearest;
pub mod offer;
pub mod overlaps;
pub mod removal;
pub mod siting;
mod solver;
pub mod spending;
pub mod spreads;
pub mod stopping;
pub mod supply;
pub mod usage;
pub mod versions;
