//! The reaches that were asked for, so that nothing is computed twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Reach;
use crate::domain::Metres;
use crate::domain::criterion::Mode;

/// Bytes of reaches that a study remembers: every type at a few distances in a city, one type in a country.
const REMEMBERED: usize = 512 << 20;

type Key = (Vec<u32>, u64, Mode);

/// What was asked of one study.
#[derive(Default)]
pub struct Memory(Mutex<Held>);

#[derive(Default)]
struct Held {
    reaches: HashMap<Key, Arc<Reach>>,
    bytes: usize,
}

impl Memory {
    /// The reach to these facilities; computed when it is not remembered. Two that ask at once may both compute.
    pub fn get(
        &self,
        (facilities, norm, mode): (Vec<u32>, Metres, Mode),
        compute: impl FnOnce(Vec<u32>) -> Reach,
    ) -> Arc<Reach> {
        let key = (facilities, norm.0.to_bits(), mode);
        // A thread that panicked while it held the lock left a map that is whole all the same.
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reach) = held().reaches.get(&key) {
            return Arc::clone(reach);
        }
        let reach = Arc::new(compute(key.0.clone()));
        let bytes = reach.bytes();
        let mut held = held();
        if held.bytes + bytes > REMEMBERED {
            held.reaches.clear();
            held.bytes = 0;
        }
        held.bytes += bytes;
        held.reaches.insert(key, Arc::clone(&reach));
        reach
    }
}
