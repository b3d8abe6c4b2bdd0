//! Answers that are kept, so that nothing is computed twice: also not by two requests at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Holds nothing until the first who asks has made the value; the lock makes the others wait.
type Cell<V> = Arc<Mutex<Option<Arc<V>>>>;

struct Entry<V> {
    cell: Cell<V>,
    /// 0 until it is filled.
    weight: usize,
    used: u64,
}

struct Inner<V> {
    entries: HashMap<String, Entry<V>>,
    clock: u64,
}

/// Keeps values up to a total weight; those that were not used for longest go first.
pub struct Cache<V> {
    inner: Mutex<Inner<V>>,
    capacity: usize,
}

/// Takes an entry away that was not filled.
struct Unfilled<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
}

impl<V> Drop for Unfilled<'_, V> {
    fn drop(&mut self) {
        lock(&self.cache.inner).entries.remove(self.key);
    }
}

/// A thread that panicked while it held one of these locks left what it guards whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<V> Cache<V> {
    /// An empty cache for values of `capacity` together, and for one that weighs more by itself.
    pub fn new(capacity: usize) -> Self {
        Self {
            inner: Mutex::new(Inner {
                entries: HashMap::new(),
                clock: 0,
            }),
            capacity,
        }
    }

    /// The value kept under `key`, else the one that `make` makes, with its weight. A second request for the same key waits for
    /// the first. What fails is not kept.
    pub fn get<E>(&self, key: &str, make: impl FnOnce() -> Result<(V, usize), E>) -> Result<Arc<V>, E> {
        let cell = self.cell(key);
        let mut held = lock(&cell);
        if let Some(value) = held.as_ref() {
            return Ok(Arc::clone(value));
        }
        // Also when making it was given up, which unwinds.
        let unfilled = Unfilled { cache: self, key };
        let (value, weight) = make()?;
        let value = Arc::new(value);
        *held = Some(Arc::clone(&value));
        self.filled(key, weight.max(1));
        std::mem::forget(unfilled);
        Ok(value)
    }

    fn cell(&self, key: &str) -> Cell<V> {
        let mut inner = lock(&self.inner);
        inner.clock += 1;
        let used = inner.clock;
        let entry = inner.entries.entry(key.to_owned()).or_insert_with(|| Entry {
            cell: Arc::default(),
            weight: 0,
            used,
        });
        entry.used = used;
        Arc::clone(&entry.cell)
    }

    fn filled(&self, key: &str, weight: usize) {
        let mut inner = lock(&self.inner);
        if let Some(entry) = inner.entries.get_mut(key) {
            entry.weight = weight;
        }
        let mut total: usize = inner.entries.values().map(|entry| entry.weight).sum();
        while total > self.capacity {
            let oldest = inner
                .entries
                .iter()
                // One too heavy for all the room stays until the next comes: its pages would each make it anew.
                .filter(|(other, entry)| entry.weight > 0 && *other != key)
                .min_by_key(|(_, entry)| entry.used)
                .map(|(key, entry)| (key.clone(), entry.weight));
            let Some((key, weight)) = oldest else { break };
            inner.entries.remove(&key);
            total -= weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let cache = Cache::new(10);
        for key in ["a", "b", "a", "c"] {
            cache.get(key, || Ok::<_, ()>((4, 4))).unwrap();
        }
        let kept = |key: &str| lock(&cache.inner).entries.contains_key(key);
        assert!(kept("a") && kept("c") && !kept("b"));
    }

    #[test]
    fn one_that_is_too_heavy_stays_until_the_next_comes() {
        let cache = Cache::new(10);
        for (key, weight) in [("a", 4), ("b", 40)] {
            cache.get(key, || Ok::<_, ()>((weight, weight))).unwrap();
        }
        let kept = |key: &str| lock(&cache.inner).entries.contains_key(key);
        assert!(kept("b") && !kept("a"));
        cache.get("c", || Ok::<_, ()>((4, 4))).unwrap();
        assert!(kept("c") && !kept("b"));
    }

    #[test]
    fn what_is_asked_by_many_at_once_is_made_once() {
        let (cache, made) = (Cache::new(10), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let slow = || {
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        made.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, ()>((1, 1))
                    };
                    cache.get("a", slow).unwrap();
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
    }

    #[test]
    fn what_is_given_up_leaves_nothing_behind() {
        let cache: Cache<usize> = Cache::new(10);
        let unwinds = || {
            cache.get("a", || -> Result<_, ()> {
                std::panic::resume_unwind(Box::new(()))
            })
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(unwinds)).is_err());
        assert!(lock(&cache.inner).entries.is_empty());
        assert_eq!(cache.get("a", || Ok::<_, ()>((3, 1))), Ok(Arc::new(3)));
    }

    #[test]
    fn what_fails_is_tried_again() {
        let cache: Cache<usize> = Cache::new(10);
        assert_eq!(cache.get("a", || Err("no")), Err("no"));
        assert_eq!(cache.get("a", || Ok::<_, &str>((3, 1))), Ok(Arc::new(3)));
    }
}
