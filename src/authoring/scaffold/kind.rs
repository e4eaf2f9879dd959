//! The kinds of archives that a new site can be for: for each, its title, settings and files.
//!
//! This module does not know hosts.

/// What a new site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// New papers of every day.
    Daily,
    /// The publications of a lab.
    Lab,
    /// The proceedings of a conference.
    Conference,
    /// The papers of the sessions of a group.
    ReadingGroup,
}

/// Settings of an archive without days: no pages and feeds of periods, and nothing about votes.
const BY_YEAR: &[(&str, &str)] = &[
    ("archive.by", "year"),
    ("feeds.days", "false"),
    ("feeds.weeks", "false"),
    ("pages.weeks", "false"),
    ("pages.months", "false"),
    ("pages.trending", "false"),
    ("pages.votes", "false"),
    ("cards.days", "false"),
];

impl Kind {
    /// Returns the title of a site without one.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Daily => "Papers we read",
            Kind::Lab => "Publications",
            Kind::Conference => "Proceedings",
            Kind::ReadingGroup => "Reading group",
        }
    }

    /// Returns the settings that differ from their defaults.
    pub fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Daily => &[],
            Kind::Lab | Kind::Conference => BY_YEAR,
            // A session is a day.
            Kind::ReadingGroup => {
                &[("feeds.weeks", "false"), ("pages.weeks", "false"), ("pages.trending", "false")]
            }
        }
    }

    /// Returns whether a site needs a file of its host.
    pub fn needs(self, file: &str) -> bool {
        match self {
            Kind::Daily => true,
            Kind::Lab | Kind::Conference => !file.ends_with("/collect.yml") && !file.ends_with("/digest.yml"),
            Kind::ReadingGroup => !file.ends_with("/collect.yml"),
        }
    }

    /// Returns whether papers are in folders by day.
    pub fn has_days(self) -> bool {
        matches!(self, Kind::Daily | Kind::ReadingGroup)
    }
}
