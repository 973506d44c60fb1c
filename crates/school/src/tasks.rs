//! Long work off the requests (задания): imports, access sheets, the roll-over of a year.
//!
//! A page starts a task in the transaction of its own write and sends the browser to `/school/tasks/{id}/`; a worker of the server
//! takes it, carries it out on a thread of its own, tells how far it is, and leaves a report. Who asked may leave the page, come
//! back, or cancel. A task whose process has died is shown as interrupted after a minute and can be started again.
//!
//! A kind of work is a function over [`Run`]. It asks `access` anew with [`Run::actor`]: what was asked for is done only if who asked
//! still may. Where «all or nothing» is not asked for it writes in batches, so that nobody waits for SQLite's one writer.

mod model;
mod read;
mod work;
mod write;

pub use model::{Count, Line, LineKind, Outcome, Standing, State, Task};
pub use read::{task, tasks};
pub use work::{FILES_LIVE, Failure, Kind, Run, Work, file_key, run_next};
pub use write::{MayStart, NewTask, ask_cancel, purge, restart, start};

/// The kinds of work of this room.
#[must_use]
pub fn kinds() -> Vec<Kind> {
    vec![
        Kind { code: crate::access_sheets::KIND, work: crate::access_sheets::carry_out },
        Kind { code: crate::import::draft::KIND, work: crate::import::draft::carry_out },
    ]
}
