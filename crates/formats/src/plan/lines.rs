//! Rows of a plan.

use super::{Fault, Field, Line, MOST_HOURS, Wanted};
use crate::dates::{self, Date};
use crate::table::Row;
use crate::text::{fold, shorten, squeeze, tokens};

/// The longest texts, in characters.
const LONGEST: [(Field, usize); 5] = [
    (Field::Topic, 1000),
    (Field::Control, 200),
    (Field::Homework, 2000),
    (Field::Content, 2000),
    (Field::Codes, 500),
];

/// The rows after the heading: sections and topics in order. A section that a column names is a line of its own before its
/// first topic; sums («Итого») are left out.
#[must_use]
pub fn read(wanted: &Wanted<'_>) -> Vec<Line> {
    let reader = Reader::new(wanted);
    let mut lines = Vec::new();
    let mut section = String::new();
    for row in wanted.rows.iter().skip(wanted.from) {
        if row.cells.iter().all(String::is_empty)
            || is_sum(row)
            || reader.is_heading(row)
            || is_numbering(row)
        {
            continue;
        }
        if let Some(title) = reader.section_of(row) {
            section.clear();
            lines.push(Line { section: true, ..empty(row.line, squeeze(title)) });
            continue;
        }
        let named = squeeze(reader.cell(row, Field::Section));
        if !named.is_empty() && named != section {
            lines.push(Line { section: true, ..empty(row.line, named.clone()) });
            section = named;
        }
        let line = reader.line(row);
        // A merged cell of the section's column alone is no lesson.
        let bare = line.title.is_empty() && line.faults == [Fault::NoTopic] && !section.is_empty();
        if !(bare && reader.filled(row).count() <= 1) {
            lines.push(line);
        }
    }
    for line in &mut lines {
        let long = line.title.chars().count() > 1000;
        if line.section && long {
            line.faults.push(Fault::Long(Field::Section, 1000));
        }
    }
    lines
}

fn empty(line: u32, title: String) -> Line {
    Line {
        line,
        title,
        section: false,
        hours: 0,
        planned: Vec::new(),
        given: Vec::new(),
        control: String::new(),
        homework: String::new(),
        content: String::new(),
        codes: String::new(),
        faults: Vec::new(),
    }
}

/// «Итого: 68 часов».
fn is_sum(row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_empty()).map(|cell| fold(cell)).unwrap_or_default();
    ["итого", "всего", "общее количество", "total"].iter().any(|word| first.starts_with(word))
}

/// The line «1 2 3 4 5» that some tables have under their heading.
fn is_numbering(row: &Row) -> bool {
    row.cells.len() >= 4
        && (1..).zip(&row.cells).all(|(number, cell): (usize, _)| *cell == number.to_string())
}

/// Texts that begin a section's title.
fn begins_a_section(text: &str) -> bool {
    let words = tokens(text);
    let first = words.first().map(String::as_str).unwrap_or_default();
    matches!(first, "раздел" | "глава" | "модуль" | "блок" | "section" | "chapter" | "четверть" | "полугодие")
        || (words.get(1).is_some_and(|second| second == "четверть" || second == "полугодие"))
        || roman(text)
}

/// «I. Натуральные числа», «IV четверть».
fn roman(text: &str) -> bool {
    let end = text.find(|c: char| !matches!(c, 'I' | 'V' | 'X' | 'Х' | 'І'));
    end.is_some_and(|end| {
        end > 0 && text.get(end..).is_some_and(|rest| rest.starts_with(['.', ' ', ')']) && rest.len() > 3)
    })
}

