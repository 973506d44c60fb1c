//! Reads every `locales/{ru,en}/*.ftl` and writes one method of `Tr` per message. A message that is missing in one
//! language, takes other arguments there or is named twice stops the build with its file and name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

const LOCALES: [&str; 2] = ["ru", "en"];
const PLURAL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
const RUST_KEYWORDS: [&str; 36] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "self", "static", "struct", "super", "true", "type", "unsafe", "use", "where", "while",
];

/// One message of one language.
struct Message {
    file: PathBuf,
    /// The whole text, when nothing in it has to be worked out at run time.
    plain: Option<String>,
    /// Arguments in order of appearance; `true` marks a number.
    arguments: Vec<(String, bool)>,
}

#[derive(Default)]
struct Language {
    messages: BTreeMap<String, Message>,
    terms: BTreeMap<String, String>,
    files: Vec<PathBuf>,
}

/// Messages that a script shows: a key `journal-t-saved` is the word `saved` of the scripts of the journal.
const SCRIPTS: [(&str, &[&str]); 1] = [("journal", &["journal-t-", "grid-t-"])];

/// Writes the generated code to `target`; returns the scripts with words, `journal-words-ru.js`, or every fault found, one
/// sentence each.
pub fn generate(locales: &Path, target: &Path) -> Result<Vec<(String, String)>, Vec<String>> {
    let mut faults = Vec::new();
    let [ru, en] = LOCALES.map(|code| read_language(&locales.join(code), &mut faults));
    compare(&ru, &en, "en", &mut faults);
    compare(&en, &ru, "ru", &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let code = write_code(&ru, &en).map_err(|error| vec![error.to_string()])?;
    fs::write(target, code).map_err(|error| vec![format!("{}: {error}", target.display())])?;
    Ok([(&ru, "ru"), (&en, "en")].iter().flat_map(|(language, code)| words(language, code)).collect())
}

/// One module for each area: `export default {saved:"…"}`.
fn words<'a>(language: &'a Language, code: &'a str) -> impl Iterator<Item = (String, String)> + 'a {
    SCRIPTS.iter().map(move |(area, beginnings)| {
        let mut script = String::from("export default {");
        for (key, message) in &language.messages {
            let name = beginnings.iter().find_map(|beginning| key.strip_prefix(beginning));
            if let (Some(name), Some(text)) = (name, &message.plain) {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
                let _ = write!(script, "\"{name}\":\"{text}\",");
            }
        }
        script.push_str("};\n");
        (format!("{area}-words-{code}.js"), script)
    })
}

fn read_language(dir: &Path, faults: &mut Vec<String>) -> Language {
    let mut language = Language::default();
    let mut files: Vec<PathBuf> = match fs::read_dir(dir) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => {
            faults.push(format!("{}: {error}", dir.display()));
            return language;
        }
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ftl"));
    files.sort();
    let mut texts = Vec::new();
    for file in &files {
        match fs::read_to_string(file) {
            Ok(text) => texts.push((file.clone(), text)),
            Err(error) => faults.push(format!("{}: {error}", file.display())),
        }
    }
    let mut parsed = Vec::new();
    for (file, text) in &texts {
        match fluent_syntax::parser::parse(text.as_str()) {
            Ok(resource) => parsed.push((file, resource)),
            Err((_, errors)) => {
                for error in errors {
                    let before = text.get(..error.pos.start).unwrap_or_default();
                    let line = before.matches('\n').count() + 1;
                    faults.push(format!("{}:{line}: {error}", file.display()));
                }
            }
        }
    }
    for (file, resource) in &parsed {
        for entry in &resource.body {
            if let Entry::Term(term) = entry {
                match plain_text(&term.value, &language.terms) {
                    Some(text) => drop(language.terms.insert(term.id.name.to_owned(), text)),
                    None => {
                        faults.push(format!("{}: term -{} must be plain text", file.display(), term.id.name))
                    }
                }
            }
        }
    }
    for (file, resource) in &parsed {
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let name = message.id.name.to_owned();
            let Some(value) = &message.value else {
                faults.push(format!("{}: {name} has no text", file.display()));
                continue;
            };
            if !message.attributes.is_empty() {
                faults.push(format!("{}: {name}: write attributes as messages of their own", file.display()));
            }
            if RUST_KEYWORDS.contains(&name.as_str()) || name.chars().any(char::is_uppercase) {
                faults.push(format!(
                    "{}: {name}: name it in lower case and not by a Rust keyword",
                    file.display()
                ));
            }
            let mut arguments = Vec::new();
            collect_pattern(value, &mut arguments);
            let read =
                Message { file: (*file).clone(), plain: plain_text(value, &language.terms), arguments };
            if let Some(other) = language.messages.insert(name.clone(), read) {
                faults.push(format!("{}: {name} is already in {}", file.display(), other.file.display()));
            }
        }
    }
    language.files = files;
    language
}

