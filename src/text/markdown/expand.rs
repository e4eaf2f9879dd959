//! Bounded macro expansion of formulas: no macro can loop or grow without limit.
//!
//! It works on TeX source before rendering, and does not know what commands mean.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::macros::MACROS;

/// The maximum depth of macro calls, and of a formula's length in bytes after expansion.
const MAX_DEPTH: usize = 16;
const MAX_BYTES: usize = 16 * 1024;

/// The macros: name (without backslash) to body.
pub(super) struct Macros {
    table: HashMap<Box<str>, Macro>,
}

struct Macro {
    parameters: usize,
    body: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpansionError {
    TooDeep,
    TooLong,
    MissingArgument,
}

impl ExpansionError {
    pub(super) fn reason(self) -> &'static str {
        match self {
            ExpansionError::TooDeep => "macros call each other too deeply",
            ExpansionError::TooLong => "macros make it too long",
            ExpansionError::MissingArgument => "a macro has too few arguments",
        }
    }
}

impl Macros {
    /// Returns the built-in macros, overridden by those of the site, and the invalid ones of the site as pairs of name and reason.
    pub(super) fn new(site: &BTreeMap<String, String>) -> (Self, Vec<(String, String)>) {
        let mut table: HashMap<Box<str>, Macro> =
            MACROS.iter().map(|(name, body)| ((*name).into(), Macro::new(body))).collect();
        let mut bad = Vec::new();
        for (name, body) in site {
            let wrong = macro_problem(name, body);
            if let Some(reason) = wrong {
                bad.push((name.clone(), reason.to_owned()));
            } else {
                table.insert(name.as_str().into(), Macro::new(body));
            }
        }
        (Macros { table }, bad)
    }

    /// Returns `source` with all macros replaced, and with `%` escaped: authors mean per cent, not a comment.
    pub(super) fn expand<'a>(&self, source: &'a str) -> Result<Cow<'a, str>, ExpansionError> {
        if !source.contains(['\\', '%']) {
            return Ok(Cow::Borrowed(source));
        }
        let mut out = String::with_capacity(source.len() + 16);
        self.expand_into(source, &mut out, 0)?;
        Ok(Cow::Owned(out))
    }

    fn expand_into(&self, source: &str, out: &mut String, depth: usize) -> Result<(), ExpansionError> {
        if depth > MAX_DEPTH {
            return Err(ExpansionError::TooDeep);
        }
        let mut rest = source;
        while let Some(at) = rest.find(['\\', '%']) {
            push(out, &rest[..at])?;
            rest = &rest[at..];
            if rest.starts_with('%') {
                push(out, "\\%")?;
                rest = &rest[1..];
                continue;
            }
            let name = command_name(&rest[1..]);
            let after = &rest[1 + name.len()..];
            let with_group =
                if after.starts_with('{') { self.table.get(&rest[1..name.len() + 2]) } else { None };
            match with_group.or_else(|| self.table.get(name)) {
                Some(found) => {
                    let (arguments, left) = found.arguments(after).ok_or(ExpansionError::MissingArgument)?;
                    let body = found.fill(&arguments)?;
                    // `x_\NP` and `\frac\R2` take one token, so a longer body is put into braces.
                    let wrap = needs_braces(out, &body);
                    push(out, if wrap { "{" } else { "" })?;
                    self.expand_into(&body, out, depth + 1)?;
                    push(out, if wrap { "}" } else { "" })?;
                    if ends_with_command(out) && left.starts_with(|c: char| c.is_ascii_alphabetic()) {
                        push(out, " ")?;
                    }
                    rest = left;
                }
                None => {
                    let whole = 1 + name.len();
                    push(out, &rest[..whole])?;
                    rest = after;
                    if let Some((other, left)) = environment(name, after) {
                        push(out, &format!("{{{other}}}"))?;
                        rest = left;
                    }
                }
            }
        }
        push(out, rest)
    }
}

/// Returns the environment that renders another one, after `\begin` or `\end`, and the text after its name.
fn environment<'a>(command: &str, after: &'a str) -> Option<(&'static str, &'a str)> {
    let (name, left) =
        after.strip_prefix('{').filter(|_| matches!(command, "begin" | "end"))?.split_once('}')?;
    let other = match name {
        "split" | "alignedat" => "aligned",
        "multlined" => "gathered",
        "smallmatrix" => "matrix",
        "cases*" => "cases",
        _ => return None,
    };
    // The number of columns is not needed.
    let counted = name == "alignedat" && command == "begin";
    Some((other, if counted { argument(left)?.1 } else { left }))
}