struct Reader<'a> {
    wanted: &'a Wanted<'a>,
    /// Do the rows have numbers?
    numbered: bool,
    heading: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(wanted: &'a Wanted<'a>) -> Self {
        let mut reader = Self { wanted, numbered: false, heading: Vec::new() };
        let rows = || wanted.rows.iter().skip(wanted.from);
        let numbers = rows().filter(|row| is_number(reader.cell(row, Field::Number))).count();
        reader.numbered = numbers > 0 && numbers * 3 >= rows().count();
        if let Some(row) = wanted.from.checked_sub(1).and_then(|at| wanted.rows.get(at)) {
            reader.heading.clone_from(&row.cells);
        }
        reader
    }

    fn cell(&self, row: &'a Row, field: Field) -> &'a str {
        let column = self.wanted.columns.iter().position(|known| *known == Some(field));
        column.map_or("", |column| row.cell(column))
    }

    fn filled(&self, row: &'a Row) -> impl Iterator<Item = (usize, &'a str)> {
        row.cells.iter().map(String::as_str).enumerate().filter(|(_, cell)| !cell.is_empty())
    }

    /// The heading repeated on the next page.
    fn is_heading(&self, row: &Row) -> bool {
        row.cells.len() > 1 && row.cells == self.heading
    }

    /// The title, if the row is a section's: merged or with nothing but a title (and its hours).
    fn section_of(&self, row: &'a Row) -> Option<&'a str> {
        let topic = self.cell(row, Field::Topic);
        let number = self.cell(row, Field::Number);
        let mut filled = self.filled(row);
        let (column, first) = filled.next()?;
        let meaning = self.wanted.columns.get(column).copied().flatten();
        let alone = filled.next().is_none();
        if alone {
            if is_number(first) || meaning == Some(Field::Section) && !self.numbered {
                return None;
            }
            return match meaning {
                Some(Field::Topic) => (self.numbered || begins_a_section(first)).then_some(first),
                Some(Field::Number | Field::Section) => Some(first),
                _ if begins_a_section(first) || column == 0 => Some(first),
                _ => None,
            };
        }
        // A title beside its hours: no number, no day, no homework, and the words or the hours of a section.
        let detail = [Field::Planned, Field::Given, Field::Homework, Field::Control];
        if detail.iter().any(|field| !self.cell(row, *field).is_empty()) || is_number(number) {
            return None;
        }
        let title = if topic.is_empty() { number } else { topic };
        let hours = self.cell(row, Field::Hours);
        let only_hours = self.filled(row).all(|(_, cell)| cell == title || cell == hours);
        (only_hours && !title.is_empty() && (begins_a_section(title) || self.numbered)).then_some(title)
    }

    fn line(&self, row: &'a Row) -> Line {
        let mut line = empty(row.line, tidy(self.cell(row, Field::Topic)));
        let hours = self.cell(row, Field::Hours);
        match hours_of(hours) {
            Some(hours) => line.hours = hours,
            None => line.faults.push(Fault::Hours(shorten(hours, 40))),
        }
        line.control = tidy(self.cell(row, Field::Control));
        line.homework = tidy(self.cell(row, Field::Homework));
        line.content = tidy(self.cell(row, Field::Content));
        line.codes = tidy(self.cell(row, Field::Codes));
        for field in [Field::Planned, Field::Given] {
            let days = self.days(self.cell(row, field), &mut line.faults);
            *(if field == Field::Planned { &mut line.planned } else { &mut line.given }) = days;
        }
        if line.title.is_empty() {
            line.faults.insert(0, Fault::NoTopic);
        }
        for (field, most) in LONGEST {
            let text = match field {
                Field::Topic => &line.title,
                Field::Control => &line.control,
                Field::Homework => &line.homework,
                Field::Content => &line.content,
                _ => &line.codes,
            };
            if text.chars().count() > most {
                line.faults.push(Fault::Long(field, most));
            }
        }
        line
    }

    /// One or several days in a cell: «05.09, 07.09».
    fn days(&self, cell: &str, faults: &mut Vec<Fault>) -> Vec<Date> {
        let (first, last) = self.wanted.year;
        let mut found: Vec<Date> = Vec::new();
        for text in cell.split([',', ';', '\n', '+']).map(str::trim).filter(|text| !text.is_empty()) {
            match dates::parse_within(text, first, last) {
                Some(day) if day < first || last < day => faults.push(Fault::Outside(shorten(text, 40))),
                Some(day) => found.push(day),
                None if text.chars().all(|c| matches!(c, '-' | '–' | '—')) => {}
                None => faults.push(Fault::Day(shorten(text, 40))),
            }
        }
        found.truncate(usize::try_from(MOST_HOURS).unwrap_or_default());
        found
    }
}

/// Begins with a digit: «1», «1-2», «12.».
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().count() <= 9
}

