//! Texts that people write: plain paragraphs, in which addresses become links. There is no markup, so there is nothing to
//! clean: templates escape every piece.

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// An address that begins with `https://` or `http://`.
    Link(&'a str),
}

/// A paragraph: its lines, each in pieces.
pub type Paragraph<'a> = Vec<Vec<Piece<'a>>>;

/// The paragraphs of a text; an empty line stands between two.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let mut list: Vec<Paragraph<'_>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        match list.last_mut().filter(|_| open) {
            Some(paragraph) => paragraph.push(pieces(line)),
            None => list.push(vec![pieces(line)]),
        }
        open = true;
    }
    list
}

/// The beginning of a text in one line of at most `most` characters, cut between words.
#[must_use]
pub fn beginning(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count() + usize::from(length > 0);
        if length + size > most {
            line.push('…');
            break;
        }
        if length > 0 {
            line.push(' ');
        }
        line.push_str(word);
        length += size;
    }
    line
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut list = Vec::new();
    let mut rest = line;
    while let Some((before, address, after)) = next_link(rest) {
        if !before.is_empty() {
            list.push(Piece::Words(before));
        }
        list.push(Piece::Link(address));
        rest = after;
    }
    if !rest.is_empty() {
        list.push(Piece::Words(rest));
    }
    list
}

/// Words before the first address, the address, what is left.
fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let tail = text.get(from..)?;
        let start = from + ["https://", "http://"].iter().filter_map(|scheme| tail.find(scheme)).min()?;
        let (before, link) = (text.get(..start)?, text.get(start..)?);
        let end = link
            .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '«' | '»'))
            .unwrap_or(link.len());
        // The full stop of a sentence and the bracket around an address are not its part.
        let address = link.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        let host = address.split_once("://").map_or("", |(_, host)| host);
        let stands_alone = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if stands_alone && host.starts_with(char::is_alphanumeric) {
            return Some((before, address, link.get(address.len()..)?));
        }
        from = start + 1;
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use super::Piece::{Link, Words};
    use super::*;

    #[test]
    fn paragraphs_are_parted_by_empty_lines() {
        let list = paragraphs("Раз\nдва\r\n\r\n\n  три\n");
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].len(), list[1].len()), (2, 1));
        assert!(paragraphs(" \n\n").is_empty());
    }

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        let line = |text| paragraphs(text).remove(0).remove(0);
        assert_eq!(
            line("Запись: https://example.ru/a?b=1&c=2. Ждём"),
            [Words("Запись: "), Link("https://example.ru/a?b=1&c=2"), Words(". Ждём")]
        );
        assert_eq!(line("(http://пример.рф/)"), [Words("("), Link("http://пример.рф/"), Words(")")]);
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "xhttps://example.ru",
            "https://",
            "https://\"onload=x",
        ] {
            assert_eq!(line(text), [Words(text)], "{text}");
        }
        assert_eq!(line("https://a.ru\"><script>"), [Link("https://a.ru"), Words("\"><script>")]);
    }

    #[test]
    fn a_beginning_is_cut_between_words() {
        assert_eq!(beginning("Завтра  каникулы\nу всех", 16), "Завтра каникулы…");
        assert_eq!(beginning("Завтра", 16), "Завтра");
    }
}
