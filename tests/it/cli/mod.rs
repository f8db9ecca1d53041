//! The program as people and scripts meet it: what it prints, where to, and how it exits.

mod arguments;
mod audit;
mod completions;
mod connecting;
mod demo;
mod env_file;
mod examples;
mod help;
mod inspect;
mod local;
mod man;
mod migrate;
mod plan;
pub mod program;
mod report;
mod schema;
mod seed;
mod session;
mod shop;
mod streams;
mod user;
mod verbose;
mod verify;
pub mod world;
