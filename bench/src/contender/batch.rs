use anyhow::Result;
use diesel::PgConnection;
use ledgerstore::database::connect;
use ledgerstore::ledger::{self, NewTransfer};
use ledgerstore::types::{AccountId, Currency, Money};

use super::Site;
use crate::load::{Load, Threads, Worker};
use crate::picker::{Pick, Picker};

/// So many transfers a call.
struct Batch<const SIZE: usize>(PgConnection);

pub(super) fn open<const SIZE: usize>(site: &Site<'_>) -> Result<Box<dyn Load>> {
    Threads::start(site.pickers(), || Ok(Box::new(Batch::<SIZE>(connect(&site.database)?))))
}

pub(super) fn new_transfer(pick: Pick) -> NewTransfer<'static> {
    let Pick { from, to, amount } = pick;
    NewTransfer::new(AccountId::new(from), AccountId::new(to), Money::new(amount, Currency::EUR))
}

impl<const SIZE: usize> Worker for Batch<SIZE> {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        let batch: Vec<_> = (0..SIZE).map(|_| new_transfer(picker.next())).collect();
        Ok(ledger::transfer_batch(&mut self.0, &batch)?.len() as u64)
    }
}
