//! A picture of the schema, drawn from the live catalog.

mod catalog;
mod dbml;
mod dot;
mod escape;
mod mermaid;
mod model;
mod svg;

pub use catalog::read;
pub use dbml::dbml;
pub use dot::dot;
pub use mermaid::mermaid;
pub use model::{Column, Index, Reference, Schema, Table};
pub use svg::svg;
