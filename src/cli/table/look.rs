use std::env;
use std::io::{self, IsTerminal};

/// What standard output is to people.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Look {
    /// How many characters a line has; `None` where it is no terminal: rows go whole, one a line.
    pub(in crate::cli) width: Option<usize>,
    /// Whether colours are seen and wanted.
    pub(in crate::cli) colour: bool,
    /// The clock that times are told by.
    pub(in crate::cli) zone: Zone,
}

/// The clock that people are told times by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Zone {
    /// This machine's, or that of `TZ`.
    Local,
    /// The same everywhere.
    Utc,
}

impl Zone {
    pub(in crate::cli) fn chosen(utc: bool) -> Self {
        if utc { Self::Utc } else { Self::Local }
    }
}

impl Look {
    pub(in crate::cli) fn of_stdout(zone: Zone) -> Self {
        let terminal = io::stdout().is_terminal();
        let size = terminal.then(terminal_size::terminal_size).flatten();
        Self { width: size.map(|(width, _)| width.0.into()), colour: terminal && colours_are_wanted(), zone }
    }
}

/// As <https://no-color.org> has it; a terminal that doesn't say what it is may know no colours.
fn colours_are_wanted() -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let able = env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    able && !refused
}
