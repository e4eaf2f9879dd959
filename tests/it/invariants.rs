//! Input never causes a panic, and a bug is never hidden.
//!
//! `expect("invariant: …")` and `unreachable!("invariant: …")` give the reason why something cannot happen. A panic is
//! reported as a bug.

use crate::support::{repository, tree};

/// Calls that panic with a message. `unwrap`, `panic!` and `todo!` are denied by clippy.
const LOUD: [&str; 3] = [".expect(", ".expect_err(", "unreachable!("];

/// Returns the panics of a file, apart from its tests, that do not name an invariant.
fn silent(text: &str) -> Vec<usize> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let places = LOUD.iter().flat_map(|loud| code.match_indices(loud));
    let is_named = |(at, loud): &(usize, &str)| {
        let argument = code[at + loud.len()..].trim_start();
        // A parser may have a method `expect` for a byte.
        argument.starts_with("\"invariant: ") || argument.starts_with("b'")
    };
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    places.filter(|place| !is_named(place)).map(|(at, _)| line(at)).collect()
}

#[test]
fn every_expect_names_its_invariant() {
    let mut wrong = Vec::new();
    for (path, bytes) in tree(&repository("src")) {
        if path.ends_with(".rs") && !path.contains("/tests") && !path.ends_with("/fixture.rs") {
            let lines = silent(std::str::from_utf8(&bytes).unwrap());
            wrong.extend(lines.into_iter().map(|line| format!("src/{path}:{line}")));
        }
    }
    assert!(wrong.is_empty(), "`expect` and `unreachable!` begin with \"invariant: \": {wrong:#?}");
}

#[test]
fn an_expect_without_an_invariant_is_found_across_line_breaks() {
    let named = "a.expect(\"invariant: x\");\nb\n    .expect(\n        \"invariant: y\",\n    );";
    assert!(silent(named).is_empty());
    let tested = "a();\n#[cfg(test)]\nmod tests {\n    a.expect(\"x\");\n}";
    assert!(silent(tested).is_empty());
    let silenced = "a.expect(\"x\");\nb.expect(\n    &why,\n);\nself.expect(b'=')?;\nunreachable!();";
    assert_eq!(silent(silenced), [1, 2, 6]);
}
