//! Alerts, as GitHub writes them: a quotation that begins with `[!NOTE]`.

use pulldown_cmark::BlockQuoteKind;

/// Returns the name of an alert for style sheets, and its label in a language (a tag of BCP 47).
pub(super) fn alert(kind: BlockQuoteKind, language: &str) -> (&'static str, &'static str) {
    let (name, place) = match kind {
        BlockQuoteKind::Note => ("note", 0),
        BlockQuoteKind::Tip => ("tip", 1),
        BlockQuoteKind::Important => ("important", 2),
        BlockQuoteKind::Warning => ("warning", 3),
        BlockQuoteKind::Caution => ("caution", 4),
    };
    let labels: [&str; 5] = match language.split(['-', '_']).next().unwrap_or("") {
        "de" => ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
        "zh" => ["注意", "提示", "重要", "警告", "小心"],
        "fr" => ["Remarque", "Conseil", "Important", "Avertissement", "Attention"],
        "es" => ["Nota", "Sugerencia", "Importante", "Advertencia", "Precaución"],
        "ja" => ["注", "ヒント", "重要", "警告", "注意"],
        "ko" => ["참고", "팁", "중요", "경고", "주의"],
        "pt" => ["Observação", "Dica", "Importante", "Aviso", "Cuidado"],
        "ru" => ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"],
        _ => ["Note", "Tip", "Important", "Warning", "Caution"],
    };
    (name, labels[place])
}
