//! `/journal/{id}/`: the grid of a grading period, pupils × works, like the paper journal.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Attendance, Cell, Day, JournalId, MarkValue, PeriodId, WorkId};
use kit::{Cx, NoticeKind, PageError, Tr};
use registry::GradingPeriod;
use serde::Deserialize;

use super::{period_at, period_title};
use crate::model::{Grid, Lesson, Row, Work};
use crate::read;

/// `?period=…`: a grading period's number, or `year` for all of them.
#[derive(Debug, Deserialize)]
pub struct Asked {
    period: Option<String>,
}

/// What part of the year is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// The present period.
    Present,
    /// This one.
    Period(PeriodId),
    /// All of the journal's year.
    Year,
}

/// A column's head.
struct Head<'a> {
    work: &'a Work,
    href: String,
    class: &'static str,
    month: &'static str,
    read_only: bool,
}

struct PeriodTab {
    title: String,
    href: String,
    current: bool,
}

/// A column that can go again.
struct Spare {
    work: WorkId,
    day: String,
    kind: String,
}

/// The lesson a phone opens as a list of pupils with large fields.
struct OneLesson {
    href: String,
    day: String,
}

struct LessonLine {
    href: String,
    day: String,
    topic: String,
    homework: String,
}

#[derive(Template)]
#[template(path = "grid.html")]
struct GridPage<'a> {
    tr: Tr,
    title: &'a str,
    journal: JournalId,
    /// The period's number, or `year`.
    period: String,
    account: i64,
    /// When it was drawn, ms UTC: what was written since is asked for.
    at: i64,
    read_only: bool,
    tabs: Vec<PeriodTab>,
    heads: Vec<Head<'a>>,
    rows: &'a [Row],
    lessons: Vec<LessonLine>,
    csrf: String,
    spare: Vec<Spare>,
    one: Option<OneLesson>,
    /// «2 замечания», and where they stand.
    remarks: (String, String),
}

impl GridPage<'_> {
    fn periods_href(&self) -> String {
        format!("/journal/{}/periods/", self.journal)
    }

    /// The rows, written by hand: this is most of the page and has to stay below 60 bytes a mark.
    fn body(&self) -> String {
        let mut html = String::with_capacity(self.rows.len() * (80 + self.heads.len() * 24));
        for row in self.rows {
            push_row(&mut html, row, self.tr);
        }
        html
    }
}

fn push_row(html: &mut String, row: &Row, tr: Tr) {
    use std::fmt::Write;
    // Writing into a String can't fail.
    let _ = write!(html, "<tr data-p={}", row.pupil);
    if row.gone {
        html.push_str(" class=gone data-ro");
    }
    html.push_str("><th scope=row class=pupil>");
    push_escaped(html, row.name.family());
    html.push(' ');
    push_escaped(html, row.name.given());
    if row.gone {
        let _ = write!(html, " <small>{}</small>", tr.journal_gone());
    }
    html.push_str("</th>");
    for cell in &row.cells {
        let Some(state) = cell else {
            html.push_str("<td>");
            continue;
        };
        let text = state.cell.to_string();
        let class = cell_class(state.cell);
        let again = if state.cell.first.is_some() { " rs" } else { "" };
        match &state.comment {
            Some(comment) => {
                let _ = write!(html, "<td class=\"{class}{again} c\" data-v={} title=\"", state.version);
                push_escaped(html, comment);
                html.push_str("\">");
            }
            None if state.cell.first.is_some() => {
                let _ = write!(html, "<td class=\"{class}{again}\" data-v={}>", state.version);
            }
            None if class.is_empty() => {
                let _ = write!(html, "<td data-v={}>", state.version);
            }
            None => {
                let _ = write!(html, "<td class={class} data-v={}>", state.version);
            }
        }
        html.push_str(&text);
    }
    html.push_str("<td class=avg>");
    if let Some(average) = row.sums.average() {
        html.push_str(&kit::text::decimal(tr, average.hundredths()));
    }
    html.push('\n');
}

/// `m5` … `m1` for a mark; `ab` for «н», `ex` for «уп» and «б», `la` for «оп».
pub(super) fn cell_class(cell: Cell) -> &'static str {
    match (cell.mark.map(MarkValue::get), cell.attendance) {
        (Some(5), _) => "m5",
        (Some(4), _) => "m4",
        (Some(3), _) => "m3",
        (Some(2), _) => "m2",
        (Some(_), _) => "m1",
        (None, Some(Attendance::Absent)) => "ab",
        (None, Some(Attendance::Late)) => "la",
        (None, Some(_)) => "ex",
        (None, None) if cell.due => "du",
        (None, None) => "",
    }
}

fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

struct View {
    may: access::SeeJournal,
    periods: Vec<GradingPeriod>,
    /// The one that is looked at; none also for the whole year.
    period: Option<GradingPeriod>,
    /// Is the period closed to changes?
    closed: bool,
    whole_year: bool,
    grid: Grid,
    lessons: Vec<Lesson>,
    remarks: i64,
}

/// `GET /journal/{id}/`: who teaches it, class teachers of its classes, heads of the school.
pub async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let span = match asked.period.as_deref() {
        None => Span::Present,
        Some("year") => Span::Year,
        Some(number) => Span::Period(number.parse().map_err(|_| PageError::NotFound)?),
    };
    let page = page(&cx, id, span, None).await?;
    kit::keep::tagged(&headers, page, &format!(" data-at=\"{}\"", cx.now.0)).await
}

