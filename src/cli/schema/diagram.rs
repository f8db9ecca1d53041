use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{EnumValueParser, TypedValueParser};

use crate::admin::diagram;
use crate::cli::context::Context;
use crate::cli::exit::Misused;
use crate::cli::output::{Choice, line};

/// Print an entity relationship diagram of the live database.
///
/// Tables, columns with their types, keys and comments, and how they refer to each other, read from the database
/// itself. Only the diagram goes to standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore schema diagram > schema.mmd
  ledgerstore schema diagram --format dbml > schema.dbml
  ledgerstore schema diagram --format svg > schema.svg
  ledgerstore schema diagram --format dot | dot -Tpdf > schema.pdf")]
pub(in crate::cli) struct Diagram {
    /// What the diagram is written in.
    // The same id as the global option's, which it stands for here.
    #[arg(id = "format", long, value_name = "LANGUAGE", default_value = "mermaid", value_parser = Language::parser())]
    format: Choice,
}

/// What a diagram is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Language {
    /// Mermaid, as Markdown on GitHub shows it.
    Mermaid,
    /// DBML, for dbdiagram.io, with all comments.
    Dbml,
    /// A picture, light or dark as the reader likes it.
    Svg,
    /// For Graphviz.
    Dot,
}

impl Language {
    fn parser() -> impl TypedValueParser<Value = Choice> {
        EnumValueParser::<Self>::new().map(Choice::Diagram)
    }
}

impl Diagram {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let Choice::Diagram(language) = self.format else {
            let message = "a diagram has a --format of its own, given behind it: mermaid, dbml, svg or dot";
            return Err(Misused(message.to_owned()).into());
        };
        let schema = diagram::read(&mut context.connect_migrated()?)?;
        let drawn = match language {
            Language::Mermaid => diagram::mermaid(&schema),
            Language::Dbml => diagram::dbml(&schema),
            Language::Svg => diagram::svg(&schema),
            Language::Dot => diagram::dot(&schema),
        };
        line(drawn.trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
