use std::path::Path;

use anyhow::{Context, Result};

/// Ticks of `/proc/…/stat` a second: 100 on every Linux that programs see.
const TICKS: f64 = 100.0;

/// Seconds of CPU that the server's processes took since it started, those that have ended included; `None` where
/// there is no `/proc`.
pub(crate) fn of_server(postmaster: i32) -> Result<Option<f64>> {
    if !Path::new("/proc/self/stat").exists() {
        return Ok(None);
    }
    let mut ticks = 0;
    for entry in Path::new("/proc").read_dir()? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        // A process may end while we look; the postmaster's sum has it then.
        let Ok(text) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let stat = Stat::parse(&text).with_context(|| format!("can't read /proc/{pid}/stat: {text}"))?;
        if pid == postmaster {
            ticks += stat.own + stat.ended_children;
        } else if stat.parent == postmaster {
            ticks += stat.own;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer ticks than 2^52")]
    Ok(Some(ticks as f64 / TICKS))
}

/// The times of a process, in ticks.
struct Stat {
    parent: i32,
    own: u64,
    ended_children: u64,
}

impl Stat {
    /// The second field, the program's name in brackets, may hold anything; the last bracket ends it.
    fn parse(text: &str) -> Option<Self> {
        let (_, rest) = text.rsplit_once(')')?;
        let fields: Vec<_> = rest.split_whitespace().collect();
        let ticks = |from_third: usize| fields.get(from_third)?.parse::<u64>().ok();
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own: ticks(11)? + ticks(12)?,
            ended_children: ticks(13)? + ticks(14)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_name_with_brackets() {
        let text = "12 (a) b) S 7 12 12 0 -1 1 0 0 0 0 100 20 3 4 20 0 1 0 5 6 7";
        let stat = Stat::parse(text).unwrap();
        assert_eq!((stat.parent, stat.own, stat.ended_children), (7, 120, 7));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_takes_time() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(of_server(me).unwrap().is_some());
    }
}
