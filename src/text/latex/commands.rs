//! The commands of LaTeX that have one meaning in plain text.

/// The meaning of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// A letter; TeX ignores the blank after it.
    Letter(&'static str),
    /// A sign; the blank after it is part of the text.
    Sign(&'static str),
    /// Words that authors abbreviate, such as `e.g.`
    Short(&'static str),
    /// Markup of its argument.
    Style(Style),
    /// Its argument is an address.
    Address,
    /// A link: an address, then words.
    Link,
    /// Its argument is a formula.
    Formula,
    /// Its argument is below (true) or above the line.
    Script(bool),
    /// Its argument is a length: a blank.
    Space,
    /// No visible meaning.
    Nothing,
    Paragraph,
}

/// The markup of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Emphasis,
    Bold,
    Code,
}

/// Returns the meaning of a command, if it is certain.
pub(super) fn known(name: &str) -> Option<Command> {
    use Command::{Address, Formula, Letter, Link, Nothing, Paragraph, Script, Short, Sign, Space};
    Some(match name {
        "ss" => Letter("ß"),
        "o" => Letter("ø"),
        "O" => Letter("Ø"),
        "l" => Letter("ł"),
        "L" => Letter("Ł"),
        "aa" => Letter("å"),
        "AA" => Letter("Å"),
        "ae" => Letter("æ"),
        "AE" => Letter("Æ"),
        "oe" => Letter("œ"),
        "OE" => Letter("Œ"),
        "i" => Letter("ı"),
        "j" => Letter("ȷ"),
        "dh" => Letter("ð"),
        "DH" => Letter("Ð"),
        "th" => Letter("þ"),
        "TH" => Letter("Þ"),
        "dj" => Letter("đ"),
        "DJ" => Letter("Đ"),
        "ng" => Letter("ŋ"),
        "NG" => Letter("Ŋ"),
        "dots" | "ldots" | "textellipsis" => Sign("…"),
        "copyright" | "textcopyright" => Sign("©"),
        "textregistered" => Sign("®"),
        "texttrademark" => Sign("™"),
        "textdegree" => Sign("°"),
        "pounds" | "textsterling" => Sign("£"),
        "euro" | "texteuro" => Sign("€"),
        "textendash" => Sign("–"),
        "textemdash" => Sign("—"),
        "textquoteleft" => Sign("‘"),
        "textquoteright" => Sign("’"),
        "textquotedblleft" => Sign("“"),
        "textquotedblright" => Sign("”"),
        "textquotesingle" => Sign("'"),
        "textasciitilde" => Sign("~"),
        "textbar" => Sign("|"),
        "textunderscore" => Sign("\\_"),
        "textless" => Sign("<"),
        "textgreater" => Sign(">"),
        "textbackslash" => Sign("\\"),
        "textperiodcentered" => Sign("·"),
        "slash" => Sign("/"),
        "guillemotleft" => Sign("«"),
        "guillemotright" => Sign("»"),
        "textbraceleft" => Sign("{"),
        "textbraceright" => Sign("}"),
        "textasciicircum" => Sign("^"),
        "textmu" => Sign("µ"),
        "texttimes" => Sign("×"),
        "LaTeX" => Sign("LaTeX"),
        "TeX" => Sign("TeX"),
        "BibTeX" => Sign("BibTeX"),
        "eg" => Short("e.g."),
        "ie" => Short("i.e."),
        "etal" => Short("et al."),
        "etc" => Short("etc."),
        "vs" => Short("vs."),
        "wrt" => Short("w.r.t."),
        "emph" | "textit" | "textsl" => Command::Style(Style::Emphasis),
        "textbf" => Command::Style(Style::Bold),
        "texttt" => Command::Style(Style::Code),
        "textsc" | "textrm" | "textsf" | "textnormal" | "textup" | "textmd" | "text" | "mbox"
        | "underline" => Command::Style(Style::Plain),
        "url" => Address,
        "href" => Link,
        "noindent" | "newline" | "xspace" | "relax" => Nothing,
        "par" => Paragraph,
        "ensuremath" => Formula,
        "textsuperscript" => Script(false),
        "textsubscript" => Script(true),
        "hspace" | "vspace" => Space,
        "textcelsius" | "degreeCelsius" => Sign("°C"),
        // `\textalpha`
        _ => return name.strip_prefix("text").and_then(in_braces).map(Sign),
    })
}

/// Returns the sign of a formula command that is alone in braces outside formulas. Only there its meaning is certain.
pub(super) fn in_braces(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" => "ϵ",
        "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "iota" => "ι",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "upsilon" => "υ",
        "phi" => "ϕ",
        "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Gamma" => "Γ",
        "Delta" => "Δ",
        "Theta" => "Θ",
        "Lambda" => "Λ",
        "Xi" => "Ξ",
        "Pi" => "Π",
        "Sigma" => "Σ",
        "Upsilon" => "Υ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        "deg" => "°",
        "pm" => "±",
        "times" => "×",
        "div" => "÷",
        "cdot" => "·",
        "infty" => "∞",
        "approx" => "≈",
        "neq" => "≠",
        "leq" => "≤",
        "geq" => "≥",
        "rightarrow" => "→",
        "leftarrow" => "←",
        "leftrightarrow" => "↔",
        "partial" => "∂",
        "nabla" => "∇",
        "dag" | "dagger" => "†",
        "bullet" => "•",
        _ => return None,
    })
}

/// Returns the combining mark of an accent's command.
pub(super) fn accent(name: char) -> Option<char> {
    Some(match name {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        'u' => '\u{306}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        'r' => '\u{30a}',
        'H' => '\u{30b}',
        'v' => '\u{30c}',
        'd' => '\u{323}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        'b' => '\u{331}',
        _ => return None,
    })
}
