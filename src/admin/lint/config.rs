use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use squawk_linter::{Rule, Version};
use thiserror::Error;

use super::rules;

/// The rule that a file can be parsed.
pub(super) const SYNTAX_ERROR: &str = "syntax-error";

/// The file that squawk and this linter are configured in.
const FILE: &str = ".squawk.toml";

/// What this linter is told: squawk's own file, in which it reads `pg_version`, `assume_in_transaction`,
/// `included_rules` and `excluded_rules`. Rules that squawk doesn't know are excluded under `[ledgerstore]`, where
/// squawk doesn't look.
#[derive(Debug, Default)]
pub struct Config {
    pub(super) pg_version: Version,
    pub(super) assume_in_transaction: Option<bool>,
    pub(super) included: Vec<Rule>,
    excluded: BTreeSet<String>,
}

/// Why a configuration can't be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file is there and can't be read.
    #[error("can't read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// It isn't what squawk's configuration looks like.
    #[error("{} is wrong: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No rule has this name.
    #[error(
        "there is no rule {0:?}; ours are listed by `migrate plan --help`, squawk's at https://squawkhq.com/docs/rules"
    )]
    UnknownRule(String),
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    pg_version: Option<String>,
    assume_in_transaction: Option<bool>,
    included_rules: Vec<String>,
    excluded_rules: Vec<String>,
    ledgerstore: Own,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Own {
    excluded_rules: Vec<String>,
}

impl Config {
    /// What this crate's own migrations are held to.
    ///
    /// # Errors
    /// Only where the built-in file is wrong.
    pub fn embedded() -> Result<Self, ConfigError> {
        Self::parse(include_str!("../../../.squawk.toml"), Path::new(FILE))
    }

    /// The nearest configuration in a folder or above it; the default where there is none.
    ///
    /// # Errors
    /// When it can't be read or says something unknown.
    pub fn find(folder: &Path) -> Result<Self, ConfigError> {
        let unreadable = |path: &Path, reason| ConfigError::Unreadable { path: path.to_owned(), reason };
        let folder = folder.canonicalize().map_err(|reason| unreadable(folder, reason))?;
        let Some(path) = folder.ancestors().map(|above| above.join(FILE)).find(|path| path.is_file()) else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(&path).map_err(|reason| unreadable(&path, reason))?;
        Self::parse(&text, &path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let malformed = |reason: String| ConfigError::Malformed { path: path.to_owned(), reason };
        let file: File =
            toml::from_str(text).map_err(|error| malformed(error.to_string().trim_end().to_owned()))?;
        let version = |text: &String| text.parse().map_err(|error| malformed(format!("pg_version: {error}")));
        let pg_version = file.pg_version.as_ref().map(version).transpose()?.unwrap_or_default();
        let rule = |name: &String| {
            name.parse().map_err(|_| malformed(format!("there is no rule {name:?} of squawk's")))
        };
        let included = file.included_rules.iter().map(rule).collect::<Result<_, _>>()?;
        let config = Self {
            pg_version,
            assume_in_transaction: file.assume_in_transaction,
            included,
            excluded: BTreeSet::new(),
        };
        config
            .excluding(file.excluded_rules.iter().chain(&file.ledgerstore.excluded_rules))
            .map_err(|error| malformed(error.to_string()))
    }

    /// The same, without these rules too.
    ///
    /// # Errors
    /// [`ConfigError::UnknownRule`].
    pub fn excluding<'n>(mut self, rules: impl IntoIterator<Item = &'n String>) -> Result<Self, ConfigError> {
        for name in rules {
            let squawks = name.parse::<Rule>();
            if squawks.is_err() && name != SYNTAX_ERROR && !rules::is_one(name) {
                return Err(ConfigError::UnknownRule(name.clone()));
            }
            // An alias stands for the rules behind it, and a rule may have an older name.
            let stands_for = squawks.iter().flat_map(|rule| [&[*rule], rule.expands_to()].concat());
            self.excluded.extend(stands_for.map(|rule| rule.to_string()));
            self.excluded.insert(name.clone());
        }
        Ok(self)
    }

    pub(super) fn excludes(&self, rule: &str) -> bool {
        self.excluded.contains(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new(FILE)).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_squawks_settings_and_ours() {
        let config = parse(
            "pg_version = \"13.0\"\nexcluded_rules = [\"ban-drop-table\", \"require-timeout-settings\"]\n\
             upload_to_github = {}\n[ledgerstore]\nexcluded_rules = [\"missing-comment\"]",
        )
        .unwrap();
        for rule in ["ban-drop-table", "missing-comment", "require-lock-timeout", "require-statement-timeout"]
        {
            assert!(config.excludes(rule), "{rule}");
        }
        assert!(!config.excludes("ban-drop-column"));
        assert_eq!(config.pg_version, "13.0".parse().unwrap());
        assert!(Config::embedded().unwrap().excludes("prefer-bigint-over-int"));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, reason) in [
            ("pg_version = \"new\"", "pg_version: Invalid number"),
            ("excluded_rules = [\"ban-everything\"]", "no rule \"ban-everything\""),
            ("included_rules = [\"missing-comment\"]", "no rule \"missing-comment\" of squawk's"),
            ("excluded_rules = 1", "expected a sequence"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(".squawk.toml is wrong") && error.contains(reason), "{error}");
        }
    }

    #[test]
    fn is_found_above_a_folder() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("a/b");
        std::fs::create_dir_all(&folder).unwrap();
        assert!(!Config::find(&folder).unwrap().excludes("ban-drop-table"));
        std::fs::write(above.path().join(FILE), "excluded_rules = [\"ban-drop-table\"]").unwrap();
        assert!(Config::find(&folder).unwrap().excludes("ban-drop-table"));
        assert!(Config::find(&folder.join("missing")).is_err());
    }
}
