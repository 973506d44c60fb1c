//! The pages: the list and the small count for the shell.

mod list;
mod words;

use kit::Routes;

/// Every route of the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/notices/", list::show)
        .get("/notices/count/", list::count)
        .post("/notices/read/", list::read)
}
