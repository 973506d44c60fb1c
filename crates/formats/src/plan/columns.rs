//! Which column of a plan holds what, by its heading.

use crate::table::Row;
use crate::text::tokens;

/// So many rows from the top the heading is looked for.
const DEPTH: usize = 20;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// № of the lesson.
    Number,
    /// Section (раздел), named once for its rows.
    Section,
    /// Topic of the lesson.
    Topic,
    /// Hours.
    Hours,
    /// Planned day.
    Planned,
    /// Day on which it was given.
    Given,
    /// Form of control.
    Control,
    /// Homework.
    Homework,
    /// Elements of content, ЭОР.
    Content,
    /// Codes of КЭС and КПУ.
    Codes,
}

impl Field {
    /// Every field, in the order of a plan.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::Section,
        Self::Topic,
        Self::Hours,
        Self::Planned,
        Self::Given,
        Self::Control,
        Self::Homework,
        Self::Content,
        Self::Codes,
    ];

    /// A short word for forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Section => "section",
            Self::Topic => "topic",
            Self::Hours => "hours",
            Self::Planned => "planned",
            Self::Given => "given",
            Self::Control => "control",
            Self::Homework => "homework",
            Self::Content => "content",
            Self::Codes => "codes",
        }
    }

    /// Back from [`Field::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// What the headings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The first row after the heading, from 0; 0 where no heading was found.
    pub from: usize,
    /// Heading of each column, both lines of it; empty where there is none.
    pub headings: Vec<String>,
    /// What each column means.
    pub columns: Vec<Option<Field>>,
}

/// Finds the heading among the first rows and what each column means. A field is given to the first column that claims it.
#[must_use]
pub fn guess(rows: &[Row]) -> Guess {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let score = |headings: &[String]| meanings(headings).iter().flatten().count();
    let mut best = Guess { from: 0, headings: vec![String::new(); width], columns: vec![None; width] };
    let mut most = 1;
    for (place, row) in rows.iter().enumerate().take(DEPTH) {
        let single: Vec<String> = (0..width).map(|column| row.cell(column).to_owned()).collect();
        let mut candidates = vec![(place + 1, single.clone())];
        if let Some(below) = rows.get(place + 1).filter(|below| is_second_line(below)) {
            candidates.push((place + 2, joined(&single, below)));
        }
        for (from, headings) in candidates {
            let count = score(&headings);
            if count > most {
                most = count;
                best = Guess { from, columns: meanings(&headings), headings };
            }
        }
    }
    if best.from == 0 && width == 1 {
        best.columns = vec![Some(Field::Topic)];
    }
    best
}

/// The second line of a heading has few, short words and no numbers.
fn is_second_line(row: &Row) -> bool {
    let words = row.cells.iter().filter(|cell| !cell.is_empty());
    words.clone().count() > 0
        && words
            .clone()
            .all(|cell| cell.chars().count() <= 30 && !cell.starts_with(|c: char| c.is_ascii_digit()))
        && words.clone().any(|cell| part(cell).is_some())
}

/// «план» or «факт» under a merged «Дата».
fn part(cell: &str) -> Option<Field> {
    tokens(cell).iter().find_map(|word| match word.as_str() {
        word if word.starts_with("план") || word == "plan" || word == "planned" => Some(Field::Planned),
        word if word.starts_with("факт") || word == "actual" || word == "given" => Some(Field::Given),
        _ => None,
    })
}

fn joined(upper: &[String], lower: &Row) -> Vec<String> {
    let mut over = "";
    upper
        .iter()
        .enumerate()
        .map(|(column, cell)| {
            if !cell.is_empty() {
                over = cell;
            }
            match lower.cell(column) {
                "" => cell.clone(),
                below => format!("{over} {below}").trim().to_owned(),
            }
        })
        .collect()
}

fn meanings(headings: &[String]) -> Vec<Option<Field>> {
    let mut found: Vec<Option<Field>> = Vec::with_capacity(headings.len());
    for heading in headings {
        let meaning = recognise(heading).filter(|field| !found.contains(&Some(*field)));
        found.push(meaning);
    }
    // A plan with one column of sections and topics together has no other topic.
    if !found.contains(&Some(Field::Topic))
        && let Some(slot) = found.iter_mut().find(|field| **field == Some(Field::Section))
    {
        *slot = Some(Field::Topic);
    }
    found
}

