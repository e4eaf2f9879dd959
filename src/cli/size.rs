//! The size of a site, as a line and as a table.

use super::report::plural;
use crate::site::kinds::PAPER_PAGES;
use crate::site::size::{ALLOWED, Count, Lever, Report};

/// Returns `4754 files, 24.6 MB, 2.5 % of the 1 GB that GitHub Pages allows`.
pub(super) fn line(files: u64, bytes: u64) -> String {
    let share = match bytes {
        0..1_000_000 => "less than 0.1 %".to_owned(),
        _ => percent(bytes, ALLOWED),
    };
    format!("{}, {}, {share} of the 1 GB that GitHub Pages allows", plural(files, "file"), megabytes(bytes))
}

/// Returns a table of files and bytes by file type, and the settings that would reduce the size.
pub(super) fn table(report: &Report) -> String {
    let total = report.total;
    let rows = report.kinds.iter().copied().chain([("all", total)]);
    let mut table = format!("{:<22} {:>9} {:>15} {:>8}\n", "", "files", "bytes", "share");
    for (name, Count { files, bytes }) in rows {
        let (files, bytes, share) = (grouped(files), grouped(bytes), percent(bytes, total.bytes));
        table.push_str(&format!("{name:<22} {files:>9} {bytes:>15} {share:>8}\n"));
    }
    table.push('\n');
    let pages = report.kinds.iter().find(|(kind, _)| *kind == PAPER_PAGES);
    if let Some((_, Count { files, bytes })) = pages {
        table.push_str(&format!(
            "The page of a paper has {} bytes on average; the whole site has {} bytes per paper.\n",
            grouped(bytes / files),
            grouped(total.bytes / files)
        ));
    }
    table.push_str(&format!(
        "The site uses {} of the 1 GB (1,000,000,000 bytes) that GitHub Pages allows.\n",
        percent(total.bytes, ALLOWED)
    ));
    if !report.levers.is_empty() {
        table.push_str("\nSettings in site.toml that would reduce the size most; the savings overlap:\n\n");
        let width = report.levers.iter().map(|lever| lever.setting.len()).max().unwrap_or(0);
        for Lever { setting, saves, about } in &report.levers {
            let about = if *about { "about" } else { "" };
            let (bytes, share) = (megabytes(*saves), percent(*saves, total.bytes));
            table.push_str(&format!("  {setting:<width$}  {about:>5} {bytes:>9} {share:>8}\n"));
        }
    }
    table
}

/// Returns a size such as `1.2 MB`, or `34.0 kB` below 100 kB.
fn megabytes(bytes: u64) -> String {
    match bytes {
        0..100_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Returns a percentage such as `12.3 %`.
fn percent(part: u64, whole: u64) -> String {
    format!("{:.1} %", part as f64 / whole.max(1) as f64 * 100.0)
}

/// Returns a number with separators, such as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    #[test]
    fn numbers_have_thousands_separators() {
        assert_eq!(
            [0, 12, 123, 1_234, 123_456, 1_234_567].map(grouped).join(" "),
            "0 12 123 1,234 123,456 1,234,567"
        );
    }

    #[test]
    fn a_report_lists_file_types_and_settings() {
        let count = |files, bytes| Count { files, bytes };
        let lever = |setting: &str, saves, about| Lever { setting: setting.to_owned(), saves, about };
        let report = Report {
            kinds: vec![
                ("day pages", count(4_000, 91_234_000)),
                (PAPER_PAGES, count(100_000, 541_234_567)),
                ("feeds of authors", count(33_000, 210_000_000)),
                ("sitemaps", count(1, 43_210)),
            ],
            total: count(137_001, 842_511_777),
            levers: vec![
                lever("[feeds] authors = false", 210_000_000, false),
                lever("[feeds] full_text = false", 98_700_000, true),
            ],
        };
        assert_snapshot!(table(&report), @r"
                                   files           bytes    share
        day pages                  4,000      91,234,000   10.8 %
        paper pages              100,000     541,234,567   64.2 %
        feeds of authors          33,000     210,000,000   24.9 %
        sitemaps                       1          43,210    0.0 %
        all                      137,001     842,511,777  100.0 %

        The page of a paper has 5,412 bytes on average; the whole site has 8,425 bytes per paper.
        The site uses 84.3 % of the 1 GB (1,000,000,000 bytes) that GitHub Pages allows.

        Settings in site.toml that would reduce the size most; the savings overlap:

          [feeds] authors = false           210.0 MB   24.9 %
          [feeds] full_text = false  about   98.7 MB   11.7 %
        ");
        assert_snapshot!(line(137_001, 842_511_777), @"137001 files, 842.5 MB, 84.3 % of the 1 GB that GitHub Pages allows");
        let bare =
            Report { kinds: vec![("other files", count(1, 900))], total: count(1, 900), levers: vec![] };
        assert_snapshot!(table(&bare), @r"
                                   files           bytes    share
        other files                    1             900  100.0 %
        all                            1             900  100.0 %

        The site uses 0.0 % of the 1 GB (1,000,000,000 bytes) that GitHub Pages allows.
        ");
        assert_snapshot!(line(1, 900), @"1 file, 0.9 kB, less than 0.1 % of the 1 GB that GitHub Pages allows");
    }
}
