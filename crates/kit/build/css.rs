//! Strips comments and needless whitespace from a stylesheet. Whitespace that may carry meaning is kept: before `:`
//! (descendant selectors) and around `+`, `-`, `*`, `/`, `>` (arithmetic and ranges).

/// The same stylesheet, shorter.
pub fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut signs = css.chars().peekable();
    let mut space = false;
    while let Some(sign) = signs.next() {
        match sign {
            '/' if signs.peek() == Some(&'*') => {
                signs.next();
                let mut last = ' ';
                for inner in signs.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                space = true;
            }
            '"' | '\'' => {
                put_space(&mut out, &mut space, sign);
                out.push(sign);
                let mut escaped = false;
                for inner in signs.by_ref() {
                    out.push(inner);
                    if escaped {
                        escaped = false;
                    } else if inner == '\\' {
                        escaped = true;
                    } else if inner == sign {
                        break;
                    }
                }
            }
            _ if sign.is_whitespace() => space = true,
            _ => {
                put_space(&mut out, &mut space, sign);
                if sign == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(sign);
            }
        }
    }
    out
}

fn put_space(out: &mut String, space: &mut bool, next: char) {
    let wanted = *space
        && !matches!(next, '{' | '}' | ';' | ',' | ')')
        && !out.ends_with(['{', '}', ';', ',', ':', '('])
        && !out.is_empty();
    if wanted {
        out.push(' ');
    }
    *space = false;
}
