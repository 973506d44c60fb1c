//! How people are looked for by name: beginnings of words in any order, without case and ё, one typing error forgiven,
//! words typed on the Latin keyboard understood.

use super::people::search_key;

/// More words than these say nothing more about a person.
const MAX_WORDS: usize = 5;
/// Longer questions are cut, in characters.
const MAX_TYPED: usize = 100;
/// A shorter word has to be right: one error away from it lies half of the dictionary.
const MIN_FORGIVEN: usize = 3;
/// What the keys of a Latin keyboard write when the Russian layout is on.
const KEYBOARD: [(char, char); 33] = [
    ('q', 'й'),
    ('w', 'ц'),
    ('e', 'у'),
    ('r', 'к'),
    ('t', 'е'),
    ('y', 'н'),
    ('u', 'г'),
    ('i', 'ш'),
    ('o', 'щ'),
    ('p', 'з'),
    ('[', 'х'),
    (']', 'ъ'),
    ('a', 'ф'),
    ('s', 'ы'),
    ('d', 'в'),
    ('f', 'а'),
    ('g', 'п'),
    ('h', 'р'),
    ('j', 'о'),
    ('k', 'л'),
    ('l', 'д'),
    (';', 'ж'),
    ('\'', 'э'),
    ('z', 'я'),
    ('x', 'ч'),
    ('c', 'с'),
    ('v', 'м'),
    ('b', 'и'),
    ('n', 'т'),
    ('m', 'ь'),
    (',', 'б'),
    ('.', 'ю'),
    ('`', 'е'),
];

/// A name as it is searched: [`search_key`] with the parts of a double name as words of their own.
#[must_use]
pub fn name_key(name: &str) -> String {
    search_key(&name.replace('-', " "))
}

/// What somebody typed to find a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameQuery {
    /// The words as typed and, when they are Latin, as the Russian keyboard would have written them.
    readings: Vec<Vec<String>>,
}

fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = key
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.truncate(MAX_WORDS);
    words
}

impl NameQuery {
    /// Reads what was typed; none when it holds no letter or digit.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().take(MAX_TYPED).collect();
        let mut readings = vec![words(&search_key(&typed))];
        let latin = typed.chars().any(|c| c.is_ascii_alphabetic())
            && typed.chars().all(|c| c.is_ascii() && !c.is_ascii_digit());
        if latin {
            let lower = typed.to_lowercase();
            let russian: String = lower
                .chars()
                .map(|c| KEYBOARD.iter().find(|(key, _)| *key == c).map_or(c, |(_, letter)| *letter))
                .collect();
            readings.push(words(&russian));
        }
        readings.retain(|words| !words.is_empty());
        (!readings.is_empty()).then_some(Self { readings })
    }

    /// The readings, each a list of words.
    #[must_use]
    pub fn readings(&self) -> &[Vec<String>] {
        &self.readings
    }

    /// Does every word begin some word of this [`name_key`]?
    #[must_use]
    pub fn begins(&self, key: &str) -> bool {
        self.fits(key, |typed, word| word.starts_with(typed))
    }

    /// The same with one typing error in each word forgiven.
    #[must_use]
    pub fn resembles(&self, key: &str) -> bool {
        self.fits(key, begins_nearly)
    }

    fn fits(&self, key: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        self.readings.iter().any(|typed| typed.iter().all(|one| key.split(' ').any(|word| fits(one, word))))
    }
}

