//! The reaches that were asked for, and which facilities count in them, so that nothing is computed twice.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    /// Bytes of all that is held; reaches add to it what they measure.
    bytes: Arc<AtomicUsize>,
}

impl Held {
    /// Forgets everything where it has become too much. What was handed out is still of use to who has it, and counts no more.
    fn tidy(&mut self) {
        if self.bytes.load(Ordering::Relaxed) > REMEMBERED {
            *self = Self::default();
        }
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
        let bytes = size_of::<Question>() + size_of_val(&*facilities);
        let mut held = self.held();
        held.tidy();
        held.bytes.fetch_add(bytes, Ordering::Relaxed);
        held.counting.insert(question, Arc::clone(&facilities));
        facilities
    }

    /// The reach to these facilities; made when it is not remembered, and told where to add the bytes that it takes. Two that
    /// ask at once may both make it, and get the same.
    pub fn reach(
        &self,
        (facilities, norm, mode): (&Arc<[u32]>, Metres, Mode),
        make: impl FnOnce(Arc<AtomicUsize>) -> Reach,
    ) -> Arc<Reach> {
        let key = (Arc::clone(facilities), norm.0.to_bits(), mode);
        let bytes = {
            let mut held = self.held();
            let known = held.reaches.get(&key).map(Arc::clone);
            // It may have been measured since it was last asked for.
            held.tidy();
            if let Some(reach) = known {
                return reach;
            }
            Arc::clone(&held.bytes)
        };
        let reach = Arc::new(make(bytes));
        Arc::clone(self.held().reaches.entry(key).or_insert(reach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Selection;

    #[test]
    fn what_has_become_too_much_is_forgotten() {
        let (memory, asked) = (Memory::default(), std::cell::Cell::new(0));
        let ask = || {
            let selection = Selection::on(jiff::civil::date(2026, 6, 1));
            memory.counting(&selection, 0, || {
                asked.set(asked.get() + 1);
                vec![1, 2, 3]
            })
        };
        assert_eq!(ask()[..], [1, 2, 3]);
        ask();
        assert_eq!(asked.get(), 1);
        // As a reach does that was measured since it was handed out.
        memory.held().bytes.fetch_add(REMEMBERED, Ordering::Relaxed);
        memory.held().tidy();
        assert_eq!(ask()[..], [1, 2, 3]);
        assert_eq!(asked.get(), 2);
    }
}
