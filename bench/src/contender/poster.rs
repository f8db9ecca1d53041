use std::sync::Arc;

use anyhow::Result;
use ledgerstore::database::{PoolOptions, build_pool};
use ledgerstore::ledger::{Poster, PosterOptions};

use super::Site;
use super::batch::new_transfer;
use crate::load::{Load, Threads, Worker};
use crate::picker::Picker;

/// One caller of a poster that all share.
struct Caller(Arc<Poster>);

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    let options = PosterOptions::default();
    let connections = u32::try_from(options.workers)?;
    let pool_options = PoolOptions { max_open: connections, min_idle: connections, ..PoolOptions::default() };
    let pool = build_pool(&site.database, &pool_options)?;
    let poster = Arc::new(Poster::start(pool, options)?);
    Threads::start(site.pickers(), || Ok(Box::new(Caller(Arc::clone(&poster)))))
}

impl Worker for Caller {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        self.0.post(new_transfer(picker.next()))?;
        Ok(1)
    }
}
