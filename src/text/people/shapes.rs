//! How names and parts of names look.

/// Chinese family names of two characters, and frequent Korean ones.
pub(super) const COMPOUND: [&str; 16] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "公孙", "慕容",
    "令狐", "남궁", "황보",
];

/// The hundred most frequent family names of China, and those of Korea.
pub(super) const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민유진";

/// Returns the family name and the initials of a name in Vancouver style: initials after a name with small letters,
/// `Smith JA`, `Smith J.A.`, `Иванов И. И.`.
pub(super) fn of_vancouver(name: &str) -> Option<(&str, &str)> {
    let is_initial = |word: &str| {
        let letters = word.chars().filter(|char| !matches!(char, '.' | '-'));
        (1..=3).contains(&letters.clone().count())
            && letters.clone().all(char::is_uppercase)
            && !is_suffix(word)
    };
    let mut at = name.len();
    while let Some(start) = name[..at].trim_end().rfind(' ') {
        if !is_initial(name[start..at].trim()) {
            break;
        }
        at = start;
    }
    let (family, given) = (name[..at].trim(), name[at..].trim());
    let is_family = !family.contains('.')
        && family.split(' ').all(|word| word.chars().count() > 1 && word.chars().any(char::is_lowercase));
    (is_family && !family.is_empty() && !given.is_empty() && given.split(' ').count() <= 4)
        .then_some((family, given))
}

/// Returns whether a name is in Vancouver style.
pub(super) fn is_vancouver(name: &str) -> bool {
    of_vancouver(name).is_some()
}

/// Returns whether a name ends in initials with full stops, which no family name is: `Smith J.A.`
pub(super) fn ends_in_dotted_initials(name: &str) -> bool {
    of_vancouver(name).is_some_and(|(_, given)| given.ends_with('.'))
}

/// Returns whether a text is the last word of a group's name, which `Last, First` takes for a family name.
pub(super) fn is_group_word(text: &str) -> bool {
    ["collaboration", "team", "consortium", "group", "initiative", "network", "committee"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns whether a text in brackets behind a name is an affiliation.
pub(super) fn is_affiliation(text: &str) -> bool {
    let is_acronym = (2..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let lower = text.to_lowercase();
    let words = [
        "universi",
        "institut",
        "laborator",
        "college",
        "school",
        "department",
        "inc",
        "research",
        "academy",
    ];
    is_acronym || words.iter().any(|word| lower.split([' ', ',']).any(|part| part.starts_with(word)))
}

/// Returns whether a text is initials: `J.`, `A. B.`, `J.-P.`, `JA`.
pub(super) fn is_initials(text: &str) -> bool {
    let mut words = text.split([' ', '-', '.']).filter(|word| !word.is_empty());
    let is_one = |word: &str| word.chars().count() <= 2 && word.chars().all(char::is_uppercase);
    words.all(is_one) && !is_suffix(text)
}

pub(super) fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr" | "jr" | "sr" | "II" | "III" | "IV" | "V" | "PhD" | "Ph.D" | "MD" | "Jnr" | "Snr"
    )
}

pub(super) fn starts_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

pub(super) fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Returns a name without footnote marks, DBLP's number and signs at its ends.
pub(super) fn tidy(text: &str) -> &str {
    let is_mark = |char: char| {
        char.is_whitespace()
            || matches!(
                char,
                ',' | ';' | ':' | '*' | '†' | '‡' | '§' | '¶' | '⁎' | '∗' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'
            )
    };
    let mut text = text.trim_matches(is_mark);
    // `$^{1,2}$`
    while let Some(start) = text.strip_suffix('$').and_then(|text| text.rfind('$')) {
        if !text[start + 1..].trim_start().starts_with('^') {
            break;
        }
        text = text[..start].trim_end_matches(is_mark);
    }
    match text.rsplit_once(' ') {
        Some((name, number))
            if number.len() == 4
                && number.starts_with('0')
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            name.trim_end_matches(is_mark)
        }
        _ => text,
    }
}
