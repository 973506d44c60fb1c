//! What stories and matrices are tested with: a database of its own for each test, on SQLite and on PostgreSQL, a small
//! region in it, a clock that stands still, and an HTTP client that keeps cookies.
//!
//! ```no_run
//! testkit::both!(a_parent_sees_the_week, |site| {
//!     let mut parent = site.client();
//!     parent.sign_in("parent").await;
//!     assert_eq!(parent.get("/diary/").await.status, 303);
//! });
//! ```
//!
//! PostgreSQL is asked for through `ZVONOK_TEST_POSTGRES`, the address of a server one may make databases on
//! (`postgres://postgres@127.0.0.1:5433`); `./test` starts one and sets it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a fixture that can't be built must fail loudly"
)]

pub mod client;
pub mod database;
pub mod site;
pub mod small;

pub use client::{Answer, Client};
pub use database::Fresh;
pub use site::Site;
pub use small::Small;

/// The instant of every test: Monday 23 November 2026, 10:40 in Asia/Novokuznetsk.
pub const NOW: kernel::Millis = kernel::Millis(1_795_405_200_000);

/// Runs a test's future to its end.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

/// Makes two tests of one story, `name::sqlite` and `name::postgres`. The story is a block over a [`Site`], or the name of
/// an `async fn(Site)`.
#[macro_export]
macro_rules! both {
    ($(#[$meta:meta])* $name:ident, |$site:ident| $story:block) => {
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its file")]
            use super::*;

            $(#[$meta])*
            async fn story($site: $crate::Site) $story

            #[test]
            fn sqlite() {
                $crate::run(async { story($crate::Site::sqlite().await).await });
            }

            #[test]
            fn postgres() {
                $crate::run(async { story($crate::Site::postgres().await).await });
            }
        }
    };
    ($name:ident, $story:path) => {
        $crate::both!($name, |site| { $story(site).await });
    };
}
