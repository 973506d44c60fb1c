//! People and classes through HTTP, on both databases: lists, cards, orders, transfers, classes, doubles, newcomers, and
//! orders between a roll-over and the first day of the year it prepared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "people/common.rs"]
mod common;
#[path = "people/doubles.rs"]
mod doubles;
#[path = "people/lists.rs"]
mod lists;
#[path = "people/newcomers.rs"]
mod newcomers;
#[path = "people/orders.rs"]
mod orders;
#[path = "people/rolled.rs"]
mod rolled;
#[path = "people/staff.rs"]
mod staff;
#[path = "people/transfers.rs"]
mod transfers;
