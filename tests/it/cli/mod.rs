//! The program as people and scripts meet it: what it prints, where to, and how it exits.

mod arguments;
mod audit;
mod completions;
mod connecting;
mod demo;
mod env_file;
mod help;
mod inspect;
mod local;
mod migrate;
pub mod program;
mod schema;
mod seed;
mod session;
mod shop;
mod streams;
mod user;
pub mod world;
