//! What the command line does, as functions that print nothing.

pub mod audit;
pub mod demo;
pub mod diagram;
pub mod inspect;
pub mod progress;
#[cfg(feature = "cli")]
pub mod seed;
