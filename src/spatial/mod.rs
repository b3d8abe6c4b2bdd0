//! Space: coordinate reference systems, indices, clusters, overlays. Only [`projection`] converts coordinates.

pub mod clusters;
pub mod index;
pub mod locate;
pub mod overlay;
pub mod projection;
pub mod tree;
