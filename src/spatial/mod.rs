//! Space: coordinate reference systems, indices, clusters, overlays, the tiles of web maps. Only [`projection`] converts coordinates
//! between reference systems.

pub mod clusters;
pub mod index;
pub mod locate;
pub mod overlay;
pub mod projection;
pub mod tree;
pub mod web_map;
