//! What publishing costs: `cargo bench -p offprint-benches --bench publish`, with the folder to write to in `OFFPRINT_MEASURE` (one that is
//! not there yet) and the number of pages in `OFFPRINT_PAGES`. It prints and proves nothing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement for the terminal"
)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use offprint::publish::{Folders, OutPath, Publisher};

const THREADS: usize = 2;

fn main() {
    let root = std::env::var_os("OFFPRINT_MEASURE")
        .map_or_else(|| tempfile::tempdir().unwrap().keep(), PathBuf::from);
    let pages = std::env::var("OFFPRINT_PAGES").ok().and_then(|pages| pages.parse().ok()).unwrap_or(10_000);
    std::fs::create_dir_all(root.join("content")).unwrap();
    let paths: Vec<_> =
        (0..pages).map(|n| OutPath::new(&format!("papers/{n:07}/index.html")).unwrap()).collect();
    let line = b"<p>the quick brown fox jumps over the lazy dog</p>\n";
    let page: Vec<u8> = line.iter().cycle().take(5000).copied().collect();
    let mut edited = page.clone();
    edited[0] = b' ';
    println!("cold      {}", build(&root, &paths, &page, false));
    println!("again     {}", build(&root, &paths, &page, false));
    println!("keep      {}", build(&root, &paths, &page, true));
    println!("all other {}", build(&root, &paths, &edited, false));
    println!("pages are in {}", root.display());
}

fn build(root: &Path, paths: &[OutPath], page: &[u8], keep: bool) -> String {
    let (content, out) = (root.join("content"), root.join("public"));
    let start = Instant::now();
    let publisher = Publisher::open(&Folders { site: root, content: &content, out: &out }).unwrap();
    let opened = start.elapsed();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(16, Ordering::Relaxed);
                    let Some(part) = paths.get(at..paths.len().min(at + 16)).filter(|part| !part.is_empty())
                    else {
                        break;
                    };
                    for (place, path) in (at..).zip(part) {
                        if !keep || !publisher.keep(path, 1, place) {
                            publisher.put_made_from(path, 1, page).unwrap();
                        }
                    }
                }
            });
        }
    });
    let put = start.elapsed();
    let receipt = publisher.finish().unwrap();
    let done = start.elapsed();
    format!(
        "{:.3} s (open {:.3}, put {:.3}, finish {:.3}), written {}, kept {}",
        done.as_secs_f64(),
        opened.as_secs_f64(),
        (put - opened).as_secs_f64(),
        (done - put).as_secs_f64(),
        receipt.written,
        receipt.kept
    )
}
