//! A list as a file: CSV for any spreadsheet program.

/// A list as text: a title, column headings and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the list is.
    pub title: String,
    /// Headings.
    pub head: Vec<String>,
    /// Rows as wide as the headings.
    pub rows: Vec<Vec<String>>,
}

/// The file formats a list is given out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Semicolons, UTF-8 with a mark: what a Russian spreadsheet program opens with two clicks.
    Csv,
}

impl Format {
    /// From the address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        (code == "csv").then_some(Self::Csv)
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The extension of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
        }
    }

    /// The file.
    #[must_use]
    pub fn write(self, sheet: &Sheet) -> Vec<u8> {
        match self {
            Self::Csv => csv(sheet),
        }
    }
}

fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut text = String::from('\u{FEFF}');
    for row in std::iter::once(&sheet.head).chain(&sheet.rows) {
        let cells: Vec<String> = row.iter().map(|value| cell(value)).collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A cell that a spreadsheet program reads as text: quoted where needed, and never as a formula. A phone number may begin
/// with its plus.
fn cell(value: &str) -> String {
    let phone = value
        .strip_prefix('+')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let guarded = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) && !phone {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if guarded.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_and_never_formulas() {
        assert_eq!(cell("Иванова; \"Мария\""), "\"Иванова; \"\"Мария\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("+79000000001"), "+79000000001");
        assert_eq!(cell("+7 9"), "'+7 9");
        assert_eq!(cell("-"), "'-");
    }
}
