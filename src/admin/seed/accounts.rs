use super::calendar::{HOUR, JOINING, OPENING, PARTS};
use super::coin::{Coin, everyday_cents};
use super::layout::{Holding, house_account};
use super::rows::Rows;
use super::rows::Value::{Null, Plain, Text};
use super::table::Table;
use super::transfer::Transfer;
use super::world::World;
use crate::models::Account;

/// One of so many accounts may be overdrawn.
const ONE_WITH_OVERDRAFT_OF: u64 = 5;

impl World {
    /// Accounts by number, from 0, behind the house's own if the first is among them.
    pub(super) fn accounts(&self, accounts: std::ops::Range<u64>) -> Rows {
        let mut rows = Rows::new(Table::Accounts);
        if accounts.start == 0 {
            for coin in Coin::ALL {
                let (id, opened) = (house_account(coin), JOINING.place(0, 1));
                rows.add(&[Plain(&id), Text(Account::HOUSE), Plain(&coin.currency()), Null, Plain(&opened)]);
            }
        }
        for account in accounts {
            let holding = self.layout.account(account);
            let opened = self.people.joined(holding.user).after((account % 20 + 1).cast_signed() * HOUR);
            rows.add(&[
                Plain(&holding.account),
                Text(&self.people.username(holding.user)),
                Plain(&holding.coin.currency()),
                Plain(&self.overdraft_limit(&holding)),
                Plain(&opened),
            ]);
        }
        rows
    }

    /// The first deposits into accounts, by number from 0: each is the transfer of that number, and the very first names
    /// the world.
    pub(super) fn deposits(&self, accounts: std::ops::Range<u64>) -> Rows {
        let mut rows = Rows::new(Table::Transfers);
        for account in accounts {
            let holding = self.layout.account(account);
            let part = self.deposits.row(account).below(PARTS);
            Transfer {
                id: account + 1,
                from: house_account(holding.coin),
                to: holding.account,
                coin: holding.coin,
                amount: self.first_deposit(&holding),
                key: (account == 0).then(|| self.key()),
                description: "First deposit".to_owned(),
                reverses: None,
                at: OPENING.around(account, self.scale.accounts(), part),
            }
            .add(&mut rows);
        }
        rows
    }

    /// In minor units.
    fn overdraft_limit(&self, holding: &Holding) -> u64 {
        let mut draw = self.overdrafts.row(holding.account);
        let hundreds = if draw.below(ONE_WITH_OVERDRAFT_OF) == 0 { 1 + draw.below(20) } else { 0 };
        holding.coin.worth(hundreds * 100_00)
    }

    /// So much that whatever goes out of the account later is there, if only with its overdraft: what its holder pays at
    /// most is known, as payments and orders are dealt out and each has its bound.
    fn first_deposit(&self, holding: &Holding) -> u64 {
        let spent = self.payments.most_spent(holding) + self.orders.most_spent(holding);
        let more = everyday_cents(&mut self.deposits.row(1 << 63 | holding.account), 10);
        let (overdraft, round) = (self.overdraft_limit(holding), holding.coin.worth(100_00));
        let needed =
            if overdraft > 0 { spent.saturating_sub(overdraft) } else { spent + holding.coin.worth(more) };
        needed.div_ceil(round).max(1) * round
    }
}
