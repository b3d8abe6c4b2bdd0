//! Work that nobody waits for any more: it stops where it next asks whether to go on.
//!
//! An analysis is a pure function and is told nothing. Who has it done on a thread says so by [`while_awaited`]; what takes long
//! calls [`go_on`] between one piece and the next, and where nobody waits any more the thread unwinds to there. What is kept
//! between questions is made whole before it is put in its place, so that nothing half made is left behind.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Weak;

thread_local! {
    static AWAITED: RefCell<Option<Weak<()>>> = const { RefCell::new(None) };
}

/// What a thread unwinds with.
struct GivenUp;

/// Does work on this thread for as long as what `asker` points to is there; none: it was given up.
pub fn while_awaited<R>(asker: Weak<()>, work: impl FnOnce() -> R) -> Option<R> {
    let before = AWAITED.replace(Some(asker));
    let done = catch_unwind(AssertUnwindSafe(work));
    AWAITED.set(before);
    match done {
        Ok(done) => Some(done),
        Err(panic) if panic.is::<GivenUp>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Comes back only where somebody waits, or where nobody said who does.
pub fn go_on() {
    let left = AWAITED.with_borrow(|asker| asker.as_ref().is_some_and(|of| of.strong_count() == 0));
    if left {
        resume_unwind(Box::new(GivenUp));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn work_goes_on_while_it_is_awaited_and_no_longer() {
        go_on();
        let asker = Arc::new(());
        let mut steps = 0;
        let done = while_awaited(Arc::downgrade(&asker), || {
            go_on();
            7
        });
        assert_eq!(done, Some(7));
        let awaited = Arc::downgrade(&asker);
        let mut asker = Some(asker);
        let given_up = while_awaited(awaited, || {
            for step in 1..10 {
                steps = step;
                if step == 3 {
                    asker = None;
                }
                go_on();
            }
        });
        assert_eq!((given_up, steps, asker), (None, 3, None));
        // The thread is free for others.
        go_on();
    }

    #[test]
    fn a_panic_stays_one() {
        let asker = Arc::new(());
        let panics = || while_awaited(Arc::downgrade(&asker), || resume_unwind(Box::new("broken")));
        let caught: Result<Option<()>, _> = catch_unwind(AssertUnwindSafe(panics));
        assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"broken"));
    }
}