/// «1», «2 ч», «1,0»; nothing is one hour.
fn hours_of(text: &str) -> Option<i32> {
    let text = fold(text);
    let mut text = text.trim().trim_end_matches('.');
    for unit in ["часов", "часа", "час", "ч"] {
        text = text.strip_suffix(unit).map_or(text, str::trim_end);
    }
    if text.is_empty() {
        return Some(1);
    }
    let whole = text.strip_suffix(",0").or_else(|| text.strip_suffix(".0")).unwrap_or(text);
    whole.parse().ok().filter(|hours| (0..=MOST_HOURS).contains(hours))
}

/// Lines kept, runs of spaces made one.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::{Guess, guess};
    use super::*;

    fn lines(text: &[&[&str]]) -> Vec<Line> {
        let rows: Vec<Row> = (1..)
            .zip(text)
            .map(|(line, cells)| Row { line, cells: cells.iter().map(|c| (*c).to_owned()).collect() })
            .collect();
        let Guess { from, columns, .. } = guess(&rows);
        let year = (dates::date(2026, 9, 1).unwrap(), dates::date(2027, 5, 31).unwrap());
        read(&Wanted { rows: &rows, from, columns: &columns, year })
    }

    fn shape(lines: &[Line]) -> Vec<(bool, &str, i32)> {
        lines.iter().map(|line| (line.section, line.title.as_str(), line.hours)).collect()
    }

    #[test]
    fn merged_rows_are_sections_and_sums_are_left_out() {
        let read = lines(&[
            &["№", "Тема", "Часы", "Дата"],
            &["Раздел 1. Числа (2 ч)"],
            &["1", "Сложение", "1", "05.09"],
            &["2-3", "Вычитание", "2 ч", "07.09, 9 сент"],
            &["", "Дроби", "12", ""],
            &["4", "Доли", "", "2026-09-12"],
            &["Итого", "", "4", ""],
        ]);
        assert_eq!(
            shape(&read),
            [
                (true, "Раздел 1. Числа (2 ч)", 0),
                (false, "Сложение", 1),
                (false, "Вычитание", 2),
                (true, "Дроби", 0),
                (false, "Доли", 1)
            ]
        );
        assert_eq!(read[2].planned.len(), 2);
        assert_eq!(read[4].planned[0].to_string(), "2026-09-12");
    }

    #[test]
    fn a_column_of_sections_names_each_once() {
        let read = lines(&[
            &["Раздел", "Тема урока", "Кол-во часов"],
            &["Числа", "Сложение", "1"],
            &["", "Вычитание", "1"],
            &["Дроби", "Доли", "1"],
            &["Дроби", "Сравнение", "1"],
        ]);
        let titles: Vec<&str> = read.iter().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["Числа", "Сложение", "Вычитание", "Дроби", "Доли", "Сравнение"]);
    }

    #[test]
    fn faults_stand_beside_their_rows() {
        let read = lines(&[
            &["№", "Тема", "Часы", "План"],
            &["1", "Степень", "много", "завтра"],
            &["2", "", "1", "05.09"],
            &["3", "Корень", "1", "05.09.2031"],
            &["4", "Одночлен", "99", "-"],
        ]);
        assert_eq!(read[0].faults, [Fault::Hours("много".to_owned()), Fault::Day("завтра".to_owned())]);
        assert_eq!(read[1].faults, [Fault::NoTopic]);
        assert_eq!(read[2].faults, [Fault::Outside("05.09.2031".to_owned())]);
        assert_eq!(read[3].faults, [Fault::Hours("99".to_owned())]);
    }

    #[test]
    fn a_list_of_topics_is_a_plan_of_one_hour_each() {
        let read = lines(&[&["Степень"], &["Раздел 2. Корни"], &["Корень"]]);
        assert_eq!(shape(&read), [(false, "Степень", 1), (true, "Раздел 2. Корни", 0), (false, "Корень", 1)]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_stands_in_a_table_does_no_harm(cells in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..6), 0..12)) {
            let rows: Vec<Row> = (1..).zip(cells).map(|(line, cells)| Row { line, cells }).collect();
            let Guess { from, columns, .. } = guess(&rows);
            let year = (dates::date(2026, 9, 1).unwrap(), dates::date(2027, 5, 31).unwrap());
            let read = read(&Wanted { rows: &rows, from, columns: &columns, year });
            proptest::prop_assert!(read.len() <= rows.len() * 2);
        }
    }
}
