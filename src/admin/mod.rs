//! What the command line does, as functions that print nothing.

pub mod audit;
#[cfg(all(unix, feature = "local"))]
pub mod backup;
pub mod demo;
pub mod diagram;
pub mod drift;
pub mod dump;
pub mod inspect;
#[cfg(feature = "cli")]
pub mod lint;
mod objects;
#[cfg(feature = "cli")]
pub mod plan;
pub mod progress;
pub mod reference;
#[cfg(feature = "cli")]
pub mod report;
pub mod reset;
#[cfg(feature = "cli")]
pub mod seed;
pub mod verify;
