use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use ledgerstore::admin::seed::{SeedError, SeedOptions, Statement, statements};

/// The script's name in its folder.
pub(super) const FILE: &str = "seed.sql";

#[derive(Debug, thiserror::Error)]
enum ScriptError {
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Writes a seed's statements as a script for psql, and the rows of each `COPY` into a file of its own beside it.
pub(super) fn write(folder: &Path, options: &SeedOptions) -> Result<()> {
    let mut script = BufWriter::new(fs::File::create(folder.join(FILE))?);
    let mut files = 0;
    writeln!(script, "BEGIN;")?;
    statements(options, |_, statements| -> Result<(), ScriptError> {
        for statement in statements {
            match statement {
                Statement::Copy { table, text, .. } => {
                    files += 1;
                    fs::write(folder.join(format!("rows-{files}")), text)?;
                    writeln!(script, "\\copy {} from 'rows-{files}'", table.target())?;
                }
                Statement::Execute { sql, parameters } => {
                    writeln!(script, "{};", filled_in(sql, &parameters))?;
                }
            }
        }
        Ok(())
    })?;
    writeln!(script, "COMMIT;")?;
    Ok(script.flush()?)
}

/// No parameter holds a quote, a backslash or a dollar: they are words, and arrays of numbers and times.
fn filled_in(sql: &str, parameters: &[String]) -> String {
    let numbered = parameters.iter().enumerate().rev();
    numbered.fold(sql.to_owned(), |sql, (index, text)| {
        sql.replace(&format!("${}", index + 1), &format!("'{text}'"))
    })
}
