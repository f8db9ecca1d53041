//! All integration tests in one binary: it links once, and every test runs beside the others.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::pedantic,
    reason = "a test that panics has failed"
)]
#![allow(unreachable_pub, reason = "everything here is reached from this binary alone")]

mod support;

mod add_users;
mod audit;
mod auth;
mod backup;
mod catalog;
mod cli;
mod constraints;
mod database;
mod diagram;
mod ledger;
mod lint;
mod local_server;
mod mark;
mod migrations;
mod models;
mod readme;
mod report;
mod schema;
mod seed;
mod shop;
