//! What the command line does, as functions that print nothing.

pub mod audit;
pub mod demo;
pub mod diagram;
pub mod drift;
pub mod dump;
pub mod inspect;
#[cfg(feature = "cli")]
pub mod lint;
#[cfg(feature = "cli")]
pub mod plan;
pub mod progress;
pub mod reference;
#[cfg(feature = "cli")]
pub mod report;
pub mod seed;
pub mod verify;
