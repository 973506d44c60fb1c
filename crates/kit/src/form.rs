//! Forms as data: a page describes its fields, `forms.html` draws them, and what the person typed comes back with a
//! sentence at each field that has to be mended.

/// One choice of a select or a group of radio buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// How a field is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A password, with a button that shows it.
    Password,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// A whole number, typed on a keyboard of digits.
    Number,
    /// A day, `2026-11-23`.
    Date,
    /// A time of day, `08:30`.
    Time,
    /// Several lines of text.
    Area,
    /// Yes (value `on`) or no (empty value).
    Checkbox,
    /// One of several, folded.
    Select(Vec<Choice>),
    /// One of several, all in sight.
    Radio(Vec<Choice>),
    /// A file; never filled in again.
    File,
    /// Sent along, not shown.
    Hidden,
}

/// One field with what was typed into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name it is sent under; also its id in the page (`f-name`).
    pub name: &'static str,
    /// The label above it.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// What has to be mended: one sentence in the reader's language.
    pub error: Option<String>,
    /// Help under the label.
    pub hint: Option<String>,
    /// How it is drawn.
    pub kind: FieldKind,
    /// The HTML `autocomplete` token; empty for none.
    pub autocomplete: &'static str,
    /// Must it be filled in?
    pub required: bool,
}

impl Field {
    /// A field of a kind, empty and not required.
    #[must_use]
    pub fn new(name: &'static str, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name,
            label: label.into(),
            value: String::new(),
            error: None,
            hint: None,
            kind,
            autocomplete: "",
            required: false,
        }
    }

    /// One line of text.
    #[must_use]
    pub fn text(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, FieldKind::Text)
    }

    /// A password.
    #[must_use]
    pub fn password(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, FieldKind::Password)
    }

    /// A folded list; `choices` are pairs of value and label.
    #[must_use]
    pub fn select<V: Into<String>, L: Into<String>>(
        name: &'static str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(name, label, FieldKind::Select(choices_of(choices)))
    }

    /// A group of radio buttons; `choices` are pairs of value and label.
    #[must_use]
    pub fn radio<V: Into<String>, L: Into<String>>(
        name: &'static str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(name, label, FieldKind::Radio(choices_of(choices)))
    }

    /// With what was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With a sentence about what has to be mended; `None` leaves it in order.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// With help under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With an `autocomplete` token, e.g. `username`, `current-password`, `off`.
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The `type` of the input element.
    #[must_use]
    pub const fn input_type(&self) -> &'static str {
        match self.kind {
            FieldKind::Password => "password",
            FieldKind::Email => "email",
            FieldKind::Tel => "tel",
            FieldKind::Date => "date",
            FieldKind::Time => "time",
            FieldKind::Checkbox => "checkbox",
            FieldKind::Radio(_) => "radio",
            FieldKind::File => "file",
            FieldKind::Hidden => "hidden",
            FieldKind::Text | FieldKind::Number | FieldKind::Area | FieldKind::Select(_) => "text",
        }
    }

    /// The ids of hint and error for `aria-describedby`; empty when there is neither.
    #[must_use]
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("f-{}-hint", self.name));
        }
        if self.error.is_some() {
            ids.push(format!("f-{}-error", self.name));
        }
        ids.join(" ")
    }
}

fn choices_of<V: Into<String>, L: Into<String>>(choices: impl IntoIterator<Item = (V, L)>) -> Vec<Choice> {
    choices.into_iter().map(|(value, label)| Choice { value: value.into(), label: label.into() }).collect()
}

/// The fields of one form and what is wrong with it as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// In the order they are drawn.
    pub fields: Vec<Field>,
    /// A sentence that belongs to no single field («Логин или пароль не подошли»).
    pub error: Option<String>,
}

impl Form {
    /// A form of these fields.
    #[must_use]
    pub const fn new(fields: Vec<Field>) -> Self {
        Self { fields, error: None }
    }

    /// Is there nothing to mend?
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.error.is_none() && self.fields.iter().all(|field| field.error.is_none())
    }

    /// The fields that have to be mended, for the summary on top.
    pub fn faults(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.error.is_some())
    }

    /// The field of a name.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.name == name)
    }
}
