//! Quotation marks of languages.
//!
//! Source: the delimiters of the Unicode Common Locale Data Repository (CLDR 46), with the narrow spaces that French sets inside of its marks.

/// Opening and closing marks of a quotation, and of one inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    /// Opens a quotation.
    pub open: &'static str,
    /// Closes a quotation.
    pub close: &'static str,
    /// Opens a quotation inside a quotation.
    pub inner_open: &'static str,
    /// Closes a quotation inside a quotation.
    pub inner_close: &'static str,
}

const fn quotes(
    open: &'static str,
    close: &'static str,
    inner_open: &'static str,
    inner_close: &'static str,
) -> Quotes {
    Quotes { open, close, inner_open, inner_close }
}

/// The marks of English, and of every language that is not known.
pub const ENGLISH: Quotes = quotes("“", "”", "‘", "’");

/// Returns the quotation marks of a language, given its tag (BCP 47), such as `de-CH`.
pub fn quotes_of(tag: &str) -> Quotes {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or("").to_ascii_lowercase();
    let rest: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    let has = |part: &str| rest.iter().any(|found| found == part);
    match language.as_str() {
        "de" | "fr" | "it" if has("ch") => quotes("«", "»", "‹", "›"),
        "de" | "cs" | "sk" | "sl" | "hr" | "bg" | "is" | "lt" | "et" | "mk" | "hsb" | "dsb" | "lb" => {
            quotes("„", "“", "‚", "‘")
        }
        "pl" | "ro" => quotes("„", "”", "«", "»"),
        "hu" => quotes("„", "”", "»", "«"),
        "fr" => quotes("«\u{202f}", "\u{202f}»", "“", "”"),
        "es" | "it" | "ca" | "gl" | "eu" | "el" => quotes("«", "»", "“", "”"),
        "ru" | "uk" | "be" => quotes("«", "»", "„", "“"),
        "no" | "nb" | "nn" => quotes("«", "»", "‘", "’"),
        "fa" | "hy" => quotes("«", "»", "‹", "›"),
        "pt" if has("pt") => quotes("«", "»", "“", "”"),
        "sv" | "fi" => quotes("”", "”", "’", "’"),
        "ja" => quotes("「", "」", "『", "』"),
        "yue" if !has("hans") => quotes("「", "」", "『", "』"),
        "zh" if has("hant") || has("tw") || has("hk") || has("mo") => quotes("「", "」", "『", "』"),
        "he" | "iw" => quotes("”", "”", "’", "’"),
        "ar" | "ur" => quotes("”", "“", "’", "‘"),
        _ => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_or_script_decides_where_it_matters() {
        let open = |tag: &str| quotes_of(tag).open;
        assert_eq!(
            [open("de"), open("de-CH"), open("de-AT"), open("zh"), open("zh-Hant"), open("zh-TW")],
            ["„", "«", "„", "“", "「", "「"]
        );
        assert_eq!(
            [open("en-GB"), open(""), open("xx"), open("pt-BR"), open("pt-PT")],
            ["“", "“", "“", "“", "«"]
        );
    }
}