/// The page of a part of the year.
pub(super) async fn page(
    cx: &Cx,
    id: JournalId,
    span: Span,
    notice: Option<(NoticeKind, &str)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let account = actor.account.0;
    let (today, now) = (cx.today, cx.now);
    let view = cx
        .read(move |tx| {
            let may = access::see_journal(tx, &actor, id)?;
            let journal = may.journal();
            let mut periods = registry::read::periods(tx, journal.institution, journal.year)?;
            periods.retain(|p| p.kind == journal.period_kind);
            let period = match span {
                Span::Period(id) => {
                    Some(periods.iter().find(|p| p.id == id).copied().ok_or(PageError::NotFound)?)
                }
                Span::Present => period_at(&periods, journal.period_kind, today),
                Span::Year => None,
            };
            let closed = match &period {
                Some(period) => read::is_closed(tx, journal, period, now)?,
                None => false,
            };
            let whole_year = span == Span::Year;
            let shown = if whole_year { year_of(&periods) } else { period };
            let (grid, lessons) = match &shown {
                Some(period) => (
                    read::grid(tx, &may, period, None, today)?,
                    read::lessons(tx, &may, period.first_day, period.last_day)?,
                ),
                None => (Grid { works: Vec::new(), rows: Vec::new() }, Vec::new()),
            };
            let remarks = read::open_remarks(tx, &may)?;
            Ok(View { may, periods, period, whole_year, closed, grid, lessons, remarks })
        })
        .await?;
    draw(cx, account, &view, notice)
}

/// All periods as one, so that the same questions are asked for the year.
fn year_of(periods: &[GradingPeriod]) -> Option<GradingPeriod> {
    let first = periods.iter().min_by_key(|p| p.first_day)?;
    let last_day = periods.iter().map(|p| p.last_day).max()?;
    Some(GradingPeriod { last_day, locked_at: None, ..*first })
}

/// Today's lesson that goes on or is over, else today's first, else the last one before today.
fn one_lesson(cx: &Cx, view: &View) -> Option<OneLesson> {
    let today = |l: &&Lesson| l.day == cx.today;
    let lessons = &view.lessons;
    let begun = lessons.iter().rfind(|l| today(l) && l.starts <= cx.time);
    let chosen = begun
        .or_else(|| lessons.iter().find(today))
        .or_else(|| lessons.iter().rfind(|l| l.day < cx.today))?;
    Some(OneLesson {
        href: format!("/journal/{}/lessons/{}/{}/", chosen.journal, chosen.day, chosen.number),
        day: kit::text::day(cx.tr, chosen.day, cx.today),
    })
}

fn draw(
    cx: &Cx,
    account: i64,
    view: &View,
    notice: Option<(NoticeKind, &str)>,
) -> Result<Response, PageError> {
    let (tr, today) = (cx.tr, cx.today);
    let journal = view.may.journal();
    let locked = view.closed;
    let title = format!("{}, {}", journal.subject_name, journal.groups_name);
    let read_only = locked || !view.may.may_edit();
    let closed = |day: Day| view.periods.iter().any(|p| p.locked_at.is_some() && p.holds(day));
    let works = view.grid.works.iter().enumerate();
    let spare = works.filter(|(at, _)| !read_only && view.grid.is_removable(*at)).map(|(_, work)| Spare {
        work: work.id,
        day: kit::text::day(tr, work.day, today),
        kind: work.kind_title.clone(),
    });
    let main = GridPage {
        tr,
        title: &title,
        csrf: cx.csrf(),
        spare: spare.collect(),
        one: one_lesson(cx, view),
        remarks: (super::remarks::count(tr, view.remarks), format!("/journal/{}/remarks/", journal.id)),
        journal: journal.id,
        period: match view.period {
            Some(period) => period.id.to_string(),
            None if view.whole_year => "year".to_owned(),
            None => "0".to_owned(),
        },
        account,
        at: cx.now.0,
        read_only,
        tabs: view
            .periods
            .iter()
            .map(|p| PeriodTab {
                title: period_title(tr, p),
                href: format!("/journal/{}/?period={}", journal.id, p.id),
                current: view.period.is_some_and(|chosen| chosen.id == p.id),
            })
            .chain(std::iter::once(PeriodTab {
                title: tr.grid_year().to_owned(),
                href: format!("/journal/{}/?period=year", journal.id),
                current: view.whole_year,
            }))
            .collect(),
        heads: view
            .grid
            .works
            .iter()
            .map(|work| head(tr, journal.id, work, today, closed(work.day)))
            .collect(),
        rows: &view.grid.rows,
        lessons: view
            .lessons
            .iter()
            .map(|l| LessonLine {
                href: format!("/journal/{}/lessons/{}/{}/", journal.id, l.day, l.number),
                day: kit::text::day_short(l.day),
                topic: l.topic.clone(),
                homework: l.homework.clone(),
            })
            .collect(),
    };
    let mut page = cx.page("journal.grid", &title).place("journal").script("journal.js");
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    } else if locked {
        page = page.notice(NoticeKind::Info, tr.journal_period_closed());
    } else if !view.may.may_edit() {
        page = page.notice(NoticeKind::Info, tr.journal_read_only());
    }
    page.render(&main)
}

fn head<'a>(tr: Tr, journal: JournalId, work: &'a Work, today: Day, closed: bool) -> Head<'a> {
    Head {
        href: format!("/journal/{journal}/lessons/{}/{}/", work.day, work.number),
        class: match work.day.cmp(&today) {
            std::cmp::Ordering::Less => "",
            std::cmp::Ordering::Equal => "today",
            std::cmp::Ordering::Greater => "future",
        },
        month: month_short(tr, work.day),
        read_only: work.day > today || closed,
        work,
    }
}

/// «ноя»: the first letters of the month.
fn month_short(tr: Tr, day: Day) -> &'static str {
    let name = kit::text::month_name(tr, day);
    name.char_indices().nth(3).map_or(name, |(end, _)| name.get(..end).unwrap_or(name))
}
