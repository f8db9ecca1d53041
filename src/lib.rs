//! Money and orders in PostgreSQL: a schema that keeps its own books, typed Diesel models over it, and services
//! whose errors have names.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod admin;
pub mod auth;
#[cfg(feature = "cli")]
pub mod cli;
pub mod database;
pub mod ledger;
pub mod models;
#[allow(
    missing_docs,
    clippy::doc_markdown,
    reason = "generated: the tables' and columns' comments are the database's"
)]
pub mod schema;
pub mod shop;
pub mod types;

/// The README's examples are compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
