//! What several tests need.

use std::path::{Path, PathBuf};

/// A file or folder of the shared test data; none, with a printed line, where it is absent. The data stands beside the
/// project unless `WIJKKAART_SHARED` names another place.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WIJKKAART_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = root.join(path);
    if path.exists() {
        Some(path)
    } else {
        println!("skipped: {} is not there", path.display());
        None
    }
}
