//! How names and parts of names look.

/// Chinese family names of two characters, and frequent Korean ones.
pub(super) const COMPOUND: [&str; 16] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "公孙", "慕容",
    "令狐", "남궁", "황보",
];

/// The hundred most frequent family names of China.
pub(super) const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯";

/// Returns whether a name is in Vancouver style: initials without full stops after a name with small letters, `Smith
/// JA`.
pub(super) fn is_vancouver(name: &str) -> bool {
    let Some((family, given)) = name.rsplit_once(' ') else { return false };
    let is_given = given.chars().count() <= 3 && given.chars().all(char::is_uppercase) && !is_suffix(given);
    is_given
        && !family.contains('.')
        && family.split(' ').all(|word| word.chars().count() > 1 && word.chars().any(char::is_lowercase))
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
                && number.starts_with("00")
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            name.trim_end_matches(is_mark)
        }
        _ => text,
    }
}
