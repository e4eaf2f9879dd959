use super::*;
use proptest::prelude::*;

fn show(people: &People) -> String {
    let name = |person: &Person| {
        let parts = [&person.family, &person.given, &person.suffix].map(|part| part.as_str()).join("|");
        match (person.is_group, person.family.is_empty()) {
            (true, _) => format!("={}", person.name),
            (false, true) => person.name.clone(),
            (false, false) => parts.trim_end_matches('|').to_owned(),
        }
    };
    let mut names: Vec<String> = people.people.iter().map(name).collect();
    names.extend(people.has_others.then(|| "+".to_owned()));
    names.extend((!people.ambiguous.is_empty()).then(|| "?".to_owned()));
    names.join("; ")
}

fn bibtex(text: &str) -> String {
    show(&read(text, Form::BibTex, &mut |text| text.replace(['{', '}'], "")))
}

fn plain(text: &str) -> String {
    show(&read(text, Form::Plain, &mut str::to_owned))
}

#[test]
fn family_names_of_several_words_survive() {
    for (text, expected) in [
        ("Jimeno Yepes, Antonio and Knuth, Donald E.", "Jimeno Yepes|Antonio; Knuth|Donald E."),
        ("{Della Porta}, Donatella", "Della Porta|Donatella"),
        ("Donatella {Della Porta}", "Della Porta|Donatella"),
        ("van der Berg, Jr., Jan", "van der Berg|Jan|Jr."),
        ("King, Martin Luther, Jr.", "King|Martin Luther|Jr."),
        ("'t Hooft, Gerard", "'t Hooft|Gerard"),
        ("Aubignac, abbé d', François Hédelin", "Aubignac|François Hédelin|abbé d'"),
        ("Ludwig van Beethoven AND Ada Byron", "Ludwig van Beethoven; Ada Byron"),
        ("Knuth, D. E.\n  and\n\tBibby, Duane", "Knuth|D. E.; Bibby|Duane"),
    ] {
        assert_eq!(bibtex(text), expected, "{text}");
    }
}

#[test]
fn chinese_japanese_and_korean_names_have_no_space_and_the_family_name_first() {
    let people = read("杨, 育伟 and 山田 太郎 and 김, 철수", Form::BibTex, &mut str::to_owned);
    let names: Vec<&str> = people.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["杨育伟", "山田太郎", "김철수"]);
    for (text, expected) in [
        ("谢昕,王小增", "谢昕; 王小增"),
        ("谢昕，王小增", "谢昕; 王小增"),
        ("谢昕、王小增、李四", "谢昕; 王小增; 李四"),
        ("谢昕, 王小增, 李四", "谢昕; 王小增; 李四"),
        ("谢昕; 王小增；李四", "谢昕; 王小增; 李四"),
        ("欧阳, 娜娜", "欧阳|娜娜"),
        ("杨, 育伟, 蔡, 洪", "杨|育伟; 蔡|洪"),
        ("山田, 太郎", "山田|太郎; ?"),
        ("谢昕,王小增等", "谢昕; 王小增; +"),
        ("张三 and 等", "张三; +"),
        ("王等", "王等"),
    ] {
        assert_eq!(bibtex(text), expected, "{text}");
    }
}

#[test]
fn lists_by_other_separators_are_split_or_reported() {
    for (text, expected) in [
        ("Yara Bengali, Ann Courvoil, Ivo Goodfriend", "Yara Bengali; Ann Courvoil; Ivo Goodfriend"),
        ("T. N. Kip, and M. Well, and A. Third", "T. N. Kip; M. Well; A. Third"),
        ("Smith, John; Doe, Ann", "Smith|John; Doe|Ann"),
        ("Smith, John & Doe, Ann", "Smith|John; Doe|Ann"),
        ("Smith, John \\& Doe, Ann", "Smith|John; Doe|Ann"),
        ("Smith, J., Doe, A. B., Roe, C.", "Smith|J.; Doe|A. B.; Roe|C."),
        ("Smith, J., Doe, A. B.", "Smith|J.; Doe|A. B."),
        ("Smith JA, van der Berg B, Roe C", "Smith|JA; van der Berg|B; Roe|C"),
        ("Smith JA and Doe B", "Smith|JA; Doe|B"),
        ("Barnes & Noble", "=Barnes & Noble"),
        ("AT{\\&}T", "AT\\&T"),
        ("Yara Bengali, Ann Courvoil", "Yara Bengali|Ann Courvoil; ?"),
        ("García Márquez, Gabriel José and Doe, Ann", "García Márquez|Gabriel José; Doe|Ann"),
        ("Smith, John, Doe, Jane", "Smith|John; Doe|Jane; ?"),
        ("{Smith, John and Doe, Jane}", "Smith|John; Doe|Jane"),
        ("{Smith, John} and {Doe, Jane}", "Smith|John; Doe|Jane"),
    ] {
        assert_eq!(bibtex(text), expected, "{text}");
    }
}

