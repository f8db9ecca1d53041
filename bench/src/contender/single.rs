use anyhow::Result;
use diesel::PgConnection;
use ledgerstore::database::connect;
use ledgerstore::ledger;

use super::Site;
use super::batch::new_transfer;
use crate::load::{Load, Threads, Worker};
use crate::picker::Picker;

/// One transfer a call, as an application makes it.
struct Single(PgConnection);

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    Threads::start(site.pickers(), || Ok(Box::new(Single(connect(&site.database)?))))
}

impl Worker for Single {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        ledger::transfer(&mut self.0, &new_transfer(picker.next()))?;
        Ok(1)
    }
}
