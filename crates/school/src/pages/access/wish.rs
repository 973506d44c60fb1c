//! The form «Выдать доступ»: for whom, what becomes of old codes, what the paper looks like.

use kit::form::{Field, FieldKind, Form};
use kit::{Posted, Tr};

use crate::access_sheets::{Asked, Look, Whose};

/// For whom the form offers codes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// Pupils and parents.
    Class,
    /// The staff alone.
    Staff,
    /// Classes and staff of a whole school.
    School,
}

/// What was typed; the first time the usual choices.
#[derive(Clone)]
pub(super) struct Typed {
    pupils: bool,
    parents: bool,
    staff: bool,
    whose: String,
    look: String,
    english: bool,
    separate: bool,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            pupils: true,
            parents: true,
            staff: false,
            whose: "nobody".to_owned(),
            look: "strips".to_owned(),
            english: false,
            separate: false,
        }
    }
}

impl Typed {
    pub(super) fn of(posted: &Posted) -> Self {
        let on = |name: &str| posted.get(name) == "on";
        Self {
            pupils: on("pupils"),
            parents: on("parents"),
            staff: on("staff"),
            whose: posted.get("whose").to_owned(),
            look: posted.get("look").to_owned(),
            english: on("english"),
            separate: on("separate"),
        }
    }

    /// What is asked for, or what has to be mended.
    pub(super) fn read(&self, tr: Tr, offer: Offer) -> Result<Asked, String> {
        let (pupils, parents) = (self.pupils && offer != Offer::Staff, self.parents && offer != Offer::Staff);
        let staff = offer == Offer::Staff || (offer == Offer::School && self.staff);
        if !pupils && !parents && !staff {
            return Err(tr.access_nobody().to_owned());
        }
        Ok(Asked {
            classes: Vec::new(),
            staff,
            person: None,
            pupils,
            parents,
            renew: Whose::from_code(&self.whose).unwrap_or(Whose::Nobody),
            look: if self.look == "list" { Look::List } else { Look::Strips },
            english: self.english,
            separate: self.separate,
            locale: tr.locale.code().to_owned(),
        })
    }

    /// The form.
    pub(super) fn form(&self, tr: Tr, offer: Offer, error: Option<String>) -> Form {
        let tick = |name: &'static str, label: &str, on: bool| {
            Field::new(name, label, FieldKind::Checkbox).value(if on { "on" } else { "" })
        };
        let mut fields = Vec::new();
        if offer != Offer::Staff {
            fields.push(tick("pupils", tr.access_pupils(), self.pupils));
            fields.push(tick("parents", tr.access_parents(), self.parents));
        }
        if offer == Offer::School {
            fields.push(tick("staff", tr.access_staff(), self.staff));
        }
        fields.push(
            Field::radio(
                "whose",
                tr.access_whose(),
                [("nobody", tr.access_whose_nobody()), ("never", tr.access_whose_never())],
            )
            .value(&self.whose),
        );
        fields.push(
            Field::radio(
                "look",
                tr.access_look(),
                [("strips", tr.access_strips()), ("list", tr.access_list())],
            )
            .value(&self.look),
        );
        fields.push(tick("english", tr.access_english(), self.english));
        if offer == Offer::School {
            fields.push(tick("separate", tr.access_separate(), self.separate));
        }
        Form { fields, error }
    }
}

/// Only one person, whose old code and password give way.
pub(super) fn for_person(posted: &Posted) -> Option<Asked> {
    let person = posted.get("person").parse().ok()?;
    Some(Asked {
        classes: Vec::new(),
        staff: false,
        person: Some(person),
        pupils: true,
        parents: true,
        renew: Whose::Everybody,
        look: Look::Strips,
        english: false,
        separate: false,
        locale: posted.cx.tr.locale.code().to_owned(),
    })
}
