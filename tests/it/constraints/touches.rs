use diesel::connection::SimpleConnection;

use super::fixture;
use crate::support::lines;

/// A table whose rows carry `updated_at` and `version`, and a change of one row.
const TOUCHED: [(&str, &str); 3] = [
    ("users", "full_name = full_name || '!'"),
    ("products", "name = name || '!'"),
    ("orders", "order_number = order_number || '!'"),
];

#[test]
fn each_change_stamps_the_time_and_counts_the_version() {
    let db = fixture::world();
    let conn = &mut db.conn();
    for (table, change) in TOUCHED {
        let row = format!(
            "SELECT format('%s %s', version, updated_at > '2021-01-01') AS line FROM {table} WHERE id = 1"
        );
        conn.batch_execute(&format!("UPDATE {table} SET updated_at = '2020-01-01' WHERE id = 1")).unwrap();
        let version: i64 = lines(conn, &format!("SELECT version::TEXT AS line FROM {table} WHERE id = 1"))[0]
            .parse()
            .unwrap();
        assert_eq!(lines(conn, &row), [format!("{version} f")], "{table}: a time that is given stays");

        conn.batch_execute(&format!("UPDATE {table} SET {change} WHERE id = 1")).unwrap();
        assert_eq!(lines(conn, &row), [format!("{} t", version + 1)], "{table}: a change counts");

        conn.batch_execute(&format!("UPDATE {table} SET version = 1000 WHERE id = 1")).unwrap();
        assert_eq!(lines(conn, &row), [format!("{} t", version + 2)], "{table}: nobody sets the version");

        conn.batch_execute(&format!("UPDATE {table} SET version = version WHERE id = 1")).unwrap();
        assert_eq!(lines(conn, &row), [format!("{} t", version + 2)], "{table}: the same again is no change");
    }
}
