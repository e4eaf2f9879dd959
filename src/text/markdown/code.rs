//! Syntax highlighting of code blocks, with our own classes.
//!
//! Only this file uses `syntect`. Scopes map to a dozen classes, which keeps stylesheets small: `c-c` comment, `c-s`
//! string, `c-k` keyword, `c-n` number, `c-t` type, `c-f` function, `c-l` constant, `c-o` operator, `c-p` punctuation,
//! `c-g` tag, `c-a` attribute, `c-v` variable. Code in an unknown language is plain text. This file does not know
//! markdown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::clean::escape_text;

/// Larger code, in bytes, is not highlighted: grammars can be slow on hostile input.
const MAX_BYTES: usize = 64 * 1024;
const MAX_LINE_BYTES: usize = 2000;

/// Appends `source` as the content of `<code>`, highlighted if `language` is known.
pub(super) fn write(source: &str, language: &str, out: &mut String) {
    match find(language).filter(|_| is_modest(source)).and_then(|found| highlight(source, found)) {
        Some(html) => out.push_str(&html),
        None => escape_text(source, out),
    }
}

/// Returns the language for the class: the first word of a code block's info string, if it is a valid name.
pub(super) fn language(info: &str) -> &str {
    let word = info.split([' ', ',', '\t', '{']).next().unwrap_or("");
    let sound = word.len() <= 30 && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-#_.".contains(c));
    if sound { word } else { "" }
}

fn is_modest(source: &str) -> bool {
    source.len() <= MAX_BYTES && source.lines().all(|line| line.len() <= MAX_LINE_BYTES)
}

/// Loads the grammars on first use, so that a site without code does not pay for them.
fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(SyntaxSet::load_defaults_newlines)
}

fn find(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language.to_ascii_lowercase().as_str() {
        "" | "text" | "plain" | "txt" | "none" => return None,
        "shell" | "console" | "zsh" | "shell-session" => "bash".to_owned(),
        "py3" | "python3" | "pycon" | "ipython" => "python".to_owned(),
        "ts" | "typescript" | "jsx" | "tsx" | "node" => "js".to_owned(),
        "jsonl" | "json5" | "jsonc" => "json".to_owned(),
        "latex" => "tex".to_owned(),
        other => other.to_owned(),
    };
    grammars().find_syntax_by_token(&token)
}

/// Returns highlighted code; `None` if the grammar fails.
fn highlight(source: &str, syntax: &SyntaxReference) -> Option<String> {
    // A faulty grammar may panic; it must only cost the highlighting.
    let attempt = catch_unwind(AssertUnwindSafe(|| colour(source, syntax)));
    attempt.ok().flatten()
}

fn colour(source: &str, syntax: &SyntaxReference) -> Option<String> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans { out: String::with_capacity(source.len() * 2), open: None };
    for line in source.split_inclusive('\n') {
        let changes = state.parse_line(line, grammars()).ok()?;
        let mut at = 0;
        for (place, change) in changes {
            spans.push(line.get(at..place)?, class(&stack));
            at = place;
            stack.apply(&change).ok()?;
        }
        spans.push(line.get(at..)?, class(&stack));
    }
    spans.close();
    Some(spans.out)
}

struct Spans {
    out: String,
    open: Option<&'static str>,
}

impl Spans {
    fn push(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
                self.open = Some(class);
            }
        }
        escape_text(text, &mut self.out);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}

fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|&scope| scope_class(scope))
}

fn scope_class(scope: Scope) -> Option<&'static str> {
    static CLASSES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    let classes = CLASSES.get_or_init(|| {
        // The first match wins, so narrower scopes come first.
        let names = [
            ("comment", "c-c"),
            ("punctuation.definition.comment", "c-c"),
            ("punctuation.definition.string", "c-s"),
            ("string", "c-s"),
            ("constant.numeric", "c-n"),
            ("constant", "c-l"),
            ("keyword.operator.word", "c-k"),
            ("keyword.operator", "c-o"),
            ("keyword", "c-k"),
            ("storage.type.function", "c-k"),
            ("storage.type", "c-k"),
            ("storage", "c-k"),
            ("entity.name.function", "c-f"),
            ("support.function", "c-f"),
            ("variable.function", "c-f"),
            ("entity.name.tag", "c-g"),
            ("entity.other.attribute-name", "c-a"),
            ("entity.name", "c-t"),
            ("entity.other.inherited-class", "c-t"),
            ("support.type", "c-t"),
            ("support.class", "c-t"),
            ("support.constant", "c-l"),
            ("variable.language", "c-l"),
            ("variable", "c-v"),
            ("punctuation", "c-p"),
        ];
        let scope = |name| Scope::new(name).expect("invariant: the names of scopes are well formed");
        names.iter().map(|&(name, class)| (scope(name), class)).collect()
    });
    classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|&(_, class)| class)
}
