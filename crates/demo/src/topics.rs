//! What was taught: topics and homework by subject and grade, in order.

use std::collections::HashMap;

use crate::error::Result;

const SCHOOL: &[u8] = include_bytes!("../../../demo/topics.csv");
const COLLEGE: &[u8] = include_bytes!("college_topics.csv");

/// One lesson's worth.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) title: String,
    pub(crate) homework: String,
}

/// Topics by subject; each list is for grades from … to.
pub(crate) struct Topics(HashMap<String, Vec<(i32, i32, Vec<Topic>)>>);

impl Topics {
    pub(crate) fn read() -> Result<Self> {
        let mut found: HashMap<String, Vec<(i32, i32, Vec<Topic>)>> = HashMap::new();
        for bytes in [SCHOOL, COLLEGE] {
            let table = formats::table::read(bytes, "topics.csv")?;
            for row in table.sheets.iter().flat_map(|sheet| &sheet.rows) {
                let (from, to) = grades(row.cell(1));
                let homework = if row.cell(4) == "не задано" { "" } else { row.cell(4) };
                let topic = Topic { title: row.cell(3).to_owned(), homework: homework.to_owned() };
                let lists = found.entry(row.cell(0).to_owned()).or_default();
                match lists.iter_mut().find(|list| (list.0, list.1) == (from, to)) {
                    Some(list) => list.2.push(topic),
                    None => lists.push((from, to, vec![topic])),
                }
            }
        }
        Ok(Self(found))
    }

    /// The list for a subject and grade; empty when there is none.
    pub(crate) fn of(&self, subject: &str, grade: i32) -> &[Topic] {
        self.0
            .get(subject)
            .and_then(|lists| lists.iter().find(|list| list.0 <= grade && grade <= list.1))
            .map(|list| list.2.as_slice())
            .unwrap_or_default()
    }
}

/// «7» or «8-9».
fn grades(text: &str) -> (i32, i32) {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    (from.trim().parse().unwrap_or(0), to.trim().parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_by_grade() {
        let topics = Topics::read().unwrap();
        assert_eq!(topics.of("Алгебра", 7).len(), 22);
        assert_eq!(topics.of("Алгебра", 8).len(), topics.of("Алгебра", 9).len());
        assert!(topics.of("Алгебра", 5).is_empty());
        assert_eq!(topics.of("Алгебра", 7)[1].homework, "№ 21, 22; повторить § 3");
        assert_eq!(topics.of("Охрана труда", 2).len(), 5);
    }
}
