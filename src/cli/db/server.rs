use std::process::ExitCode;

use serde::Serialize;

use crate::cli::context::{Context, Refused};
use crate::cli::output::{cell, line, maybe, number, text};
use crate::database::local::{LocalServer, Status, Stop};

/// How the server is, as programs read it.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// `answers` (the one of `DATABASE_URL`), `running`, `stopped` or `absent` (the local one).
    state: &'static str,
    url: Option<String>,
    pid: Option<i32>,
    data: Option<String>,
}

pub(super) fn status(context: &Context) -> anyhow::Result<ExitCode> {
    let (report, sentence) = match context.named()? {
        Some(named) => {
            context.connect_to(&named)?;
            let url = named.to_url();
            let sentence = format!("the server of DATABASE_URL answers: {url}");
            (Report { state: "answers", url: Some(url), ..Report::default() }, sentence)
        }
        None => local(&LocalServer::personal()?)?,
    };
    if context.output().is_for_people() {
        line(&sentence)?;
        return Ok(ExitCode::SUCCESS);
    }
    context.output().json_or_rows(&report, || {
        let columns = [text("state"), text("url"), number("pid"), text("data")];
        context.output().rows(&columns, &[&report], |r| {
            vec![cell(r.state), r.url.clone(), maybe(r.pid.as_ref()), r.data.clone()]
        })
    })?;
    Ok(ExitCode::SUCCESS)
}

fn local(server: &LocalServer) -> anyhow::Result<(Report, String)> {
    let data = server.data_folder().display().to_string();
    let report = |state, pid| Report { state, url: None, pid, data: Some(data.clone()) };
    Ok(match server.status()? {
        Status::Running { pid, .. } => (
            report("running", Some(pid)),
            format!("the local server runs as process {pid}, with its data in {data}"),
        ),
        Status::Stopped => (
            report("stopped", None),
            format!("the local server is stopped, its data is in {data}; the next command starts it"),
        ),
        Status::NotInitialised => (
            report("absent", None),
            format!("there is no local server yet; the first command makes one, with its data in {data}"),
        ),
    })
}

pub(super) fn stop(context: &Context) -> anyhow::Result<ExitCode> {
    if context.named()?.is_some() {
        let advice = "the server of DATABASE_URL isn't ours to stop; unset it to stop the local one";
        return Err(Refused(advice.to_owned()).into());
    }
    context.notice(match LocalServer::personal()?.stop()? {
        Stop::Stopped => "stopped; its data stays",
        Stop::WasNotRunning => "it wasn't running",
    });
    Ok(ExitCode::SUCCESS)
}
