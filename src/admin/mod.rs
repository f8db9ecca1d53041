//! What the command line does, as functions that print nothing.

pub mod audit;
#[cfg(all(unix, feature = "local"))]
pub mod backup;
pub mod demo;
pub mod diagram;
pub mod inspect;
mod objects;
pub mod progress;
pub mod reset;
pub mod seed;
