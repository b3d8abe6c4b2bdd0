//! The reaches that were asked for, and which facilities count in them, so that nothing is computed twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use super::Reach;
use crate::domain::criterion::Mode;
use crate::domain::{Metres, MunicipalRole};
use crate::study::{Access, Selection};

/// Bytes of reaches that a study remembers: every type at a few distances in a city, one type in a country.
const REMEMBERED: usize = 512 << 20;

/// What decides which facilities count: the place of their type in the taxonomy, and what of a selection bears on them.
type Question = (usize, Date, Option<MunicipalRole>, Access);
type Key = (Arc<[u32]>, u64, Mode);

/// What was asked of one study.
#[derive(Default)]
pub struct Memory(Mutex<Held>);

#[derive(Default)]
struct Held {
    counting: HashMap<Question, Arc<[u32]>>,
    reaches: HashMap<Key, Arc<Reach>>,
    bytes: usize,
}

impl Held {
    /// Makes room for so many bytes more.
    fn take(&mut self, bytes: usize) {
        if self.bytes + bytes > REMEMBERED {
            *self = Self::default();
        }
        self.bytes += bytes;
    }
}

impl Memory {
    fn held(&self) -> MutexGuard<'_, Held> {
        // A thread that panicked while it held the lock left a map that is whole all the same.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The facilities of a type that count for a selection; found when they are not remembered. Two that ask at once may both
    /// look.
    pub fn counting(
        &self,
        selection: &Selection,
        service_type: usize,
        find: impl FnOnce() -> Vec<u32>,
    ) -> Arc<[u32]> {
        let access = selection.access.clone();
        let question = (service_type, selection.date, selection.role, access);
        if let Some(facilities) = self.held().counting.get(&question) {
            return Arc::clone(facilities);
        }
        let facilities: Arc<[u32]> = find().into();
        let mut held = self.held();
        held.take(size_of::<Question>() + size_of_val(&*facilities));
        held.counting.insert(question, Arc::clone(&facilities));
        facilities
    }

    /// The reach to these facilities; computed when it is not remembered. Two that ask at once may both compute.
    pub fn reach(
        &self,
        (facilities, norm, mode): (&Arc<[u32]>, Metres, Mode),
        compute: impl FnOnce() -> Reach,
    ) -> Arc<Reach> {
        let key = (Arc::clone(facilities), norm.0.to_bits(), mode);
        if let Some(reach) = self.held().reaches.get(&key) {
            return Arc::clone(reach);
        }
        let reach = Arc::new(compute());
        let mut held = self.held();
        held.take(reach.bytes());
        held.reaches.insert(key, Arc::clone(&reach));
        reach
    }
}
