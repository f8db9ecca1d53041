use std::fmt;

/// What kinds of things a schema consists of, in the order in which they are best made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Kind {
    /// An extension that was made in this schema.
    Extension,
    /// An enum, a domain, a composite or a range type.
    Type,
    /// A sequence that stands by itself; an identity's is its column's.
    Sequence,
    /// A function, procedure or aggregate.
    Function,
    /// A table with its columns, partition bounds and settings.
    Table,
    /// The column that a sequence goes with.
    SequenceOwner,
    /// A constraint of a table or domain, with the index behind it. NOT NULL is the column's.
    Constraint,
    /// An index that no constraint made.
    Index,
    /// Extended statistics.
    Statistics,
    /// A view or materialized view.
    View,
    /// A rewrite rule.
    Rule,
    /// A trigger, and whether it is switched on.
    Trigger,
    /// A policy of row-level security.
    Policy,
    /// Operators, collations, text search configurations and the like, of which only the names are compared.
    Other,
    /// What others than the owner may do with something.
    Privileges,
    /// A comment.
    Comment,
}

impl Kind {
    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Extension => "extension",
            Self::Type => "type",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Table => "table",
            Self::SequenceOwner => "sequence_owner",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::Statistics => "statistics",
            Self::View => "view",
            Self::Rule => "rule",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::Other => "other",
            Self::Privileges => "privileges",
            Self::Comment => "comment",
        }
    }
}

/// For people, before the name: `owner of sequence order_numbers`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SequenceOwner => "owner of sequence",
            Self::Privileges => "privileges on",
            Self::Comment => "comment on",
            plain => plain.as_str(),
        })
    }
}
