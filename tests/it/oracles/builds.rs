//! Damage to what a build leaves for the next one: the cache and the manifest.

use super::{ENTRY, SETTINGS};
use offprint::Request;
use offprint::content;
use offprint::publish::{Folders, OutPath, Publisher};
use offprint::source::Sources;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tempfile::TempDir;

/// A site that has been built once, and its expected output.
struct Warm {
    folder: TempDir,
    caches: Vec<(String, Vec<u8>)>,
    manifest: Vec<u8>,
    output: BTreeMap<String, Vec<u8>>,
}

/// Reads all files below a folder by path.
fn read_all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name =
                        path.strip_prefix(folder).expect("a file below").to_string_lossy().replace('\\', "/");
                    all.insert(name, fs::read(&path).unwrap_or_default());
                }
            }
        }
    }
    all
}

fn build(folder: &Path) {
    let sources = Sources::discover(folder);
    let checked = offprint::prepare(&sources, &Request::default(), &());
    let prepared = checked.value.expect("the settings are sound");
    let (content, out) = (folder.join("content"), folder.join("public"));
    let publisher =
        Publisher::open(&Folders { site: folder, content: &content, out: &out }).expect("the folder is ours");
    offprint::write(&prepared, &sources, publisher, &()).unwrap_or_else(|stopped| panic!("{stopped:?}"));
}

/// Returns the site, which one caller at a time may damage.
fn warm() -> MutexGuard<'static, Warm> {
    static WARM: OnceLock<Mutex<Warm>> = OnceLock::new();
    let warm = WARM.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let pages = "[pages]\nweeks = false\nmonths = false\nstats = false\ntrending = false\n[cards]\nsite = false\ndays = false\n";
        let put = |path: &str, text: &str| {
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            fs::write(place, text).expect("a file");
        };
        put("site.toml", &format!("{SETTINGS}{pages}"));
        for number in 0..6 {
            put(&format!("content/papers/p{number}.md"), &ENTRY.replace("id: a", &format!("id: p{number}")));
        }
        put("content/topics.yaml", "one: One\n");
        // A file counts as unchanged only some time after it was written.
        let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        for path in read_all(folder.path()).keys() {
            let file = fs::File::options().append(true).open(folder.path().join(path)).expect("a file");
            file.set_modified(then).expect("a time");
        }
        build(folder.path());
        build(folder.path());
        let caches = read_all(&folder.path().join(".offprint")).into_iter().collect();
        let output = read_all(&folder.path().join("public"));
        let manifest = output.get(".offprint").cloned().expect("a manifest");
        Mutex::new(Warm { folder, caches, manifest, output })
    });
    warm.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Changes some bytes as `data` says: a number of edits of four bytes each (place, kind, value).
fn damaged(bytes: &[u8], data: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for edit in data.chunks_exact(4).take(16) {
        let len = bytes.len().max(1);
        let place = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % len;
        match edit[2] % 4 {
            0 if !bytes.is_empty() => bytes[place] ^= edit[3].max(1),
            1 => bytes.truncate(place),
            2 => bytes.insert(place.min(bytes.len()), edit[3]),
            _ if !bytes.is_empty() => drop(bytes.remove(place)),
            _ => {}
        }
    }
    bytes
}

/// Checks damage to what a build leaves in `.offprint/`: the next build makes the same site. The first byte says which
/// file, and the rest either damages it or, if the second byte is odd, replaces it. The records themselves are read
/// from the same bytes too.
pub fn cache(data: &[u8]) {
    let _ = content::restore(&"content/papers/a.md".into(), data);
    let [which, how, rest @ ..] = data else { return };
    let warm = warm();
    let Warm { folder, caches, output, .. } = &*warm;
    let (path, bytes) = &caches[usize::from(*which) % caches.len()];
    let bad = if how % 2 == 1 { rest.to_vec() } else { damaged(bytes, rest) };
    fs::write(folder.path().join(".offprint").join(path), bad).expect("a file");
    build(folder.path());
    let now = read_all(&folder.path().join("public"));
    let differ: Vec<_> =
        output.keys().chain(now.keys()).filter(|path| output.get(*path) != now.get(*path)).collect();
    assert!(differ.is_empty(), "after damage to {path}: {differ:?}");
}

/// Updates the checksum of each block, as in a forged manifest.
fn forged(text: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~";
    let text = String::from_utf8_lossy(text);
    let mut out = String::new();
    let mut blocks = text.split("\n#");
    out.push_str(blocks.next().unwrap_or_default());
    for block in blocks {
        let lines = block.split_once('\n').map_or("", |(_, lines)| lines);
        let lines = format!("{}\n", lines.trim_end_matches('\n'));
        let sum = xxhash_rust::xxh3::xxh3_64(lines.as_bytes());
        let digits = (0..11).map(|at| char::from(DIGITS[(sum >> (6 * at)) as usize & 63]));
        out.push_str("\n#");
        out.extend(digits);
        out.push('\n');
        out.push_str(lines.trim_end_matches('\n'));
    }
    out.push('\n');
    out.into_bytes()
}

/// Checks damage to the manifest in the output: the next build makes the same site, and touches no file outside of it
/// nor any of strangers. The first byte says how: damage, other bytes, or other bytes with sound checksums.
pub fn manifest(data: &[u8]) {
    let [how, rest @ ..] = data else { return };
    let warm = warm();
    let Warm { folder, manifest, output, .. } = &*warm;
    let (site, out) = (folder.path(), folder.path().join("public"));
    let bad = match how % 3 {
        0 => damaged(manifest, rest),
        1 => rest.to_vec(),
        _ => forged(rest),
    };
    fs::write(out.join(".offprint"), bad).expect("a file");
    let outside = site.join("keep.txt");
    fs::write(&outside, "mine").expect("a file");
    let path = OutPath::new("notes/of-a-stranger.txt").expect("a path");
    // A forged manifest may list a foreign file; then Offprint removes it as an old file of its own.
    let names_it = *how % 3 == 2;
    fs::create_dir_all(out.join("notes")).expect("a folder");
    fs::write(out.join(path.as_str()), "theirs").expect("a file");
    build(site);
    assert_eq!(fs::read_to_string(&outside).ok().as_deref(), Some("mine"));
    let mut now = read_all(&out);
    let theirs = now.remove(path.as_str());
    let _ = fs::remove_dir_all(out.join("notes"));
    assert!(names_it || theirs.as_deref() == Some(b"theirs"), "the file of a stranger is gone");
    let differ: Vec<_> =
        output.keys().chain(now.keys()).filter(|path| output.get(*path) != now.get(*path)).collect();
    assert!(differ.is_empty(), "after damage to the manifest: {differ:?}");
}
