//! Writes down which migrations there are, so that their texts can be built into the library, and has it built
//! anew when a folder appears or goes.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(io::stdout(), "cargo::rerun-if-changed=migrations")?;
    let migrations = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("migrations");
    let mut folders = Vec::new();
    for entry in fs::read_dir(&migrations)? {
        let path = entry?.path();
        if path.join("up.sql").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    let mut code = String::from("&[\n");
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_str().ok_or("a migration's name isn't UTF-8")?;
        let text = |file: &str| {
            let path = format!("/migrations/{name}/{file}");
            format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))")
        };
        let down = if folder.join("down.sql").is_file() {
            format!("Some({})", text("down.sql"))
        } else {
            "None".to_owned()
        };
        writeln!(code, "    Text {{ name: {name:?}, up: {}, down: {down} }},", text("up.sql"))?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), code)?;
    Ok(())
}
