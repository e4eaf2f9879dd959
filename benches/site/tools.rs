//! The helper of `run.py`, compiled by it with `rustc` alone:
//!
//! ```text
//! tools corpus COUNT PROGRAM LAYOUT SITE   invent an archive for offprint, hugo or zola; LAYOUT is md or day
//! tools floor TREE OUT THREADS             write files as TREE has them, and print the seconds
//! ```

mod corpus;
mod floor;

use corpus::Layout;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["corpus", count, program, layout, site] => {
            let papers = corpus::papers(count.parse()?);
            let layout = if *layout == "day" { Layout::Yaml } else { Layout::Markdown };
            match *program {
                "hugo" => corpus::hugo(&papers, Path::new(site))?,
                "zola" => corpus::zola(&papers, Path::new(site))?,
                _ => corpus::offprint(&papers, Path::new(site), layout)?,
            }
        }
        ["floor", tree, out, threads] => {
            println!("{:.4}", floor::write(Path::new(tree), Path::new(out), threads.parse()?)?);
        }
        _ => return Err("usage: tools corpus COUNT PROGRAM LAYOUT SITE | tools floor TREE OUT THREADS".into()),
    }
    Ok(())
}
