//! Dates as bibliographies write them: `2019`, `08 1995`, `23--27 May`, `15.4.2026`, `2019-02-20/2019-02-25`,
//! `c. 1850`.
//!
//! Of a range the first date counts. A date is only as precise as the text; a text with two possible meanings gives the
//! year alone.

use crate::text::slug;
use chrono::NaiveDate;

/// A date, as precise as the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadDate {
    /// The year.
    pub year: i32,
    /// From 1.
    pub month: Option<u32>,
    /// From 1.
    pub day: Option<u32>,
    /// Part of the text that is not in the date, if any.
    pub doubt: Option<Doubt>,
}

/// Doubts about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The date is approximate or uncertain: `c. 1850`, `1723~`.
    Approximate,
    /// The text has other words than the date: `forthcoming 2027`.
    Words,
    /// The start of the range is open: `../1997`.
    OpenRange,
    /// Day and month may be swapped, or the day or the month does not exist.
    Unclear,
    /// The month is not the name or number of a month: `Spring`.
    NoMonth,
}

impl Doubt {
    /// Returns the doubt for a report.
    pub fn words(self) -> &'static str {
        match self {
            Doubt::Approximate => "the source gives it as approximate",
            Doubt::Words => "the source has other words beside the year",
            Doubt::OpenRange => "the range has no start; its end is used",
            Doubt::Unclear => "day or month are unclear; only the rest is used",
            Doubt::NoMonth => "the month is not a month; only the year is used",
        }
    }
}

/// Reads the fields of an entry: `date`, else `year`, `month` and `day`. All may be empty. A `date` that cannot be read
/// is reported by `doubt`, if there is a year beside it.
pub fn read(date: &str, year: &str, month: &str, day: &str) -> Option<ReadDate> {
    let date = plain(date, false);
    let in_words = |text: &str| {
        of_words(text).filter(|read| read.day.is_some() || (read.month.is_some() && read.doubt.is_none()))
    };
    if let Some(read) = of_date(&date).or_else(|| in_words(&date)) {
        return Some(read);
    }
    // `{\noopsort{1973a}}1981`: the arguments of commands are for sorting, unless there is no year elsewhere.
    let of_year = |year: &str| of_date(year).or_else(|| of_words(year));
    let mut read = of_year(&plain(year, false)).or_else(|| of_year(&plain(year, true)))?;
    if !date.is_empty() {
        read.doubt = read.doubt.or(Some(Doubt::Unclear));
    }
    let month = plain(month, true);
    if read.month.is_some() || month.is_empty() {
        return Some(read);
    }
    let (found, first) = month_and_day(&month);
    let Some(found) = found else {
        return Some(ReadDate { doubt: read.doubt.or(Some(Doubt::NoMonth)), ..read });
    };
    read.month = Some(found);
    let day = plain(day, true);
    let of_day = first.or_else(|| number(day.trim_end_matches('.')));
    read.day = of_day.filter(|day| NaiveDate::from_ymd_opt(read.year, found, *day).is_some());
    if read.day.is_none() && (of_day.is_some() || !day.is_empty()) {
        read.doubt = read.doubt.or(Some(Doubt::Unclear));
    }
    Some(read)
}

/// Returns the text without what TeX needs: braces, ties and commands, with or without their arguments. Those of
/// commands that mark text stay.
fn plain(text: &str, with_arguments: bool) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '}' if chars.peek() == Some(&'{') => out.push(' '),
            '{' | '}' => {}
            // In dates of EDTF, `~` at the end means "about".
            '~' if chars.peek().is_some_and(|next| !matches!(next, '}' | '/')) => out.push(' '),
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = chars.next_if(char::is_ascii_alphabetic) {
                    name.push(letter);
                }
                // `M{\"a}rz`, `b\v{r}ezen`: the letter below the accent stays.
                let is_accent = match name.len() {
                    0 => chars.next_if(|next| "\"'^~=.`".contains(*next)).is_some(),
                    len => len == 1,
                };
                match name.as_str() {
                    "slash" => out.push('/'),
                    _ if is_accent => continue,
                    _ => out.push(' '),
                }
                while !with_arguments
                    && !name.starts_with("text")
                    && name != "emph"
                    && chars.peek() == Some(&'{')
                {
                    let mut depth = 0_u32;
                    for inner in chars.by_ref() {
                        depth = match inner {
                            '{' => depth + 1,
                            '}' => depth.saturating_sub(1),
                            _ => depth,
                        };
                        if depth == 0 {
                            break;
                        }
                    }
                }
            }
            '\u{2010}'..='\u{2015}' => out.push('-'),
            // `2020年5月4日`
            '年' | '년' if out.ends_with(|before: char| before.is_ascii_digit()) => out.push('-'),
            '月' | '월' if out.contains('-') => out.push('-'),
            '日' | '일' if out.contains('-') => {}
            '０'..='９' => out.extend(char::from_u32(char as u32 - '０' as u32 + '0' as u32)),
            _ if char.is_whitespace() => out.push(' '),
            char => out.push(char),
        }
    }
    match text.contains(['年', '년']) {
        true => out.replace(' ', "").trim_end_matches('-').to_owned(),
        false => out.trim().to_owned(),
    }
}

