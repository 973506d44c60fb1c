//! The fields of an order, shared by every form that carries one: number, day, reason.

use kernel::{ClassId, Day, InstitutionId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Tr};
use registry::NewOrder;
use store::ReadTx;

/// A number is at most so long, in characters.
const NUMBER: usize = 40;
/// A reason too.
const REASON: usize = 300;
/// An order's day lies at most so far from today, in days.
const FAR: i64 = 400;

/// A form being read: its fields with what was typed and what is wrong.
pub(super) struct Draft {
    /// The form.
    pub(super) form: Form,
}

/// The order's fields, empty but for the day.
pub(super) fn fields(tr: Tr, day_label: &str, today: Day) -> Vec<Field> {
    vec![
        Field::text("number", tr.order_number()).required().autocomplete("off"),
        Field::new("day", day_label, FieldKind::Date).required().value(today.to_string()),
        Field::text("reason", tr.order_reason()).hint(tr.order_reason_hint()),
    ]
}

/// A list of classes to choose from.
pub(super) fn class_field(label: &str, classes: &[(ClassId, String)]) -> Field {
    Field::select("class", label, classes.iter().map(|(id, name)| (id.to_string(), name.clone()))).required()
}

/// The living classes of the year, and behind them those of the next one when it is prepared, for choosing one.
pub(super) fn class_choices(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    today: Day,
) -> Result<Vec<(ClassId, String)>, PageError> {
    let mut list: Vec<(ClassId, String)> = registry::read::classes_now(tx, at, today)?
        .into_iter()
        .filter(|class| class.dissolved.is_none())
        .map(|class| (class.id, class.name))
        .collect();
    let years = registry::read::years(tx, at)?;
    let next = years.iter().filter(|year| year.first_day > today).min_by_key(|year| year.first_day);
    if let Some(next) = next {
        let known: Vec<ClassId> = list.iter().map(|(id, _)| *id).collect();
        list.extend(
            registry::read::classes(tx, at, next.id)?
                .into_iter()
                .filter(|class| !known.contains(&class.id))
                .map(|class| (class.id, format!("{} ({})", class.name, next.name))),
        );
    }
    Ok(list)
}

impl Draft {
    /// The form with what was posted.
    pub(super) fn filled(form: Form, posted: &Posted) -> Self {
        let mut form = form;
        for field in &mut form.fields {
            field.value = posted.get(field.name).to_owned();
        }
        Self { form }
    }

    /// Says what is wrong with a field.
    pub(super) fn fault(&mut self, name: &str, sentence: impl Into<String>) {
        if let Some(field) = self.form.field_mut(name) {
            field.error = Some(sentence.into());
        }
    }

    /// What was typed.
    pub(super) fn typed(&self, name: &str) -> String {
        self.form.fields.iter().find(|field| field.name == name).map(|f| f.value.clone()).unwrap_or_default()
    }

    /// A text of at most `most` characters; an empty one is wrong when the field is required.
    pub(super) fn text(&mut self, tr: Tr, name: &str, most: usize) -> String {
        let value = self.typed(name);
        let required = self.form.fields.iter().any(|field| field.name == name && field.required);
        if value.is_empty() && required {
            self.fault(name, tr.form_field_empty());
        } else if value.chars().count() > most {
            self.fault(name, tr.form_field_long(i64::try_from(most).unwrap_or(i64::MAX)));
        }
        value
    }

    /// A number chosen from a list.
    pub(super) fn chosen(&mut self, tr: Tr, name: &str) -> Option<i64> {
        let value = self.typed(name).parse().ok();
        if value.is_none() {
            self.fault(name, tr.form_field_empty());
        }
        value
    }

    /// The order, when its fields are right.
    pub(super) fn order(&mut self, cx: &Cx) -> Option<NewOrder> {
        let tr = cx.tr;
        let number = self.text(tr, "number", NUMBER);
        let reason = self.text(tr, "reason", REASON);
        let typed = self.typed("day");
        let day = match typed.parse::<Day>() {
            Ok(day) if day.days_until(cx.today).abs() <= FAR => day,
            Ok(_) => {
                self.fault("day", tr.order_day_far());
                return None;
            }
            Err(_) if typed.is_empty() => {
                self.fault("day", tr.form_field_empty());
                return None;
            }
            Err(_) => {
                self.fault("day", tr.order_day_wrong());
                return None;
            }
        };
        self.form.is_valid().then_some(NewOrder { number, day, reason })
    }
}
