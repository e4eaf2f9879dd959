//! Alerts, as GitHub writes them: a quotation that begins with `[!NOTE]`.

/// The kinds of alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// Returns the name of an alert for style sheets, and its label in a language (a tag of BCP 47).
pub(super) fn alert(kind: Alert, language: &str) -> (&'static str, &'static str) {
    let (name, place) = match kind {
        Alert::Note => ("note", 0),
        Alert::Tip => ("tip", 1),
        Alert::Important => ("important", 2),
        Alert::Warning => ("warning", 3),
        Alert::Caution => ("caution", 4),
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
