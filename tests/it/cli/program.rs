//! Runs the program as a process and keeps what it did.

use std::fmt;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ledgerstore::database::Conninfo;

use crate::support::TestDb;

/// The program in an empty folder and an almost empty environment: no `.env`, no settings of the machine's.
pub struct Program {
    folder: tempfile::TempDir,
    database: Option<Conninfo>,
    environment: Vec<(String, String)>,
}

/// What a run printed, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    arguments: String,
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Program {
    /// It would use a local server of its own, in a folder that doesn't exist yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A local server may run as another user than the test, and has to get at its data.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        Self { folder, database: None, environment: Vec::new() }
    }

    /// On a test's database, by `DATABASE_URL`.
    pub fn on(db: &TestDb) -> Self {
        Self { database: Some(db.info()), ..Self::new() }.with("DATABASE_URL", &db.info().reveal_url())
    }

    /// With `DATABASE_URL`, whatever is in it.
    pub fn with_url(url: &str) -> Self {
        Self::new().with("DATABASE_URL", url)
    }

    pub fn with(mut self, variable: &str, value: &str) -> Self {
        self.environment.push((variable.to_owned(), value.to_owned()));
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where a local server would keep its data.
    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder().join(file), content).unwrap();
    }

    /// Any program in this folder and environment; ours is `Program::path()`.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder()).stdin(Stdio::null()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TZ", "UTC").env("HOME", self.folder()).env("LEDGERSTORE_DATA", self.data());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn path() -> &'static str {
        env!("CARGO_BIN_EXE_ledgerstore")
    }

    /// The program, ready to start.
    pub fn ready(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(Self::path());
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::new(arguments, &self.ready(arguments).output().unwrap())
    }

    /// Runs and has to succeed.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{run}");
        run
    }

    /// Compares with what was accepted, paths and databases of this test alone left out.
    pub fn assert(&self, name: &str, runs: &[Run]) {
        assert!(!runs.is_empty());
        let text = runs.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let text = self.database.iter().fold(text, |text, database| {
            let name = database.get("dbname").unwrap();
            text.replace(&database.to_url(), "[url]").replace(name, "[database]")
        });
        snapshot(name, &text.replace(self.folder().to_str().unwrap(), "[folder]"));
    }
}

impl Run {
    pub fn new(arguments: &[&str], output: &Output) -> Self {
        Self {
            arguments: arguments.join(" "),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
            code: output.status.code().expect("it was not killed by a signal"),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ ledgerstore {}", self.arguments)?;
        if !self.stdout.is_empty() {
            writeln!(f, "{}", self.stdout.trim_end())?;
        }
        if !self.stderr.is_empty() {
            writeln!(f, "[stderr]\n{}", self.stderr.trim_end())?;
        }
        writeln!(f, "[exit {}]", self.code)
    }
}

/// Compares with what was accepted; what differs from run to run is left out.
pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description("After a change that is meant: INSTA_UPDATE=always cargo test --test it cli");
    settings.add_filter(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", "YYYY-MM-DD HH:MM:SSZ");
    settings.add_filter(r"\d{4}-\d\d-\d\d \d\d:\d\dZ", "YYYY-MM-DD HH:MMZ");
    settings.add_filter(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "[time]");
    settings.add_filter(r"\bpid \d+", "pid [pid]");
    settings.add_filter(r"locked-[0-9a-f]{32}@", "locked-[random]@");
    settings.add_filter(r" *\d+ (B|KiB|MiB)\b", " [size]");
    settings.add_filter(r"traced in [\d.]+ ms", "traced in [time]");
    settings.add_filter(r#"("milliseconds": )[\d.]+"#, "$1[time]");
    settings.add_filter(r"rows +size( +indexes +index size)?", "rows size$1");
    settings.add_filter(r"(?m)^__diesel_schema_migrations .*$", "__diesel_schema_migrations [row]");
    settings.add_filter(r"connection to server at .*", "[what libpq says]");
    settings.add_filter(r#"("(table|index)_bytes": )\d+"#, "$1[size]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