/// Reads a date of EDTF or of three numbers.
fn of_date(text: &str) -> Option<ReadDate> {
    let text = text.trim_matches(',');
    // `20200504`, the basic format of ISO 8601
    if is_digits(text, 8) {
        return point(&[&text[..4], &text[4..6], &text[6..]].join("-")).filter(|read| read.day.is_some());
    }
    if text.is_empty() {
        return None;
    }
    let (first, rest) = text.split_once('/').map_or((text, None), |(first, rest)| (first, Some(rest)));
    // `4/5/2020`
    if let Some(read) = of_numbers(text) {
        return Some(read);
    }
    match (first.trim(), rest) {
        ("" | "..", Some(last)) => {
            let read = point(last.trim())?;
            Some(ReadDate { doubt: Some(Doubt::OpenRange), ..read })
        }
        (first, None | Some("" | "..")) => point(first),
        (first, Some(last)) => point(last.trim()).and_then(|_| point(first)),
    }
}

/// `2019`, `2019-05`, `2019-05-17`, `2004-04-05T14:34:00`, `1723~`, `1999-uu`
fn point(text: &str) -> Option<ReadDate> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let mut parts = bare.splitn(3, '-');
    let year = parts.next().filter(|year| is_digits(year, 4))?.parse().ok()?;
    let year = Some(year).filter(|year| is_year(*year))?;
    let mut read = ReadDate { year, month: None, day: None, doubt: None };
    if bare.len() < text.len() {
        read.doubt = Some(Doubt::Approximate);
    }
    let Some(month) = parts.next() else { return Some(read) };
    // `1982--1983` is a range of years.
    if month.is_empty() || is_digits(month, 4) {
        let last = parts.next().unwrap_or(month);
        return (last.is_empty() || is_digits(last.trim_start_matches('-'), 4)).then_some(read);
    }
    if matches!(month, "uu" | "XX" | "xx" | "??") {
        return Some(ReadDate { doubt: Some(Doubt::Approximate), ..read });
    }
    let Some(number) = number(month).filter(|number| (1..=12).contains(number)) else {
        // `1982-83` is a range of years, 21 to 24 are the seasons of EDTF, and `2019-13-45` is not a date.
        if parts.clone().next().is_none()
            && is_digits(month, 2)
            && month.parse().is_ok_and(|last: i32| last > 24 && last > year % 100)
        {
            return Some(read);
        }
        let doubt = if month.len() <= 2 && is_digits(month, 2) { Doubt::NoMonth } else { return None };
        return parts.next().is_none().then_some(ReadDate { doubt: Some(doubt), ..read });
    };
    read.month = Some(number);
    let Some(day) = parts.next() else { return Some(read) };
    let day = day.split(['T', 't', ' ']).next().unwrap_or(day);
    if matches!(day, "uu" | "XX" | "xx" | "??") {
        return Some(ReadDate { doubt: Some(Doubt::Approximate), ..read });
    }
    let day = self::number(day)?;
    NaiveDate::from_ymd_opt(year, number, day)?;
    Some(ReadDate { day: Some(day), ..read })
}

