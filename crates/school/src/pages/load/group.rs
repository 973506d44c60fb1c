//! `/school/load/classes/{class}/groups/{id}/` – who of a class is in one of its groups.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{ClassId, Day, PersonId, SubgroupId};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};
use registry::Member;
use registry::read::KnownSubgroup;
use store::ReadTx;

use crate::pages::nav;

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/load/classes/{class}/groups/{id}/", show)
        .post("/school/load/classes/{class}/groups/{id}/", change)
}

#[derive(Template)]
#[template(path = "load_group.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    title: String,
    class: ClassId,
    id: SubgroupId,
    pupils: Vec<Pupil>,
}

struct Pupil {
    id: PersonId,
    name: String,
    ticked: bool,
    /// The other groups of the same subject.
    other: String,
}

struct View {
    class: registry::Class,
    group: KnownSubgroup,
    members: Vec<Member>,
    inside: BTreeSet<PersonId>,
    /// Pupils of the other groups of the subject.
    elsewhere: Vec<(PersonId, String)>,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: &access::ManageSchool,
    class: ClassId,
    id: SubgroupId,
    today: Day,
) -> Result<View, PageError> {
    let institution = may.institution();
    let class = registry::read::class(tx, institution, class)?;
    let groups = registry::read::year_subgroups(tx, institution, class.year)?;
    let group =
        groups.iter().find(|g| g.id == id && g.class == class.id).cloned().ok_or(PageError::NotFound)?;
    let beside: Vec<&KnownSubgroup> =
        groups.iter().filter(|g| g.class == class.id && g.division == group.division && g.id != id).collect();
    let all = registry::read::subgroup_members(tx, institution)?;
    let members = registry::read::class_members(tx, institution, class.id)?;
    Ok(View {
        members: members.into_iter().filter(|m| m.last_day.is_none_or(|last| last >= today)).collect(),
        inside: all.iter().filter(|(g, _)| *g == id).map(|(_, pupil)| *pupil).collect(),
        elsewhere: all
            .iter()
            .filter_map(|(g, pupil)| {
                beside.iter().find(|other| other.id == *g).map(|other| (*pupil, other.name.clone()))
            })
            .collect(),
        class,
        group,
    })
}

/// Who manages the school.
async fn show(cx: Cx, Path((class, id)): Path<(ClassId, SubgroupId)>) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let (tr, today) = (cx.tr, cx.today);
    let view = cx.read(move |tx| view(tx, &may, class, id, today)).await?;
    let title = match view.group.division.as_str() {
        "" => format!("{} {}", view.class.name, view.group.name),
        subject => format!("{} {}, {subject}", view.class.name, view.group.name),
    };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "load", true),
        crumbs: vec![
            Link::new(tr.load_title(), "/school/load/"),
            Link::new(tr.load_class_title(&view.class.name), format!("/school/load/classes/{class}/")),
        ],
        title,
        class,
        id,
        pupils: view
            .members
            .iter()
            .map(|member| Pupil {
                id: member.pupil,
                name: member.name.listed(),
                ticked: view.inside.contains(&member.pupil),
                other: view
                    .elsewhere
                    .iter()
                    .filter(|(pupil, _)| *pupil == member.pupil)
                    .map(|(_, name)| name.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect(),
    };
    cx.page("school.load-group", &main.title).place("school").render(&main)
}

/// Who manages the school: the ticked pupils are the group. Who is no pupil of the class is left out.
async fn change(
    Path((class, id)): Path<(ClassId, SubgroupId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_school(&*cx.actor()?)?;
    let ticked: BTreeSet<i64> =
        posted.all().filter(|(name, _)| *name == "pupil").filter_map(|(_, id)| id.parse().ok()).collect();
    let today = cx.today;
    cx.write(move |tx| {
        let view = view(tx, &may, class, id, today)?;
        let pupils: Vec<PersonId> =
            view.members.iter().map(|m| m.pupil).filter(|pupil| ticked.contains(&pupil.0)).collect();
        Ok(crate::load::write::set_group(tx, &may, class, id, &pupils, today)?)
    })
    .await?;
    Ok(cx.done(&format!("/school/load/classes/{class}/"), "saved"))
}
