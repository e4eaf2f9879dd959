//! Journals that astronomers write as commands: `\apj`. The names are those of NASA ADS ("ADS Abbreviations for LaTeX").

/// Returns the name of a journal; a text that is not such a command stays as written.
pub(super) fn name(written: &str) -> &str {
    let Some(command) = written.trim_matches(['{', '}', ' ']).strip_prefix('\\') else { return written };
    NAMES.iter().find(|(known, _)| *known == command).map_or(written, |(_, name)| name)
}

const NAMES: [(&str, &str); 30] = [
    ("aap", "Astronomy and Astrophysics"),
    ("aapr", "The Astronomy and Astrophysics Review"),
    ("aaps", "Astronomy and Astrophysics Supplement Series"),
    ("actaa", "Acta Astronomica"),
    ("aj", "The Astronomical Journal"),
    ("ao", "Applied Optics"),
    ("apj", "The Astrophysical Journal"),
    ("apjl", "The Astrophysical Journal Letters"),
    ("apjs", "The Astrophysical Journal Supplement Series"),
    ("apss", "Astrophysics and Space Science"),
    ("araa", "Annual Review of Astronomy and Astrophysics"),
    ("bain", "Bulletin of the Astronomical Institutes of the Netherlands"),
    ("grl", "Geophysical Research Letters"),
    ("icarus", "Icarus"),
    ("jcap", "Journal of Cosmology and Astroparticle Physics"),
    ("jgr", "Journal of Geophysical Research"),
    ("memras", "Memoirs of the Royal Astronomical Society"),
    ("mnras", "Monthly Notices of the Royal Astronomical Society"),
    ("na", "New Astronomy"),
    ("nat", "Nature"),
    ("pasa", "Publications of the Astronomical Society of Australia"),
    ("pasj", "Publications of the Astronomical Society of Japan"),
    ("pasp", "Publications of the Astronomical Society of the Pacific"),
    ("physrep", "Physics Reports"),
    ("planss", "Planetary and Space Science"),
    ("pra", "Physical Review A"),
    ("prd", "Physical Review D"),
    ("prl", "Physical Review Letters"),
    ("solphys", "Solar Physics"),
    ("ssr", "Space Science Reviews"),
];
