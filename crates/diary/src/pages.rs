//! The diary's pages.

mod marks;
mod none;
mod week;

use kit::{ChildTab, Routes};
use registry::ChildPlace;

/// Every route of the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/diary/", week::current)
        .get("/diary/{child}/", week::current_of)
        .get("/diary/{child}/{day}", week::show)
        .get("/marks/", marks::first)
        .get("/marks/{child}/", marks::show)
}

/// The switch between a guardian's children; `href` gives the same page for another child.
fn tabs(
    family: &[ChildPlace],
    current: kernel::PersonId,
    href: impl Fn(kernel::PersonId) -> String,
) -> Vec<ChildTab> {
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
