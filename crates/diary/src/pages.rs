//! The diary's pages.

mod marks;
mod none;
mod week;

use axum::Router;
use axum::routing::get;
use kit::{App, ChildTab};
use registry::ChildPlace;

/// Every route of the room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/diary/", get(week::current))
        .route("/diary/{child}/", get(week::current_of))
        .route("/diary/{child}/{day}", get(week::show))
        .route("/marks/", get(marks::first))
        .route("/marks/{child}/", get(marks::show))
}

/// The switch between a guardian's children; `href` gives the same page for another child.
fn tabs(family: &[ChildPlace], current: kernel::PersonId, href: impl Fn(kernel::PersonId) -> String) -> Vec<ChildTab> {
    family
        .iter()
        .map(|c| ChildTab {
            label: c.name.given().to_owned(),
            class_name: c.place.as_ref().map_or_else(String::new, |p| p.class_name.clone()),
            href: href(c.child),
            current: c.child == current,
        })
        .collect()
}

/// «Иванова Мария, 7А».
fn who(child: &ChildPlace) -> String {
    match &child.place {
        Some(place) => format!("{}, {}", child.name.listed(), place.class_name),
        None => child.name.listed(),
    }
}
