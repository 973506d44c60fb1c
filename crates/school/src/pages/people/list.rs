//! What the three lists of people share: the form of filters, headings that order, pages, the file.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{ClassId, InstitutionId};
use kit::{Cx, PageError, Tr, text};
use registry::InstitutionKind;
use registry::read::{RollPerson, SignIn};
use store::ReadTx;

use super::Tab;
use crate::pages::nav::{self, words};
use crate::people::export::{Format, Sheet};
use crate::people::filter::{Asked, Lack, Order, PAGE, Row, State, choose};

/// One choice of a filter.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// A heading; with an address when one can order by it.
pub(super) struct Heading {
    pub(super) label: String,
    pub(super) href: String,
    /// «ascending», «descending» or nothing.
    pub(super) sorted: &'static str,
}

/// One row.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) cells: Vec<String>,
    /// What stands out: no account, archived.
    pub(super) badge: String,
    pub(super) tone: &'static str,
}

/// A link beside the heading.
pub(super) struct Action {
    pub(super) href: &'static str,
    pub(super) label: String,
    pub(super) icon: &'static str,
}

#[derive(Template)]
#[template(path = "people/list.html")]
pub(super) struct ListPage {
    pub(super) tr: Tr,
    pub(super) nav: Vec<nav::Tab>,
    pub(super) tabs: Vec<Tab>,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) path: &'static str,
    pub(super) actions: Vec<Action>,
    pub(super) q: String,
    pub(super) search_label: &'static str,
    pub(super) filters: Vec<(&'static str, String, Vec<Choice>)>,
    pub(super) narrowed: bool,
    pub(super) headings: Vec<Heading>,
    pub(super) lines: Vec<Line>,
    pub(super) position: String,
    pub(super) previous: String,
    pub(super) next: String,
    /// Addresses of the files, with their names.
    pub(super) files: Vec<(&'static str, String)>,
    pub(super) empty: String,
    pub(super) empty_text: &'static str,
}

/// What an address asks for.
pub(super) fn asked(cx: &Cx) -> Asked {
    let pairs = query_pairs(cx);
    Asked::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The names and values of the request's query.
pub(super) fn query_pairs(cx: &Cx) -> Vec<(String, String)> {
    let uri: Option<axum::http::Uri> = cx.path.parse().ok();
    uri.and_then(|uri| axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok())
        .map(|query| query.0)
        .unwrap_or_default()
}

/// An address of this list that asks for `asked`.
fn href(path: &str, asked: &Asked, more: &[(&str, String)]) -> String {
    let pairs: Vec<String> = asked
        .pairs()
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .chain(more.iter().map(|(name, value)| (*name, value.clone())))
        .map(|(name, value)| format!("{name}={}", kit::error::encoded(&value)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// The classes of the year with their grades, for the filters.
pub(super) fn classes(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    today: kernel::Day,
) -> Result<Vec<(ClassId, i32, String)>, PageError> {
    Ok(registry::read::classes_now(tx, at, today)?
        .into_iter()
        .filter(|class| class.dissolved.is_none())
        .map(|class| (class.id, class.grade, class.name))
        .collect())
}

/// The filters by class and grade.
pub(super) fn class_filters(
    tr: Tr,
    kind: InstitutionKind,
    asked: &Asked,
    classes: &[(ClassId, i32, String)],
) -> Vec<(&'static str, String, Vec<Choice>)> {
    let any = |chosen| Choice { value: String::new(), label: tr.common_all().to_owned(), chosen };
    let mut by_class = vec![any(asked.class.is_none())];
    by_class.extend(classes.iter().map(|(id, _, name)| Choice {
        value: id.to_string(),
        label: name.clone(),
        chosen: asked.class == Some(*id),
    }));
    let mut grades: Vec<i32> = classes.iter().map(|(_, grade, _)| *grade).collect();
    grades.dedup();
    let mut by_grade = vec![any(asked.grade.is_none())];
    by_grade.extend(grades.into_iter().map(|grade| Choice {
        value: grade.to_string(),
        label: grade.to_string(),
        chosen: asked.grade == Some(grade),
    }));
    vec![("class", words(tr, kind).class(), by_class), ("grade", words(tr, kind).grade(), by_grade)]
}

/// The filters by who is here and by what is missing.
pub(super) fn state_filters(
    tr: Tr,
    asked: &Asked,
    states: &[State],
) -> Vec<(&'static str, String, Vec<Choice>)> {
    let state = State::ALL
        .iter()
        .filter(|(state, _)| states.contains(state))
        .map(|(state, code)| Choice {
            value: (*code).to_owned(),
            label: match state {
                State::Present => tr.people_state_present(),
                State::Departed => tr.people_state_departed(),
                State::Archived => tr.people_state_archived(),
                State::All => tr.common_all(),
            }
            .to_owned(),
            chosen: asked.state == *state,
        })
        .collect();
    let lack = Lack::ALL
        .iter()
        .map(|(lack, code)| Choice {
            value: (*code).to_owned(),
            label: match lack {
                Lack::Nothing => tr.common_all(),
                Lack::Account => tr.people_lack_account(),
                Lack::SignIn => tr.people_lack_sign_in(),
                Lack::Snils => tr.people_lack_snils(),
            }
            .to_owned(),
            chosen: asked.lack == *lack,
        })
        .collect();
    vec![("state", tr.people_state().to_owned(), state), ("lack", tr.people_lack().to_owned(), lack)]
}

/// A heading one can order by: the first click ascending, the second descending.
pub(super) fn heading(path: &str, asked: &Asked, order: Order, label: impl Into<String>) -> Heading {
    let current = asked.order == order;
    let wanted = Asked { order, descending: current && !asked.descending, page: 0, ..asked.clone() };
    let sorted = match (current, asked.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Heading { label: label.into(), href: href(path, &wanted, &[]), sorted }
}

/// A heading that is only read.
pub(super) fn plain(label: impl Into<String>) -> Heading {
    Heading { label: label.into(), href: String::new(), sorted: "" }
}

/// The rows of the asked page with «41–80 из 1 000» and the addresses before and after.
pub(super) struct Cut<'a, R> {
    pub(super) rows: Vec<&'a R>,
    pub(super) total: usize,
    pub(super) position: String,
    pub(super) previous: String,
    pub(super) next: String,
}

/// Filters, orders and cuts a roll.
pub(super) fn cut<'a, R: Row>(tr: Tr, path: &str, roll: &'a [R], asked: &Asked) -> Cut<'a, R> {
    let chosen = choose(roll, asked);
    let total = chosen.len();
    let last = total.saturating_sub(1) / PAGE;
    let page = asked.page.min(last);
    let rows: Vec<&R> = chosen.into_iter().skip(page * PAGE).take(PAGE).collect();
    let number = |n: usize| text::count(tr, i64::try_from(n).unwrap_or(i64::MAX));
    let at = |page: usize| href(path, asked, &[("page", (page + 1).to_string())]);
    Cut {
        position: if total > PAGE {
            tr.people_position(&number(page * PAGE + 1), &number(page * PAGE + rows.len()), &number(total))
        } else {
            String::new()
        },
        previous: if page > 0 { at(page - 1) } else { String::new() },
        next: if page < last { at(page + 1) } else { String::new() },
        rows,
        total,
    }
}

/// The files of what is shown.
pub(super) fn files(path: &str, asked: &Asked) -> Vec<(&'static str, String)> {
    Format::ALL
        .iter()
        .map(|format| {
            let ending = format.extension();
            (*format, href(&format!("{path}export/"), asked, &[("format", ending.to_owned())]))
        })
        .map(|(format, href)| (if format == Format::Xlsx { "XLSX" } else { "CSV" }, href))
        .collect()
}

/// What an account tells, in a word: for the column and the file.
pub(super) fn account(tr: Tr, person: &RollPerson) -> &'static str {
    match person.sign_in {
        SignIn::NoAccount => tr.people_account_none(),
        SignIn::Never => tr.people_account_never(),
        SignIn::Used => tr.people_account_used(),
    }
}

/// «112-233-445 95».
pub(super) fn snils(person: &RollPerson) -> String {
    let digits = person.snils.as_deref().unwrap_or_default();
    digits.parse::<kernel::Snils>().map_or_else(|_| digits.to_owned(), |snils| snils.to_string())
}

/// «04.05.2013», or nothing.
pub(super) fn birth(person: &RollPerson) -> String {
    person.birth_day.map(text::day_full).unwrap_or_default()
}

/// A file to keep, in the format the address asks for.
pub(super) fn file(cx: &Cx, name: &str, sheet: Sheet) -> Result<Response, PageError> {
    let pairs = query_pairs(cx);
    let code = pairs.iter().find(|(name, _)| name == "format").map_or("csv", |(_, code)| code.as_str());
    let format = Format::from_code(code).ok_or(PageError::NotFound)?;
    let bytes = format.write(sheet).map_err(|error| PageError::Internal(Box::new(error)))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let named = format!("attachment; filename=\"{name}-{}.{}\"", cx.today, format.extension());
    if let Ok(value) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
