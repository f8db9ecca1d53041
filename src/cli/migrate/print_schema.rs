use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::database::Conninfo;

/// What came of comparing a project's `schema.rs` with the migrated database.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum SchemaRs {
    /// It is what `diesel print-schema` prints.
    InSync { file: PathBuf },
    /// It isn't.
    Differs { file: PathBuf },
    /// Nobody looked.
    NotCompared { reason: String },
}

impl fmt::Display for SchemaRs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InSync { file } => write!(f, "{} is what `diesel print-schema` prints", file.display()),
            Self::Differs { file } => {
                write!(f, "{} isn't what `diesel print-schema` prints; let it write it anew", file.display())
            }
            Self::NotCompared { reason } => write!(f, "schema.rs wasn't compared: {reason}"),
        }
    }
}

#[derive(Deserialize)]
struct DieselToml {
    print_schema: Option<PrintSchema>,
}

#[derive(Deserialize)]
struct PrintSchema {
    file: Option<PathBuf>,
}

/// Compares the file that the nearest `diesel.toml` names with what Diesel prints for this database.
pub(super) fn compare(migrations: Option<&Path>, database: &Conninfo) -> anyhow::Result<SchemaRs> {
    let not_compared = |reason: &str| Ok(SchemaRs::NotCompared { reason: reason.to_owned() });
    let Some(config) = configuration(migrations)? else { return not_compared("there is no diesel.toml") };
    let text = std::fs::read_to_string(&config).with_context(|| config.display().to_string())?;
    let parsed: DieselToml = toml::from_str(&text).with_context(|| config.display().to_string())?;
    let Some(named) = parsed.print_schema.and_then(|section| section.file) else {
        return not_compared("diesel.toml names no file for it");
    };
    let file = config.parent().unwrap_or(Path::new(".")).join(named);
    let Some(printed) = print(&config, database)? else {
        return not_compared("there is no program `diesel`; `cargo install diesel_cli` installs it");
    };
    let kept = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    Ok(if kept == printed { SchemaRs::InSync { file } } else { SchemaRs::Differs { file } })
}

/// The nearest `diesel.toml`: of the folder of migrations, or of this one, or above.
fn configuration(migrations: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    let folder = migrations.unwrap_or(Path::new("."));
    let folder = folder.canonicalize().with_context(|| folder.display().to_string())?;
    Ok(folder.ancestors().map(|above| above.join("diesel.toml")).find(|file| file.is_file()))
}

/// What `diesel print-schema` prints; `None` where there is no such program. The URL isn't an argument: others
/// could read a password in it.
fn print(config: &Path, database: &Conninfo) -> anyhow::Result<Option<String>> {
    let mut diesel = Command::new("diesel");
    diesel.arg("print-schema").arg("--config-file").arg(config).env("DATABASE_URL", database.reveal_url());
    let output = match diesel.output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        output => output.context("diesel can't be run")?,
    };
    if !output.status.success() {
        bail!("diesel print-schema failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(Some(String::from_utf8(output.stdout).context("diesel printed something that isn't UTF-8")?))
}
