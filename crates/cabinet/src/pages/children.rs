//! `GET /cabinet/children/` – one's own confirmed children.

use askama::Template;
use axum::response::Response;
use kernel::PersonId;
use kit::{Cx, PageError, Routes, Tr};

pub fn routes() -> Routes {
    Routes::new().get("/cabinet/children/", show)
}

#[derive(Template)]
#[template(path = "children.html")]
struct Children {
    tr: Tr,
    children: Vec<Child>,
}

struct Child {
    id: PersonId,
    name: String,
    place: String,
    teacher: String,
    diary: String,
    marks: String,
    about: Option<(String, String)>,
}

/// Who is signed in; only his own children, as the school has confirmed them.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, asking) = (cx.today, actor.clone());
    let family = cx
        .read(move |tx| {
            let mut family = Vec::new();
            if !asking.is_guardian {
                return Ok(family);
            }
            for child in access::see_own_children(tx, &asking, today)? {
                let teacher = match child.place.as_ref().and_then(|place| place.class_teacher) {
                    Some(teacher) => Some(registry::read::person(tx, teacher)?.name),
                    None => None,
                };
                family.push((child, teacher));
            }
            Ok(family)
        })
        .await?;
    let monday = today.monday();
    let children = family
        .into_iter()
        .map(|(child, teacher)| Child {
            id: child.child,
            name: child.name.full(),
            about: child.place.as_ref().map(|place| {
                (format!("/about/{}/", place.institution), cx.tr.info_about_link(&place.institution_name))
            }),
            place: child
                .place
                .map(|p| format!("{}, {}", p.class_name, p.institution_name))
                .unwrap_or_default(),
            teacher: teacher.map(|name| name.full()).unwrap_or_default(),
            diary: format!("/diary/{}/{monday}", child.child),
            marks: format!("/marks/{}/", child.child),
        })
        .collect();
    cx.page("cabinet.children", cx.tr.children_title())
        .place("children")
        .render(&Children { tr: cx.tr, children })
}