fn compare(from: &Language, with: &Language, code: &str, faults: &mut Vec<String>) {
    let names = |message: &Message| -> BTreeSet<String> {
        message.arguments.iter().map(|(name, _)| name.clone()).collect()
    };
    for (name, message) in &from.messages {
        match with.messages.get(name) {
            None => faults.push(format!("{}: {name} is missing in locales/{code}", message.file.display())),
            Some(other) if names(message) != names(other) => {
                faults.push(format!(
                    "{}: {name} takes other arguments in locales/{code}",
                    message.file.display()
                ));
            }
            Some(_) => {}
        }
    }
}

/// The text of a pattern made of text, string literals and terms; `None` when it needs arguments or a choice.
fn plain_text(pattern: &Pattern<&str>, terms: &BTreeMap<String, String>) -> Option<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => {
                    text.push_str(&fluent_syntax::unicode::unescape_unicode_to_string(value));
                }
                InlineExpression::TermReference { id, arguments: None, attribute: None } => {
                    text.push_str(terms.get(id.name)?);
                }
                _ => return None,
            },
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(text)
}

fn collect_pattern(pattern: &Pattern<&str>, arguments: &mut Vec<(String, bool)>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_expression(expression, arguments);
        }
    }
}

fn collect_expression(expression: &Expression<&str>, arguments: &mut Vec<(String, bool)>) {
    match expression {
        Expression::Inline(inline) => collect_inline(inline, false, arguments),
        Expression::Select { selector, variants } => {
            let plural = variants.iter().all(|variant| match &variant.key {
                VariantKey::Identifier { name } => PLURAL_CATEGORIES.contains(name),
                VariantKey::NumberLiteral { .. } => true,
            });
            let only_other = variants.len() == 1;
            collect_inline(selector, plural && !only_other, arguments);
            for variant in variants {
                collect_pattern(&variant.value, arguments);
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, number: bool, arguments: &mut Vec<(String, bool)>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            let number = number || id.name == "count" || id.name == "n";
            match arguments.iter_mut().find(|(name, _)| name == id.name) {
                Some((_, known)) => *known = *known || number,
                None => arguments.push((id.name.to_owned(), number)),
            }
        }
        InlineExpression::FunctionReference { id, arguments: call } => {
            for argument in &call.positional {
                collect_inline(argument, id.name == "NUMBER", arguments);
            }
        }
        InlineExpression::Placeable { expression } => collect_expression(expression, arguments),
        _ => {}
    }
}

fn write_code(ru: &Language, en: &Language) -> Result<String, std::fmt::Error> {
    let mut code = String::from("impl Tr {\n");
    let mut by_key = String::new();
    for (name, ours) in &ru.messages {
        let Some(theirs) = en.messages.get(name) else { continue };
        let method = name.replace('-', "_");
        if let (Some(ru), Some(en)) = (&ours.plain, &theirs.plain) {
            writeln!(
                code,
                "/// «{}»\n#[must_use]\npub const fn {method}(&self) -> &'static str {{ match self.locale {{ Locale::Ru => {ru:?}, Locale::En => {en:?} }} }}",
                doc(ru)
            )?;
            writeln!(by_key, "{name:?} => Some(self.{method}()),")?;
            continue;
        }
        let mut parameters = String::new();
        let mut set = String::new();
        for (argument, number) in &ours.arguments {
            let number =
                *number || theirs.arguments.iter().any(|(other, number)| other == argument && *number);
            let parameter = argument.replace('-', "_");
            let kind = if number { "i64" } else { "&str" };
            write!(parameters, ", {parameter}: {kind}")?;
            write!(set, "args.set({argument:?}, {parameter}); ")?;
        }
        let mutable = if set.is_empty() { "" } else { "mut " };
        writeln!(
            code,
            "/// `{name}` with its arguments put in.\n#[must_use]\npub fn {method}(&self{parameters}) -> String {{ let {mutable}args = FluentArgs::new(); {set}self.format({name:?}, &args) }}"
        )?;
    }
    writeln!(
        code,
        "/// The text of a plain message by its key, for error sentences named on lower floors; `None` for an unknown key\n/// and for messages that take arguments.\n#[must_use]\npub fn by_key(&self, key: &str) -> Option<&'static str> {{ match key {{ {by_key} _ => None }} }}\n}}"
    )?;
    for (constant, language) in [("RU", ru), ("EN", en)] {
        writeln!(code, "const {constant}: &[&str] = &[")?;
        for file in &language.files {
            writeln!(code, "include_str!({:?}),", file.display().to_string())?;
        }
        writeln!(code, "];")?;
    }
    Ok(code)
}

/// A text as it can stand in a doc comment: one line, nothing that rustdoc would read as markup.
fn doc(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for sign in text.replace('\n', " ").chars() {
        if matches!(sign, '[' | ']' | '<' | '>' | '`' | '*' | '_' | '\\') {
            clean.push('\\');
        }
        clean.push(sign);
    }
    clean
}