#[test]
fn a_person_writes_names_with_commas_between() {
    for (text, expected) in [
        ("Ada Lovelace, Charles Babbage and Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
        ("Ada Lovelace, Charles Babbage, and Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
        ("Ada Lovelace, Charles Babbage", "Ada Lovelace; Charles Babbage"),
        ("Lovelace, Ada", "Lovelace|Ada"),
        ("Lovelace, A.", "Lovelace|A."),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("Lovelace, Ada, Babbage, Charles", "Lovelace|Ada; Babbage|Charles; ?"),
        ("Ada Lovelace et al.", "Ada Lovelace; +"),
        ("Ada Lovelace", "Ada Lovelace"),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}

#[test]
fn every_form_of_et_al_means_others_and_is_not_an_author() {
    for text in [
        "Smith, John and others",
        "Smith, John and et al.",
        "Smith, John and {et al.}",
        "Smith, John et al.",
        "Smith, John, et al.",
        "Smith, John and et. al",
        "Smith, John and ...",
        "Smith, John; et al",
        "Smith, John and u.a.",
        "Smith, John and others and",
    ] {
        assert_eq!(bibtex(text), "Smith|John; +", "{text}");
    }
    assert_eq!(bibtex("Metal, Ann"), "Metal|Ann");
}

#[test]
fn remnants_are_dropped_and_groups_are_recognized() {
    for (text, expected) in [
        ("Wei Xample 0001 and Ann Other", "Wei Xample; Ann Other"),
        ("Xample 0001, Wei", "Xample|Wei"),
        (": and Ann Other*", "Ann Other"),
        ("Ann Other$^{1,2}$ and Bo Ek¹", "Ann Other; Bo Ek"),
        ("{ATLAS Collaboration} and {OpenAI}", "=ATLAS Collaboration; =OpenAI"),
        ("{Barnes and Noble} and Ann Other", "=Barnes and Noble; Ann Other"),
        ("The X Collaboration: L. Adel and J. Bond", "=The X Collaboration; L. Adel; J. Bond"),
        ("J. Bond for the X Collaboration", "J. Bond; =X Collaboration"),
        ("J. Bond (on behalf of the X Collaboration)", "J. Bond; =X Collaboration"),
    ] {
        assert_eq!(bibtex(text), expected, "{text}");
    }
    let people = read(": and Wei Xample 0001", Form::BibTex, &mut str::to_owned);
    assert_eq!(people.dropped, [":", "Wei Xample 0001"]);
}

#[test]
fn parts_are_written_only_if_the_name_would_be_read_differently() {
    let needs = |text: &str| {
        let people = read(text, Form::BibTex, &mut str::to_owned);
        people.people.iter().map(Person::needs_parts).collect::<Vec<_>>()
    };
    assert_eq!(
        needs("Knuth, Donald E. and van Beethoven, Ludwig and Ford, II, Henry"),
        [false, false, false]
    );
    assert_eq!(needs("Jimeno Yepes, Antonio and 杨, 育伟 and Nguyen, Thi Minh Khai"), [true, true, false]);
}

proptest! {
    #[test]
    fn no_letter_of_a_list_is_lost(text in "\\PC{0,40}|(Ada|Smith|J\\.|谢昕| and |, |; | & |et al\\.|\\{|\\}|:|0001|等|Jr\\.){0,12}") {
        for form in [Form::BibTex, Form::Plain] {
            let people = read(&text, form, &mut str::to_owned);
            let mut all: String = people.people.iter().map(|person| person.name.as_str()).collect();
            all.extend(people.dropped.iter().map(String::as_str));
            for word in ["Ada", "Smith", "谢昕"] {
                prop_assert_eq!(all.contains(word), text.contains(word), "{}", text);
            }
        }
    }
}