impl Macro {
    fn new(body: &str) -> Self {
        Macro { parameters: parameters(body), body: body.into() }
    }

    fn arguments<'a>(&self, after: &'a str) -> Option<(Vec<&'a str>, &'a str)> {
        let mut rest = after;
        let mut arguments = Vec::with_capacity(self.parameters);
        for _ in 0..self.parameters {
            let (argument, left) = argument(rest)?;
            arguments.push(argument);
            rest = left;
        }
        Some((arguments, rest))
    }

    fn fill<'a>(&'a self, arguments: &[&str]) -> Result<Cow<'a, str>, ExpansionError> {
        if arguments.is_empty() {
            return Ok(Cow::Borrowed(&self.body));
        }
        let mut filled = String::with_capacity(self.body.len() + 32);
        let mut rest = &*self.body;
        while let Some(at) = rest.find('#') {
            push(&mut filled, &rest[..at])?;
            let digit = rest[at + 1..].chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0) as usize;
            if let Some(argument) = digit.checked_sub(1).and_then(|index| arguments.get(index)) {
                push(&mut filled, argument)?;
            }
            rest = rest.get(at + 2..).unwrap_or("");
        }
        push(&mut filled, rest)?;
        Ok(Cow::Owned(filled))
    }
}

/// Returns what is wrong with a macro of the site, if anything.
fn macro_problem(name: &str, body: &str) -> Option<&'static str> {
    let single = name.chars().count() == 1;
    if name.is_empty() || !(single || name.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        return Some("a name is letters only, without the backslash");
    }
    if matches!(name, "begin" | "end" | "left" | "right" | "\\" | "{" | "}") {
        return Some("this command holds formulas together and cannot be replaced");
    }
    if body.len() > 1000 {
        return Some("the body is longer than 1,000 bytes");
    }
    let mut hashes = body.split('#');
    hashes.next();
    if hashes.any(|part| !part.starts_with(|c: char| ('1'..='9').contains(&c))) {
        return Some("`#` must be followed by a digit from 1 to 9");
    }
    (brace_balance(body) != Some(0)).then_some("the braces of the body do not match")
}

/// Returns the number of braces left open; `None` if one closes that was not opened.
pub(super) fn brace_balance(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(depth)
}

fn parameters(body: &str) -> usize {
    let digits = body.split('#').skip(1).filter_map(|part| part.chars().next()?.to_digit(10));
    digits.max().unwrap_or(0) as usize
}

/// Returns the name of a command at the start of `text`, after its backslash: letters, or one other character.
pub(super) fn command_name(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.chars().next() {
        Some(other) if letters == 0 => &text[..other.len_utf8()],
        _ => &text[..letters],
    }
}

/// Returns the argument at the start of `text` (a group without braces, or one token), and the text after it.
pub(super) fn argument(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    match first {
        '{' => {
            let end = group_end(text)?;
            Some((&text[1..end], &text[end + 1..]))
        }
        '}' => None,
        '\\' => {
            let length = 1 + command_name(&text[1..]).len();
            Some(text.split_at(length))
        }
        other => Some(text.split_at(other.len_utf8())),
    }
}

/// Returns the index of the brace that closes the group at the start of `text`.
pub(super) fn group_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn needs_braces(before: &str, body: &str) -> bool {
    let before = before.trim_end();
    let one_token = argument(body).is_some_and(|(_, left)| left.is_empty());
    !one_token && !body.is_empty() && (before.ends_with(['^', '_']) || ends_with_argument_command(before))
}

fn ends_with_argument_command(text: &str) -> bool {
    const ARGUMENT_COMMANDS: [&str; 12] = [
        "\\frac",
        "\\tfrac",
        "\\dfrac",
        "\\sqrt",
        "\\tilde",
        "\\hat",
        "\\bar",
        "\\vec",
        "\\overline",
        "\\widehat",
        "\\dot",
        "\\check",
    ];
    ARGUMENT_COMMANDS.iter().any(|command| text.ends_with(command))
}

fn ends_with_command(text: &str) -> bool {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    letters > 0 && text[..text.len() - letters].ends_with('\\')
}

fn push(out: &mut String, text: &str) -> Result<(), ExpansionError> {
    if out.len() + text.len() > MAX_BYTES {
        return Err(ExpansionError::TooLong);
    }
    out.push_str(text);
    Ok(())
}
