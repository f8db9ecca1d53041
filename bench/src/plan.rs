use anyhow::{Result, bail};

use crate::contender::{CONTENDERS, Contender};
use crate::options::Options;
use crate::workload::{self, Workload};

/// Fails on a name that there isn't.
pub(crate) fn check_names(options: &Options) -> Result<()> {
    let contenders: Vec<_> = CONTENDERS.iter().map(|contender| contender.name).collect();
    let workloads: Vec<_> = workload::names().collect();
    for (given, known, kind) in
        [(&options.contenders, contenders, "contender"), (&options.workloads, workloads, "workload")]
    {
        if let Some(name) = given.iter().find(|name| !known.contains(&name.as_str())) {
            bail!("there is no {kind} {name:?}; there are {}", known.join(", "));
        }
    }
    Ok(())
}

/// The contenders of a workload that were asked for; none when the workload wasn't.
pub(crate) fn contenders(workload: &Workload, options: &Options) -> Vec<&'static Contender> {
    let is_asked_for = |names: &[String], name| names.is_empty() || names.iter().any(|asked| asked == name);
    if !is_asked_for(&options.workloads, workload.name) {
        return Vec::new();
    }
    CONTENDERS
        .iter()
        .filter(|c| workload.contenders.contains(&c.name) && is_asked_for(&options.contenders, c.name))
        .collect()
}