/// `15.4.2026`, `17-05-2020`, `2020/05/17`: three numbers, or two (`08/1995`), one of them a year. If three numbers are not a day of the
/// calendar, the rest counts: `2019-02-30` is from February 2019, `2019-13-01` from 2019.
fn of_numbers(text: &str) -> Option<ReadDate> {
    let parts: Vec<&str> =
        text.split(['.', '/', '-']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if text.contains("--")
        || text.contains("..")
        || !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let year = |text: &str| text.parse().ok().filter(|year| text.len() == 4 && is_year(*year));
    let day = |year: i32, month: u32, day: u32| {
        NaiveDate::from_ymd_opt(year, month, day)?;
        Some(ReadDate { year, month: Some(month), day: Some(day), doubt: None })
    };
    let unclear = |year: i32, month: Option<u32>| {
        let month = month.filter(|month| (1..=12).contains(month));
        Some(ReadDate { year, month, day: None, doubt: Some(Doubt::Unclear) })
    };
    match *parts.as_slice() {
        [first, second, third] if first.len() == 4 => {
            let (year, month) = (year(first)?, number(second)?);
            day(year, month, number(third)?).or_else(|| unclear(year, Some(month)))
        }
        [first, second, third] => {
            let (year, first, second) = (year(third)?, number(first)?, number(second)?);
            let (little, middle) = (day(year, second, first), day(year, first, second));
            // With full stops the day comes first everywhere.
            let has_stops = text.contains('.');
            match (little, middle) {
                (Some(little), _) if has_stops || first == second => Some(little),
                (Some(_), Some(_)) => unclear(year, None),
                (None, None) => unclear(year, Some(second).filter(|_| has_stops)),
                (little, middle) => little.or(middle),
            }
        }
        [first, second] if first.len() <= 2 => {
            let month = number(first).filter(|month| (1..=12).contains(month))?;
            Some(ReadDate { year: year(second)?, month: Some(month), day: None, doubt: None })
        }
        _ => None,
    }
}

/// Reads a year among words: `08 1995`, `June 2019`, `c. 1850`, `2020a`, `(2019)`, `in press, 2027`.
fn of_words(text: &str) -> Option<ReadDate> {
    let is_part = |char: char| char.is_alphanumeric();
    let mut words: Vec<&str> =
        text.split(|char: char| !is_part(char)).filter(|word| !word.is_empty()).collect();
    let of_year = |word: &str| {
        let digits = word.trim_end_matches(|char: char| char.is_ascii_lowercase());
        let is_one = is_digits(digits, 4) && word.len() - digits.len() <= 1;
        digits.parse().ok().filter(|year| is_one && is_year(*year))
    };
    let at = words.iter().position(|word| of_year(word).is_some())?;
    let year = of_year(words[at])?;
    let is_range =
        words.get(at + 1).is_some_and(|next| of_year(next).is_some() || is_digits(next, 2) && at == 0);
    words.remove(at);
    if is_range {
        words.remove(at);
    }
    let mut read = ReadDate { year, month: None, day: None, doubt: None };
    let is_about = |word: &&str| {
        ["c", "ca", "circa", "about", "approx", "um", "vers", "hacia"].contains(&word.to_lowercase().as_str())
    };
    if words.iter().any(is_about) || text.ends_with(['~', '?']) {
        return Some(ReadDate { doubt: Some(Doubt::Approximate), ..read });
    }
    if words.is_empty() {
        return Some(read);
    }
    let rest = words.join(" ");
    let (month, first) = month_and_day(&rest);
    read.month = month;
    let known = |word: &&str| month_of(word).is_some() || number(word).is_some();
    match (month, first) {
        (Some(month), Some(day)) if NaiveDate::from_ymd_opt(year, month, day).is_some() => {
            read.day = Some(day)
        }
        (Some(_), Some(_)) => read.doubt = Some(Doubt::Unclear),
        (None, _) => read.doubt = Some(Doubt::Words),
        _ => {}
    }
    if !words.iter().all(known) {
        read.doubt = read.doubt.or(Some(Doubt::Words));
    }
    Some(read)
}

/// Returns the first month of a text, and the first day beside it: `23--27 may`, `Dec./Jan.`, `June 7-12`, `07`.
fn month_and_day(text: &str) -> (Option<u32>, Option<u32>) {
    let words = || text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let named = words().find_map(month_of);
    match named {
        Some(month) => (Some(month), words().find_map(number).filter(|day| (1..=31).contains(day))),
        None => {
            let all: Vec<&str> = words().collect();
            let month = match all.as_slice() {
                // `7`, `07-08`, `5月`
                [one] | [one, ..] => number(one).filter(|_| all.iter().all(|word| number(word).is_some())),
                [] => None,
            };
            (month.filter(|month| (1..=12).contains(month)), None)
        }
    }
}

/// `7`, `07`, `3rd`, `1er`, `5月`
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = (1..=2).contains(&digits);
    let end = &text[digits..];
    let is_ordinal =
        ["", "st", "nd", "rd", "th", "er", "e", "o", "a", "º", "月", "日", "월", "일"].contains(&end);
    text[..digits].parse().ok().filter(|_| is_one && is_ordinal)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(year: i32) -> bool {
    (1400..=2999).contains(&year)
}

/// The names of months without accents: English first, then French, German, Spanish, Portuguese, Italian, Catalan,
/// Dutch, Scandinavian, Romanian, Polish, Czech, Croatian, Hungarian, Finnish, Turkish, Russian and Ukrainian. Names in
/// two forms have both.
const NAMES: [&str; 12] = [
    "january janvier januar janner enero janeiro gennaio gener januari ianuarie styczen stycznia leden ledna sijecanj tammikuu ocak январь января січень січня",
    "february fevrier februar febrero fevereiro febbraio febrer februari februarie luty lutego unor unora veljaca helmikuu subat февраль февраля лютий лютого",
    "march mars marz maerz marzo marco marc maart marts martie marzec marca brezen brezna ozujak marcius maaliskuu mart март марта березень березня",
    "april avril abril aprile aprilie kwiecien kwietnia duben dubna travanj aprilis huhtikuu nisan апрель апреля квітень квітня",
    "may mai mayo maio maggio maig mei maj maja kveten kvetna svibanj majus toukokuu mayis май мая травень травня",
    "june juin juni junio junho giugno juny iunie czerwiec czerwca cerven cervna lipanj junius kesakuu haziran июнь июня червень червня",
    "july juillet juli julio julho luglio juliol iulie lipiec lipca cervenec cervence srpanj julius heinakuu temmuz июль июля липень липня",
    "august aout agosto agost augustus augusti sierpien sierpnia srpen srpna kolovoz augusztus elokuu agustos август августа серпень серпня",
    "september septembre septiembre setiembre setembro settembre setembre septembrie wrzesien wrzesnia zari rujan szeptember syyskuu eylul сентябрь сентября вересень вересня",
    "october octobre oktober octubre outubro ottobre octombrie pazdziernik pazdziernika rijen rijna lokakuu ekim октябрь октября жовтень жовтня",
    "november novembre noviembre novembro noiembrie listopad listopada studeni marraskuu kasim ноябрь ноября",
    "december decembre dezember diciembre dezembro dicembre desembre desember decembrie grudzien grudnia prosinec prosince prosinac joulukuu aralik декабрь декабря грудень грудня",
];

/// Returns the month, from 1, that a word names: in full, or shortened to three letters or more where that leaves one
/// month.
pub fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    // Most are written as BibTeX has them.
    if word.len() == 3
        && let Some(at) = super::MONTHS.iter().position(|month| word.eq_ignore_ascii_case(month))
    {
        return u32::try_from(at + 1).ok();
    }
    if word.len() < 3 || word.len() > 30 || word.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let folded = slug::ascii(word).map_or_else(|| word.to_lowercase(), |word| word.to_ascii_lowercase());
    if folded.chars().count() < 3 {
        return None;
    }
    let named = |fits: &dyn Fn(&str) -> bool| {
        let mut months =
            (1..).zip(NAMES).filter(|(_, names)| names.split(' ').any(fits)).map(|(number, _)| number);
        months.next().filter(|_| months.next().is_none())
    };
    let english = || {
        let start = folded.get(..3)?;
        let at = super::MONTHS.iter().position(|month| start == *month)?;
        NAMES[at]
            .split(' ')
            .next()?
            .starts_with(folded.as_str())
            .then(|| u32::try_from(at + 1).ok())
            .flatten()
    };
    named(&|name| name == folded)
        .or_else(english)
        .or_else(|| named(&|name| name.starts_with(folded.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(read: Option<ReadDate>) -> String {
        let Some(ReadDate { year, month, day, doubt }) = read else { return "-".to_owned() };
        let mut text = year.to_string();
        text.extend(month.map(|month| format!("-{month:02}")));
        text.extend(day.map(|day| format!("-{day:02}")));
        text.extend(doubt.map(|doubt| format!(" {doubt:?}")));
        text
    }

    #[test]
    fn a_date_is_as_precise_as_its_text() {
        for (text, expected) in [
            ("2017-08", "2017-08"),
            ("2017-08-09", "2017-08-09"),
            ("2004-04-05T14:34:00", "2004-04-05"),
            ("2019-02-20/2019-02-25", "2019-02-20"),
            ("2020/2021", "2020"),
            ("2020/..", "2020"),
            ("../1997", "1997 OpenRange"),
            ("/1997", "1997 OpenRange"),
            ("1723~", "1723 Approximate"),
            ("1999-uu", "1999 Approximate"),
            ("17-05-2020", "2020-05-17"),
            ("15.4.2026", "2026-04-15"),
            ("05/17/2020", "2020-05-17"),
            ("4/5/2020", "2020 Unclear"),
            ("5.5.2020", "2020-05-05"),
            ("2020/05/17", "2020-05-17"),
            ("08/1995", "1995-08"),
            ("2019-21", "2019 NoMonth"),
            ("2019-13-01", "2019 Unclear"),
            ("2019-00-10", "2019 Unclear"),
            ("2019-02-30", "2019-02 Unclear"),
            ("2019-5-32", "2019-05 Unclear"),
            ("31.6.2020", "2020-06 Unclear"),
            ("32/13/2020", "2020 Unclear"),
            ("15 April 2020", "2020-04-15"),
            ("April 15, 2020", "2020-04-15"),
            ("2020年5月4日", "2020-05-04"),
            ("2020년 5월", "2020-05"),
            ("２０２０", "2020"),
            ("20200504", "2020-05-04"),
            ("20201340", "-"),
            ("199X", "-"),
            ("2019-13-45", "2019 Unclear"),
            ("{2019}", "2019"),
            ("", "-"),
            ("3", "-"),
        ] {
            assert_eq!(shown(read(text, "", "", "")), expected, "{text}");
        }
    }

    #[test]
    fn a_year_is_read_among_words() {
        for (text, expected) in [
            ("2019", "2019"),
            ("{{2019}}", "2019"),
            ("1982--1983", "1982"),
            ("1982–83", "1982"),
            ("1982-1983", "1982"),
            ("c. 1850", "1850 Approximate"),
            ("ca. 1850", "1850 Approximate"),
            ("08 1995", "1995-08"),
            ("June 2019", "2019-06"),
            ("2019, 3rd June", "2019-06-03"),
            ("15.4.2026", "2026-04-15"),
            ("15. April 2026", "2026-04-15"),
            ("2020a", "2020"),
            ("(2020)", "2020"),
            ("\\textit{forthcoming} 2027", "2027 Words"),
            ("in press 2015", "2015 Words"),
            ("{\\noopsort{1973c}}1981", "1981"),
            ("{\\noopsort{1973b}}1973", "1973"),
            ("\\switchargs{--90}{1968}", "1968 Words"),
            ("in press", "-"),
            ("199X", "-"),
            ("20190", "-"),
        ] {
            assert_eq!(shown(read("", text, "", "")), expected, "{text}");
        }
        assert_eq!(shown(read("2019-13-45", "2019", "", "")), "2019 Unclear");
    }

    #[test]
    fn a_month_may_have_days() {
        for (month, expected) in [
            ("23{--}27 may", "2019-05-23"),
            ("may~3", "2019-05-03"),
            ("9~dec", "2019-12-09"),
            ("aug\\slash sep", "2019-08"),
            ("2", "2019-02"),
            ("Dezember", "2019-12"),
            ("Dec./Jan.", "2019-12"),
            ("November--December", "2019-11"),
            ("June 7-12", "2019-06-07"),
            ("5月", "2019-05"),
            ("Spring", "2019 NoMonth"),
            ("31 Sept", "2019-09 Unclear"),
            ("13", "2019 NoMonth"),
        ] {
            assert_eq!(shown(read("", "2019", month, "")), expected, "{month}");
        }
        assert_eq!(shown(read("", "2019", "07", "15")), "2019-07-15");
        assert_eq!(shown(read("", "2019", "Sept", "31")), "2019-09 Unclear");
        assert_eq!(shown(read("2019", "2019", "may", "")), "2019");
    }

    #[test]
    fn months_are_read_in_the_languages_of_europe() {
        for (number, names) in (1..).zip([
            "jan January enero janv. gennaio stycznia января tammikuu",
            "feb Feb. février febbraio luty února",
            "mar March März Maerz mars marzo março maart",
            "apr abril avr. Aprile kwiecień",
            "may Mai mayo maggio mei maj",
            "jun Juni juin giugno czerwca",
            "jul juillet Juli luglio lipiec",
            "aug août agosto Aug srpna",
            "sep Sept. septembre settembre setembro września",
            "oct Okt. octubre outubro ottobre října",
            "nov noviembre Nov. novembro",
            "dec Dez. décembre diciembre dic. aralık",
        ]) {
            for name in names.split(' ') {
                assert_eq!(month_of(name), Some(number), "{name}");
            }
        }
        for other in ["", "ma", "spring", "Marvellous", "jui", "123", "maybe"] {
            assert_eq!(month_of(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,20}|[0-9./~? -]{0,14}|(may|2019|--|é|\\\\|\\{| ){0,8}") {
            let _ = (read(&text, "", "", ""), read("", &text, &text, &text));
        }
    }
}
