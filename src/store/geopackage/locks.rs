//! Lock files beside the store: who serves it, who writes it.
//!
//! A lock is the kernel's lock on the open file (`flock`), so it ends with its holder however that ends, and a file left
//! behind by a process that is gone blocks nobody. The text in the file only tells who holds it. Lock files are never
//! deleted: whoever waits on a deleted one would hold a lock that nobody else can see.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::store::StoreError;

/// How long a writer waits for another to finish.
const WRITE_WAIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(10);

/// Held by `serve` for as long as it lives; one store has one server.
#[derive(Debug)]
pub struct ServeLock {
    _file: File,
}

/// Held while a commit, or a whole import, is going on; other processes wait for it.
#[derive(Clone, Debug)]
pub struct WriteLock {
    _file: Arc<File>,
}

/// Takes the server's lock of the store at `path`, or says at once who holds it.
pub fn serve_lock(path: &Path) -> Result<ServeLock, StoreError> {
    acquire(path, "serve", Duration::ZERO).map(|file| ServeLock { _file: file })
}

/// Takes the writers' lock of the store at `path`; gives up after some seconds and says who holds it.
pub(super) fn write_lock(path: &Path) -> Result<Arc<File>, StoreError> {
    acquire(path, "write", WRITE_WAIT).map(Arc::new)
}

impl From<Arc<File>> for WriteLock {
    fn from(file: Arc<File>) -> Self {
        Self { _file: file }
    }
}

/// Who wrote the store at `path` last, or writes it now.
pub(super) fn writer(path: &Path) -> String {
    holder(&beside(path, "write"))
}

/// `<store>.<role>.lock`, beside the file that the path leads to, so that a link to a store shares its locks.
fn beside(path: &Path, role: &str) -> PathBuf {
    let mut name = std::fs::canonicalize(path).map_or_else(|_| OsString::from(path), OsString::from);
    name.push(format!(".{role}.lock"));
    name.into()
}

fn holder(lock: &Path) -> String {
    std::fs::read_to_string(lock)
        .ok()
        .and_then(|text| text.lines().next().map(str::to_owned))
        .unwrap_or_else(|| "another program".to_owned())
}

fn acquire(path: &Path, role: &str, wait: Duration) -> Result<File, StoreError> {
    let lock = beside(path, role);
    let failed = |error: &std::io::Error| match error.kind() {
        ErrorKind::StorageFull => StoreError::DiskFull,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StoreError::ReadOnly {
            path: path.to_owned(),
        },
        _ => StoreError::Failed {
            path: lock.clone(),
            reason: error.to_string(),
        },
    };
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&lock)
        .map_err(|error| failed(&error))?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= wait => {
                return Err(StoreError::Locked {
                    path: path.to_owned(),
                    holder: holder(&lock),
                });
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(POLL),
        }
    }
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
    let text = format!("process {} since {now}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.write_all(text.as_bytes()))
        .map_err(|error| failed(&error))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_told_who_serves() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.gpkg");
        let first = serve_lock(&store).unwrap();
        let refused = serve_lock(&store).unwrap_err().to_string();
        assert!(
            refused.contains(&format!("process {} since 20", std::process::id())),
            "{refused}"
        );
        drop(first);
        serve_lock(&store).unwrap();
    }

    #[test]
    fn a_file_left_behind_blocks_nobody_and_gets_a_new_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.gpkg");
        std::fs::write(
            beside(&store, "serve"),
            "process 1 since 1970-01-01T00:00:00Z, a long name\n",
        )
        .unwrap();
        let _lock = serve_lock(&store).unwrap();
        let text = std::fs::read_to_string(beside(&store, "serve")).unwrap();
        assert!(
            text.starts_with(&format!("process {} ", std::process::id())),
            "{text}"
        );
        assert!(!text.contains("long name"));
    }

    #[test]
    fn a_link_to_a_store_shares_its_locks() {
        let folder = tempfile::tempdir().unwrap();
        let (store, link) = (folder.path().join("store.gpkg"), folder.path().join("link.gpkg"));
        std::fs::write(&store, "").unwrap();
        std::os::unix::fs::symlink(&store, &link).unwrap();
        let _lock = serve_lock(&store).unwrap();
        assert!(matches!(serve_lock(&link), Err(StoreError::Locked { .. })));
    }

    #[test]
    fn a_writer_waits_for_the_one_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.gpkg");
        let first = acquire(&store, "write", Duration::ZERO).unwrap();
        assert!(acquire(&store, "write", Duration::from_millis(30)).is_err());
        let waiting = std::thread::spawn({
            let store = store.clone();
            move || acquire(&store, "write", Duration::from_secs(60)).is_ok()
        });
        drop(first);
        assert!(waiting.join().unwrap());
    }
}