/// Is `typed` the beginning of `word`, or would be after one letter more, one less, another one, or two neighbours
/// exchanged? Words of fewer than three letters have to be right.
#[must_use]
pub fn begins_nearly(typed: &str, word: &str) -> bool {
    // What both begin with is skipped, in whole letters.
    let same: usize =
        typed.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (Some(typed_rest), Some(word_rest)) = (typed.get(same..), word.get(same..)) else { return false };
    if typed_rest.is_empty() {
        return true;
    }
    if typed.chars().nth(MIN_FORGIVEN - 1).is_none() {
        return false;
    }
    let after = |text: &str, skipped: usize| text.char_indices().nth(skipped).map(|(at, _)| at);
    let behind = |text: &'_ str, skipped: usize| after(text, skipped).unwrap_or(text.len());
    let (typed_one, word_one) = (behind(typed_rest, 1), behind(word_rest, 1));
    let tail = |text, from| str::get(text, from..).unwrap_or_default();
    if !word_rest.is_empty()
        && (tail(word_rest, word_one).starts_with(tail(typed_rest, typed_one))
            || tail(word_rest, word_one).starts_with(typed_rest))
    {
        return true;
    }
    if word_rest.starts_with(tail(typed_rest, typed_one)) {
        return true;
    }
    let (mut t, mut w) = (typed_rest.chars(), word_rest.chars());
    match (t.next(), t.next(), w.next(), w.next()) {
        (Some(a), Some(b), Some(c), Some(d)) => a == d && b == c && w.as_str().starts_with(t.as_str()),
        _ => false,
    }
}

/// Are two whole words the same but for one typing error?
#[must_use]
pub fn nearly_same(a: &str, b: &str) -> bool {
    let lengths = a.chars().count().abs_diff(b.chars().count());
    a == b || (lengths <= 1 && begins_nearly(a, b) && begins_nearly(b, a))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use super::*;
    use proptest::prelude::*;

    fn query(typed: &str) -> NameQuery {
        NameQuery::parse(typed).unwrap()
    }

    #[test]
    fn finds_beginnings_in_any_order_without_case_and_yo() {
        let key = name_key("Фёдорова-Круз Анна Романовна");
        for typed in ["федор", "АННА фёд", "круз", "ром ан фед", " анна  "] {
            assert!(query(typed).begins(&key), "{typed}");
        }
        assert!(!query("оров").begins(&key));
        assert!(!query("анна пет").begins(&key));
        assert_eq!(NameQuery::parse(" .,- "), None);
    }

    #[test]
    fn forgives_one_error_a_word() {
        let key = name_key("Кузнецов Илья Сергеевич");
        for typed in
            ["кзнецов", "куузнецов", "кузнцеов", "кузмецов", "узнецов", "пузнецов", "ильа серегеевич"]
        {
            assert!(!query(typed).begins(&key) && query(typed).resembles(&key), "{typed}");
        }
        assert!(!query("кзнцв").resembles(&key));
        assert!(!query("иа").resembles(&key), "two letters have to be right");
    }

    #[test]
    fn understands_the_latin_keyboard() {
        let key = name_key("Иванова Мария Сергеевна");
        assert!(query("bdfyjdf vfhbz").begins(&key));
        assert!(query("BDFYJD").begins(&key));
        assert!(query(",fhfy").begins("баранов петр"));
        assert!(query("smith").begins("smith john"));
    }

    proptest! {
        #[test]
        fn a_word_with_one_error_is_found(word in "[а-я]{5,12}", place in 0_usize..12, letter in "[а-я]", kind in 0_u8..4) {
            let mut letters: Vec<char> = word.chars().collect();
            let at = place % letters.len();
            let new = letter.chars().next().unwrap();
            match kind {
                0 => letters[at] = new,
                1 => { letters.remove(at); }
                2 => letters.insert(at, new),
                _ => if at + 1 < letters.len() { letters.swap(at, at + 1) },
            }
            let typed: String = letters.into_iter().collect();
            prop_assert!(begins_nearly(&typed, &word), "{} for {}", typed, word);
        }

        #[test]
        fn whatever_is_typed_does_no_harm(typed in ".{0,120}", name in "[А-Яа-яё -]{1,40}") {
            if let Some(query) = NameQuery::parse(&typed) {
                let key = name_key(&name);
                prop_assert!(!query.begins(&key) || query.resembles(&key));
            }
        }
    }
}
