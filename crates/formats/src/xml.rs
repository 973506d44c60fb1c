//! A small bounded tree over `quick-xml`: elements, attributes, text and line numbers.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};

use crate::FileError;

/// Deeper nesting has no meaning in any timetable.
const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 600_000;
const MAX_ATTRIBUTES: usize = 2_000_000;
/// More attributes than this on one element have no meaning either.
const MAX_ATTRIBUTES_OF_ONE: usize = 200;

/// One element.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Local name in lower case (programs differ in case).
    pub(crate) name: String,
    /// Line of the start tag, from 1.
    pub(crate) line: u32,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    text: String,
}

impl Node {
    /// An attribute, trimmed; `None` when absent.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// An attribute, trimmed; empty when absent.
    pub(crate) fn attribute_or_empty(&self, name: &str) -> &str {
        self.attribute(name).unwrap_or_default()
    }

    /// The element's own text, trimmed.
    pub(crate) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The first child of that name (lower case).
    pub(crate) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name (lower case).
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Text of the first child of that name; empty when absent.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.child(name).map(Node::text).unwrap_or_default()
    }
}

struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u32,
}

impl Lines<'_> {
    /// Line of a byte position; positions must not decrease.
    fn at(&mut self, position: u64) -> u32 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.bytes.len());
        if let Some(part) = self.bytes.get(self.counted..position) {
            let more = part.iter().filter(|&&b| b == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
            self.counted = position;
        }
        self.line
    }
}

/// Parses decoded text into its root element.
///
/// # Errors
/// Not well-formed, truncated, beyond the limits, or with a document type definition.
pub(crate) fn parse(text: &str) -> Result<Node, FileError> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines { bytes: text.as_bytes(), counted: 0, line: 1 };
    let mut stack: Vec<Node> = Vec::new();
    let mut root: Option<Node> = None;
    let (mut nodes, mut attributes) = (0_usize, 0_usize);
    loop {
        let start = reader.buffer_position();
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                return Err(fault(&error, lines.at(reader.error_position().max(start)), stack.last()));
            }
        };
        match event {
            Event::Start(tag) => {
                let node = open(&tag, lines.at(start), &mut attributes)?;
                nodes += 1;
                if stack.len() >= MAX_DEPTH {
                    return Err(FileError::Xml {
                        line: node.line,
                        reason: "слишком глубокая вложенность элементов".into(),
                    });
                }
                if stack.is_empty() && root.is_some() {
                    return Err(FileError::Xml {
                        line: node.line,
                        reason: "после конца документа есть ещё элементы".into(),
                    });
                }
                stack.push(node);
            }
            Event::Empty(tag) => {
                let node = open(&tag, lines.at(start), &mut attributes)?;
                nodes += 1;
                attach(&mut stack, &mut root, node)?;
            }
            Event::End(_) => {
                if let Some(node) = stack.pop() {
                    attach(&mut stack, &mut root, node)?;
                }
            }
            Event::Text(part) => {
                let part = part.xml10_content();
                if let Some(node) = stack.last_mut() {
                    if !(node.text.is_empty() && part.trim().is_empty()) {
                        node.text.push_str(&part);
                    }
                } else if !part.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty() {
                    return Err(FileError::Xml {
                        line: lines.at(start),
                        reason: "текст вне корневого элемента".into(),
                    });
                }
            }
            Event::CData(part) => {
                if let Some(node) = stack.last_mut() {
                    node.text.push_str(&part.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                let raw = format!("&{};", &*reference.xml10_content());
                let Ok(resolved) = quick_xml::escape::unescape(&raw) else {
                    return Err(FileError::Xml {
                        line: lines.at(start),
                        reason: "неизвестная ссылка на символ".into(),
                    });
                };
                if let Some(node) = stack.last_mut() {
                    node.text.push_str(&resolved);
                }
            }
            Event::DocType(_) => return Err(FileError::DocumentType { line: lines.at(start) }),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
        if nodes > MAX_NODES || attributes > MAX_ATTRIBUTES {
            return Err(FileError::TooLarge {
                what: format!("больше {MAX_NODES} элементов XML")
            });
        }
    }
    if let Some(node) = stack.last() {
        return Err(unclosed(node));
    }
    root.ok_or_else(|| FileError::Xml {
        line: 1, reason: "нет ни одного элемента".to_owned()
    })
}

fn unclosed(node: &Node) -> FileError {
    let name = crate::text::shorten(&node.name, 60);
    FileError::Truncated {
        place: format!("элемент «{name}», открытый в строке {}, не закрыт", node.line)
    }
}

fn attach(stack: &mut [Node], root: &mut Option<Node>, node: Node) -> Result<(), FileError> {
    match stack.last_mut() {
        Some(parent) => parent.children.push(node),
        None if root.is_none() => *root = Some(node),
        None => {
            return Err(FileError::Xml {
                line: node.line,
                reason: "после конца документа есть ещё элементы".into(),
            });
        }
    }
    Ok(())
}

fn open(tag: &BytesStart<'_>, line: u32, total: &mut usize) -> Result<Node, FileError> {
    let mut node = Node { name: tag.local_name().as_ref().to_lowercase(), line, ..Node::default() };
    let mut attributes = tag.attributes();
    // The reader's own check for duplicates compares every pair.
    attributes.with_checks(false);
    for attribute in attributes {
        let attribute = attribute
            .map_err(|_| FileError::Xml {
                line, reason: "неверно записан атрибут".to_owned()
            })?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| FileError::Xml {
            line,
            reason: "неизвестная ссылка на символ в атрибуте".to_owned(),
        })?;
        if node.attributes.len() >= MAX_ATTRIBUTES_OF_ONE {
            return Err(FileError::Xml {
                line,
                reason: "слишком много атрибутов у одного элемента".to_owned(),
            });
        }
        node.attributes.push((attribute.key.local_name().as_ref().to_lowercase(), value.into_owned()));
    }
    *total += node.attributes.len();
    Ok(node)
}

fn fault(error: &Error, line: u32, innermost: Option<&Node>) -> FileError {
    match error {
        Error::Syntax(_) => FileError::Truncated {
            place: format!("разметка XML в строке {line} не закончена"),
        },
        Error::IllFormed(IllFormedError::MissingEndTag(_)) => innermost.map_or_else(
            || FileError::Truncated {
                place: format!("в строке {line} не закрыт элемент")
            },
            unclosed,
        ),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => FileError::Xml {
            line,
            reason: format!(
                "закрыт элемент «{}» вместо «{}»",
                crate::text::shorten(found, 60),
                crate::text::shorten(expected, 60)
            ),
        },
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => FileError::Xml {
            line,
            reason: format!("закрыт неоткрытый элемент «{}»", crate::text::shorten(found, 60)),
        },
        _ => FileError::Xml { line, reason: "нарушена запись".to_owned() },
    }
}
