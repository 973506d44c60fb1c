//! The forms of the plan's page: a row in its place, the header.

use kit::Cx;
use kit::form::{Field, FieldKind, Form};

use super::show::shortened;
use super::{View, days, words};
use crate::plan::Row;
use crate::write::plan::Why;

/// What is open for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// A row.
    Row(i64),
    /// A new topic after a row; 0: at the top.
    Topic(i64),
    /// A new section after a row; 0: at the top.
    Section(i64),
    /// The deputy's remark on a row.
    Remark(i64),
}

/// What was typed and refused.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// Values by the names of fields.
    pub(super) values: Vec<(&'static str, String)>,
    /// Sentences by the names of fields.
    pub(super) errors: Vec<(&'static str, String)>,
    /// A sentence that belongs to no field.
    pub(super) error: Option<String>,
    /// The version to save from now.
    pub(super) base: Option<i32>,
    pub(super) why: Why,
    pub(super) no_reason: bool,
}

/// The form of a row.
pub(super) struct Editor {
    pub(super) form: Form,
    /// `put`, `insert`, `section`, `remark`.
    pub(super) op: &'static str,
    pub(super) row: i64,
    pub(super) base: i32,
    /// Is it a row that is there, with the means to move and part it?
    pub(super) tools: bool,
    pub(super) topic: bool,
    /// Rows it may be moved behind.
    pub(super) places: Vec<(i64, String)>,
}

/// The fields of a topic, of a section, of a remark.
fn fields(cx: &Cx, view: &View, opened: Opened, row: &Row, typed: &Typed) -> Form {
    let tr = cx.tr;
    let value = |name: &str, known: String| {
        typed.values.iter().find(|(key, _)| *key == name).map_or(known, |(_, value)| value.clone())
    };
    let error = |name: &str| typed.errors.iter().find(|(key, _)| *key == name).map(|(_, text)| text.clone());
    let field = |field: Field, known: &str| {
        let (name, known) = (field.name, known.to_owned());
        field.value(value(name, known)).error(error(name)).autocomplete("off")
    };
    let area = |name, label: &str| Field::new(name, label, FieldKind::Area);
    let mut list = match opened {
        Opened::Remark(_) => {
            return Form {
                fields: vec![field(area("text", tr.plan_row_remark()), &row.remark)],
                error: typed.error.clone(),
            };
        }
        _ if row.section => vec![field(Field::text("title", tr.plan_section()).required(), &row.title)],
        _ => {
            let kinds = view.kinds.iter().skip(2).take(5).map(|kind| kind.title.as_str()).collect::<Vec<_>>();
            vec![
                field(area("title", tr.plan_topic()).required(), &row.title),
                field(
                    Field::new("hours", tr.plan_hours(), FieldKind::Number)
                        .required()
                        .hint(tr.plan_hours_hint()),
                    &row.hours.to_string(),
                ),
                field(
                    Field::text("planned", tr.plan_planned()).hint(tr.plan_days_hint()),
                    &days(&row.planned),
                ),
                field(Field::text("given", tr.plan_given()).hint(tr.plan_days_hint()), &days(&row.given)),
                field(Field::text("control", tr.plan_control()).hint(kinds.join(", ")), &row.control),
                field(area("homework", tr.plan_homework()), &row.homework),
                field(area("content", tr.plan_content()), &row.content),
                field(Field::text("codes", tr.plan_codes()), &row.codes),
            ]
        }
    };
    if view.plan.needs_reason() {
        list.extend(words::reason_fields(tr, &typed.why, typed.no_reason));
    }
    Form { fields: list, error: typed.error.clone() }
}

pub(super) fn editor(cx: &Cx, view: &View, opened: Opened, typed: &Typed) -> Option<Editor> {
    let rows = &view.plan.rows;
    let find = |id: i64| rows.iter().find(|row| row.id == id);
    let (row, op, id) = match opened {
        Opened::Row(id) if view.may_change() => (find(id)?.clone(), "put", id),
        Opened::Topic(id) if view.may_change() => (Row::new(0, false, ""), "insert", id),
        Opened::Section(id) if view.may_change() => (Row::new(0, true, ""), "section", id),
        Opened::Remark(id) if view.may.may_approve() => (find(id)?.clone(), "remark", id),
        _ => return None,
    };
    let tools = op == "put";
    let numbers = view.plan.numbers();
    Some(Editor {
        form: fields(cx, view, opened, &row, typed),
        op,
        row: id,
        base: typed.base.unwrap_or(row.version),
        tools,
        topic: !row.section,
        places: rows
            .iter()
            .zip(&numbers)
            .filter(|(other, _)| tools && other.id != id)
            .map(|(row, number)| (row.id, format!("{number} {}", shortened(&row.title))))
            .collect(),
    })
}

pub(super) fn hours_word(tenths: i32) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
}

pub(super) fn header_form(cx: &Cx, view: &View, typed: &Typed) -> Form {
    let (tr, header) = (cx.tr, &view.plan.header);
    let number = |number: i32, text: String| if number == 0 { String::new() } else { text };
    let value = |name: &str, known: String| {
        typed.values.iter().find(|(key, _)| *key == name).map_or(known, |(_, value)| value.clone())
    };
    let error = |name: &str| typed.errors.iter().find(|(key, _)| *key == name).map(|(_, text)| text.clone());
    let made = |field: Field, known: String| {
        let name = field.name;
        field.value(value(name, known)).error(error(name)).autocomplete("off")
    };
    let mut list = vec![
        made(
            Field::text("programme", tr.plan_programme()).hint(tr.plan_programme_hint()),
            header.programme.clone(),
        ),
        made(
            Field::new("hours_week", tr.plan_hours_week(), FieldKind::Number),
            number(header.hours_week, hours_word(header.hours_week)),
        ),
        made(
            Field::new("hours_year", tr.plan_hours_year(), FieldKind::Number),
            number(header.hours_year, header.hours_year.to_string()),
        ),
    ];
    if view.plan.needs_reason() {
        list.extend(words::reason_fields(tr, &typed.why, typed.no_reason));
    }
    Form { fields: list, error: typed.error.clone() }
}
