//! The page that says why there is no plan.

use askama::Template;
use kit::{Link, Tr};

#[derive(Template)]
#[template(path = "load_refused.html")]
pub(super) struct Refused {
    tr: Tr,
    crumbs: Vec<Link>,
    reason: String,
}

impl Refused {
    pub(super) fn new(tr: Tr, reason: String) -> Self {
        Self { tr, crumbs: vec![Link::new(tr.load_title(), "/school/load/")], reason }
    }
}
