use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Oid, Text};

use super::{HeldLock, Mode, TableWork};

/// The tables and views that aren't the server's own, with the locks and the work of this transaction.
pub(super) struct Snapshot(BTreeMap<u32, Relation>);

#[derive(QueryableByName)]
struct Relation {
    #[diesel(sql_type = Oid)]
    oid: u32,
    #[diesel(sql_type = Text)]
    name: String,
    /// The number of the file that it is stored in; 0 for a view.
    #[diesel(sql_type = Oid)]
    file: u32,
    #[diesel(sql_type = Array<Text>)]
    modes: Vec<String>,
    #[diesel(sql_type = BigInt)]
    inserted: i64,
    #[diesel(sql_type = BigInt)]
    updated: i64,
    #[diesel(sql_type = BigInt)]
    deleted: i64,
    #[diesel(sql_type = BigInt)]
    scans: i64,
    #[diesel(sql_type = BigInt)]
    scanned_rows: i64,
}

const QUERY: &str = "
    SELECT c.oid, c.oid::pg_catalog.regclass::text AS name, c.relfilenode AS file,
           ARRAY(SELECT DISTINCT l.mode FROM pg_catalog.pg_locks l
                 WHERE l.pid = pg_catalog.pg_backend_pid() AND l.relation = c.oid AND l.granted) AS modes,
           COALESCE(s.n_tup_ins, 0) AS inserted, COALESCE(s.n_tup_upd, 0) AS updated,
           COALESCE(s.n_tup_del, 0) AS deleted, COALESCE(s.seq_scan, 0) AS scans,
           COALESCE(s.seq_tup_read, 0) AS scanned_rows
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_xact_user_tables s ON s.relid = c.oid
    WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

impl Snapshot {
    pub(super) fn take(conn: &mut PgConnection) -> QueryResult<Self> {
        let rows: Vec<Relation> = diesel::sql_query(QUERY).load(conn)?;
        Ok(Self(rows.into_iter().map(|row| (row.oid, row)).collect()))
    }

    /// Relations that were there before, beside what they were.
    fn pairs<'s>(&'s self, before: &'s Self) -> impl Iterator<Item = (&'s Relation, &'s Relation)> {
        self.0.values().filter_map(|now| Some((before.0.get(&now.oid)?, now)))
    }

    pub(super) fn locks_since(&self, before: &Self) -> Vec<HeldLock> {
        let taken = self.pairs(before).filter_map(|(then, now)| {
            let new = now.modes.iter().filter(|mode| !then.modes.contains(mode));
            let mode = new.filter_map(|mode| Mode::of_catalog(mode)).max()?;
            Some(HeldLock { on: now.name.clone(), mode })
        });
        // A table that is gone was locked against everybody.
        let dropped = before.0.values().filter(|then| !self.0.contains_key(&then.oid));
        let dropped = dropped.map(|then| HeldLock { on: then.name.clone(), mode: Mode::AccessExclusive });
        let mut locks: Vec<_> = taken.chain(dropped).collect();
        locks.sort_by(|one, other| other.mode.cmp(&one.mode).then_with(|| one.on.cmp(&other.on)));
        locks
    }

    pub(super) fn rewritten_since(&self, before: &Self) -> Vec<String> {
        let rewritten = self.pairs(before).filter(|(then, now)| then.file != now.file);
        let mut names: Vec<_> = rewritten.map(|(_, now)| now.name.clone()).collect();
        names.sort();
        names
    }

    pub(super) fn work_since(&self, before: &Self) -> Vec<TableWork> {
        let work = self.0.values().map(|now| {
            let since = |count: fn(&Relation) -> i64| count(now) - before.0.get(&now.oid).map_or(0, count);
            TableWork {
                table: now.name.clone(),
                inserted: since(|r| r.inserted),
                updated: since(|r| r.updated),
                deleted: since(|r| r.deleted),
                scans: since(|r| r.scans),
                scanned_rows: since(|r| r.scanned_rows),
            }
        });
        let mut work: Vec<_> = work.filter(TableWork::is_any).collect();
        work.sort_by(|one, other| one.table.cmp(&other.table));
        work
    }
}

impl TableWork {
    fn is_any(&self) -> bool {
        [self.inserted, self.updated, self.deleted, self.scanned_rows].iter().any(|count| *count != 0)
    }
}
