//! `/journal/plans/`: how one's own plans stand; `/school/plans/`: those of a school, for who approves them.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::PersonName;
use kit::{Cx, PageError, Tr};

use super::{asked, show, words};
use crate::plan::Status;
use crate::read::plans::{self, BEHIND, Standing};

struct Line {
    href: String,
    title: String,
    hint: String,
    status: (&'static str, &'static str),
    behind: String,
}

#[derive(Template)]
#[template(path = "plan_list.html")]
struct Own {
    tr: Tr,
    lines: Vec<Line>,
    school: bool,
}

struct Group {
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "plan_school.html")]
struct School {
    tr: Tr,
    nav: Vec<school::pages::nav::Tab>,
    /// Code, label, is it shown.
    tabs: Vec<(&'static str, String, bool)>,
    groups: Vec<Group>,
}

fn line(tr: Tr, one: &Standing, with_teacher: bool) -> Line {
    let teachers: Vec<String> = one.teachers.iter().map(PersonName::initials).collect();
    let hours = tr.plan_given_of(&one.given.to_string(), &one.hours.to_string());
    let mut parts = Vec::new();
    if with_teacher && !teachers.is_empty() {
        parts.push(teachers.join(", "));
    }
    if one.hours > 0 {
        parts.push(hours);
    }
    Line {
        href: format!("/journal/{}/plan/", one.journal.id),
        title: format!("{}, {}", one.journal.subject_name, one.journal.groups_name),
        hint: parts.join(" · "),
        status: words::status(tr, one.status),
        behind: if one.behind >= BEHIND { show::behind_word(tr, one.behind) } else { String::new() },
    }
}

/// Teachers, and the heads who see lists of journals.
pub(super) async fn own(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::list_journals(&actor)?;
    let today = cx.today;
    let list = cx.read(move |tx| Ok(plans::of_teacher(tx, &may, today)?)).await?;
    let main = Own {
        tr: cx.tr,
        lines: list.iter().map(|one| line(cx.tr, one, false)).collect(),
        school: access::see_plans(&actor).is_ok(),
    };
    cx.page("journal.plans", cx.tr.plan_list_title()).place("journal").render(&main)
}

/// Which plans a tab of the deputy's list has.
fn holds(tab: &str, one: &Standing) -> bool {
    match tab {
        "waiting" => one.status == Some(Status::Submitted),
        "missing" => matches!(one.status, None | Some(Status::Draft)),
        "returned" => one.status == Some(Status::Returned),
        "behind" => one.behind >= BEHIND,
        _ => one.status == Some(Status::Approved),
    }
}

/// The heads and administrators of a school.
pub(super) async fn school(
    cx: Cx,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_plans(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let (tr, today) = (cx.tr, cx.today);
    let list = cx
        .read(move |tx| match registry::read::year_at(tx, may.institution(), today)? {
            Some(year) => Ok(plans::of_school(tx, &may, year.id, today)?),
            None => Ok(Vec::new()),
        })
        .await?;
    let all = ["waiting", "missing", "returned", "behind", "approved"];
    let wanted = asked(&query, "show");
    let shown = all.into_iter().find(|tab| *tab == wanted).unwrap_or("waiting");
    let label = |tab: &str| match tab {
        "waiting" => tr.plan_tab_waiting(),
        "missing" => tr.plan_tab_missing(),
        "returned" => tr.plan_tab_returned(),
        "behind" => tr.plan_tab_behind(),
        _ => tr.plan_tab_approved(),
    };
    let tabs = all
        .into_iter()
        .map(|tab| {
            let count = list.iter().filter(|one| holds(tab, one)).count();
            (tab, format!("{} {count}", label(tab)), tab == shown)
        })
        .collect();
    let mut chosen: Vec<&Standing> = list.iter().filter(|one| holds(shown, one)).collect();
    // What has waited longest stands first; all else by teacher.
    let teacher = |one: &Standing| one.teachers.first().map(PersonName::listed).unwrap_or_default();
    if shown == "waiting" {
        chosen.sort_by_key(|one| one.changed_at);
    } else {
        chosen.sort_by_cached_key(|one| teacher(one));
    }
    let mut groups: Vec<Group> = Vec::new();
    for one in chosen {
        let title = if shown == "waiting" { String::new() } else { teacher(one) };
        let drawn = line(tr, one, shown == "waiting");
        match groups.last_mut() {
            Some(group) if group.title == title => group.lines.push(drawn),
            _ => groups.push(Group { title, lines: vec![drawn] }),
        }
    }
    let main = School { tr, nav: school::pages::nav::tabs(tr, "plans", manages), tabs, groups };
    cx.page("school.plans", tr.plan_school_title()).place("school").render(&main)
}