/// Meaning of a heading.
fn recognise(heading: &str) -> Option<Field> {
    if heading.len() > 300 {
        return None;
    }
    let words = tokens(heading);
    let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let begins = |wanted: &[&str]| words.iter().any(|word| wanted.iter().any(|w| word.starts_with(w)));
    if words.is_empty() {
        return heading.contains('№').then_some(Field::Number);
    }
    if begins(&["домашн", "homework"]) || any(&["дз"]) || (words.len() == 2 && any(&["д"]) && any(&["з"]))
    {
        return Some(Field::Homework);
    }
    if any(&["кэс", "кпу", "код", "коды", "codes"]) {
        return Some(Field::Codes);
    }
    if begins(&["дат", "срок", "date"]) || (words.len() == 1 && part(heading).is_some()) {
        return Some(part(heading).unwrap_or(Field::Planned));
    }
    if begins(&["эор", "цор", "электронн", "цифров", "ресурс", "элемент", "content"])
    {
        return Some(Field::Content);
    }
    if begins(&["контрол", "control"]) && !begins(&["час", "кол"]) {
        return Some(Field::Control);
    }
    if begins(&["час", "hour"]) || (begins(&["колич", "кол"]) && begins(&["урок", "час", "ч"]))
    {
        // «Контрольные работы, часов» beside the total is not the total.
        return (!begins(&["контрол", "практич", "лаборат"])).then_some(Field::Hours);
    }
    if heading.contains('№') || any(&["номер", "пп", "number", "no"]) {
        return Some(Field::Number);
    }
    if begins(&["тем", "topic"]) {
        let of_section = begins(&["раздел", "section"]) && !begins(&["урок", "заняти", "lesson"]);
        return Some(if of_section { Field::Section } else { Field::Topic });
    }
    if begins(&["раздел", "модул", "section"]) {
        return Some(Field::Section);
    }
    (begins(&["содержан", "наименован", "назван"])).then_some(Field::Topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[&[&str]]) -> Vec<Row> {
        (1..)
            .zip(text)
            .map(|(line, cells)| Row { line, cells: cells.iter().map(|c| (*c).to_owned()).collect() })
            .collect()
    }

    #[test]
    fn headings_have_synonyms() {
        for (heading, expected) in [
            ("№ п/п", Some(Field::Number)),
            ("№", Some(Field::Number)),
            ("№ урока", Some(Field::Number)),
            ("Тема урока", Some(Field::Topic)),
            ("Раздел, тема урока", Some(Field::Topic)),
            ("Наименование раздела", Some(Field::Section)),
            ("Кол-во часов", Some(Field::Hours)),
            ("Количество часов", Some(Field::Hours)),
            ("Дата по плану", Some(Field::Planned)),
            ("Дата проведения (факт)", Some(Field::Given)),
            ("Дата", Some(Field::Planned)),
            ("Вид контроля", Some(Field::Control)),
            ("Виды, формы контроля", Some(Field::Control)),
            ("Домашнее задание", Some(Field::Homework)),
            ("Д/з", Some(Field::Homework)),
            ("Электронные (цифровые) образовательные ресурсы", Some(Field::Content)),
            ("Элементы содержания", Some(Field::Content)),
            ("Код КЭС", Some(Field::Codes)),
            ("Примечание", None),
            ("", None),
        ] {
            assert_eq!(recognise(heading), expected, "{heading}");
        }
    }

    #[test]
    fn a_heading_of_two_lines_below_a_title_is_found() {
        let rows = rows(&[
            &["Календарно-тематическое планирование, 7А"],
            &["№", "Тема", "Кол-во часов", "Дата", "", "Д/з"],
            &["", "", "", "план", "факт", ""],
            &["1", "Степень", "1", "05.09", "", "§ 1"],
        ]);
        let guess = guess(&rows);
        assert_eq!(guess.from, 3);
        assert_eq!(guess.headings[4], "Дата факт");
        let expected =
            [Field::Number, Field::Topic, Field::Hours, Field::Planned, Field::Given, Field::Homework];
        assert_eq!(guess.columns, expected.map(Some));
    }

    #[test]
    fn a_bare_list_is_a_list_of_topics() {
        assert_eq!(guess(&rows(&[&["Степень"], &["Одночлены"]])).columns, [Some(Field::Topic)]);
    }
}
