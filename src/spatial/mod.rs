//! Space: coordinate reference systems, indices, overlays. Only [`projection`] converts coordinates.

pub mod projection;
