//! `GET /cabinet/me/` – «Обо мне»: who I am here, my children, language, password, sessions.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::InstitutionId;
use kit::{Cx, Locale, PageError, Routes, Tr};
use registry::{ChildPlace, Role, SessionInfo};

use crate::agent::Device;
use crate::moment::moment;

pub fn routes() -> Routes {
    Routes::new().get("/cabinet/me/", show).get("/cabinet/", front)
}

#[derive(Template)]
#[template(path = "me.html")]
struct Me {
    tr: Tr,
    csrf: String,
    name: String,
    login: String,
    /// An institution's name and what I do there.
    roles: Vec<(String, String)>,
    /// Neither works nor learns anywhere and has no children here: very likely a parent the school does not know yet.
    lacks_children: bool,
    children: Vec<Child>,
    sessions: Vec<Session>,
    languages: [Locale; 2],
}

struct Child {
    name: String,
    place: String,
    href: String,
}

struct Session {
    id: i64,
    device: String,
    icon: &'static str,
    when: String,
    address: String,
    here: bool,
}

/// Who is signed in.
async fn front(cx: Cx) -> Result<Response, PageError> {
    cx.actor()?;
    Ok(Redirect::to("/cabinet/me/").into_response())
}

/// Who is signed in; everything on the page is his own.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now, asking) = (cx.today, cx.now, actor.clone());
    let (names, family, sessions) = cx
        .read(move |tx| {
            let mut names = Vec::new();
            for id in asking.institutions() {
                names.push((id, registry::read::institution(tx, id)?.short_name));
            }
            let family = access::see_own_children(tx, &asking, today)?;
            Ok((names, family, registry::read::sessions(tx, asking.account, now)?))
        })
        .await?;
    let tr = cx.tr;
    let mut roles = roles_in_words(tr, names, actor.roles());
    // A pupil who is nobody's guardian finds himself where guardians find their children.
    let (children, own): (Vec<_>, Vec<_>) = family.into_iter().partition(|place| place.child != actor.person);
    roles.extend(
        own.into_iter()
            .filter_map(|one| one.place)
            .map(|place| (place.institution_name, format!("{}, {}", tr.role_pupil(), place.class_name))),
    );
    let monday = today.monday();
    // The session one looks from stands first.
    let (mut shown, others): (Vec<_>, Vec<_>) =
        sessions.into_iter().partition(|session| session.id == actor.session);
    shown.extend(others);
    let page = Me {
        tr,
        csrf: cx.csrf(),
        name: actor.name.full(),
        login: actor.login.clone(),
        roles,
        lacks_children: children.is_empty() && !actor.is_staff() && !actor.is_pupil,
        children: children.into_iter().map(|child| child_row(&child, &monday.to_string())).collect(),
        sessions: shown.iter().map(|session| session_row(&cx, session, actor.session)).collect(),
        languages: Locale::ALL,
    };
    cx.page("cabinet.me", tr.me_title()).place("me").render(&page)
}

fn child_row(child: &ChildPlace, monday: &str) -> Child {
    let place =
        child.place.as_ref().map(|p| format!("{}, {}", p.class_name, p.institution_name)).unwrap_or_default();
    Child { name: child.name.listed(), place, href: format!("/diary/{}/{monday}", child.child) }
}

fn session_row(cx: &Cx, session: &SessionInfo, own: i64) -> Session {
    let device = Device::of(&session.agent);
    let here = session.id == own;
    let (since, seen) = (moment(cx, session.created_at), moment(cx, session.seen_at));
    let begun = cx.tr.session_since(&since);
    // Of this session it is plain that it is active.
    let when =
        if here || seen == since { begun } else { format!("{begun} · {}", cx.tr.session_seen(&seen)) };
    Session {
        id: session.id,
        device: device.words(cx.tr),
        icon: if device.in_hand { "smartphone" } else { "monitor" },
        when,
        address: session.address.clone(),
        here,
    }
}

/// One line an institution: «Школа № 1» and «Учитель, завуч».
fn roles_in_words(
    tr: Tr,
    names: Vec<(InstitutionId, String)>,
    roles: &[(InstitutionId, Role)],
) -> Vec<(String, String)> {
    names
        .into_iter()
        .map(|(id, name)| {
            let here: Vec<String> = roles
                .iter()
                .filter(|(at, _)| *at == id)
                .enumerate()
                .map(|(at, (_, role))| match at {
                    0 => role_name(tr, *role).to_owned(),
                    _ => lowered(role_name(tr, *role)),
                })
                .collect();
            (name, here.join(", "))
        })
        .collect()
}

fn lowered(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_lowercase().chain(signs).collect())
}

pub(super) const fn role_name(tr: Tr, role: Role) -> &'static str {
    match role {
        Role::Teacher => tr.role_teacher(),
        Role::Deputy => tr.role_deputy(),
        Role::Director => tr.role_director(),
        Role::Admin => tr.role_admin(),
        Role::Canteen => tr.role_canteen(),
        Role::Librarian => tr.role_librarian(),
        Role::Guard => tr.role_guard(),
        Role::KindergartenHead => tr.role_kindergarten_head(),
        Role::Municipal => tr.role_municipal(),
        Role::Department => tr.role_department(),
        Role::Operator => tr.role_operator(),
    }
}
