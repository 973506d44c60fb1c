//! What differs from the approved edition. Pure.

use super::Row;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It stands as it was.
    Same(Row),
    /// It was added.
    Added(Row),
    /// It is gone.
    Removed(Row),
    /// It says something else: as it was, as it is.
    Changed(Box<Row>, Box<Row>),
}

/// Row by row in the order of now; a removed row stands where it stood. A row that was only moved is the same.
#[must_use]
pub fn compare(before: &[Row], now: &[Row]) -> Vec<Difference> {
    let gone = |row: &&Row| !now.iter().any(|other| other.id == row.id);
    let mut found = Vec::with_capacity(now.len());
    found.extend(before.iter().take_while(|row| gone(row)).cloned().map(Difference::Removed));
    for row in now {
        match before.iter().position(|other| other.id == row.id) {
            None => found.push(Difference::Added(row.clone())),
            Some(at) => {
                match before.get(at).filter(|old| !old.says_the_same(row)) {
                    Some(old) => {
                        found.push(Difference::Changed(Box::new(old.clone()), Box::new(row.clone())))
                    }
                    None => found.push(Difference::Same(row.clone())),
                }
                let behind = before.iter().skip(at + 1).take_while(|row| gone(row));
                found.extend(behind.cloned().map(Difference::Removed));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart_by_their_ids() {
        let row = |id: i64, title: &str| Row::new(id, false, title);
        let before = [row(9, "Ушла первой"), row(1, "А"), row(2, "Ушла"), row(3, "Б")];
        let now = [row(1, "А"), row(4, "Новая"), row(3, "Б, иначе")];
        assert_eq!(
            compare(&before, &now),
            [
                Difference::Removed(row(9, "Ушла первой")),
                Difference::Same(row(1, "А")),
                Difference::Removed(row(2, "Ушла")),
                Difference::Added(row(4, "Новая")),
                Difference::Changed(Box::new(row(3, "Б")), Box::new(row(3, "Б, иначе")))
            ]
        );
    }
}
