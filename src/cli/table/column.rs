/// What a column holds, which decides how people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Amount,
    Bytes,
    Word,
    State,
    Time,
    Prose,
}

/// Who gets to see a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Everybody,
    People,
    Programs,
}

/// A column: its heading, and what it holds.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Column {
    pub(in crate::cli) heading: &'static str,
    pub(super) kind: Kind,
    audience: Audience,
    pub(super) is_spare: bool,
}

impl Column {
    const fn new(heading: &'static str, kind: Kind) -> Self {
        Self { heading, kind, audience: Audience::Everybody, is_spare: false }
    }

    /// Only in tables: what programs find in other columns.
    pub(in crate::cli) const fn for_people(self) -> Self {
        Self { audience: Audience::People, ..self }
    }

    /// Only in CSV, where there is room.
    pub(in crate::cli) const fn for_programs(self) -> Self {
        Self { audience: Audience::Programs, ..self }
    }

    /// Left out where the terminal is too narrow for all.
    pub(in crate::cli) const fn spare(self) -> Self {
        Self { is_spare: true, ..self }
    }

    pub(in crate::cli) fn is_for_people(&self) -> bool {
        self.audience != Audience::Programs
    }

    pub(in crate::cli) fn is_for_programs(&self) -> bool {
        self.audience != Audience::People
    }
}

/// A column of numbers.
pub(in crate::cli) const fn number(heading: &'static str) -> Column {
    Column::new(heading, Kind::Number)
}

/// A column of amounts of money: those under zero stand out.
pub(in crate::cli) const fn amount(heading: &'static str) -> Column {
    Column::new(heading, Kind::Amount)
}

/// A column of sizes in bytes, which people see in larger units.
pub(in crate::cli) const fn bytes(heading: &'static str) -> Column {
    Column::new(heading, Kind::Bytes)
}

/// A column of words that aren't broken: names, codes.
pub(in crate::cli) const fn text(heading: &'static str) -> Column {
    Column::new(heading, Kind::Word)
}

/// A column of words that say how something is: some of them have a colour.
pub(in crate::cli) const fn state(heading: &'static str) -> Column {
    Column::new(heading, Kind::State)
}

/// A column of times, as [`at`](crate::cli::output::at) writes them.
pub(in crate::cli) const fn time(heading: &'static str) -> Column {
    Column::new(heading, Kind::Time)
}

/// A column of sentences, which are broken into lines where the terminal is too narrow.
pub(in crate::cli) const fn prose(heading: &'static str) -> Column {
    Column::new(heading, Kind::Prose)
}
