use std::fs;

use super::Fixture;

#[test]
fn a_flipped_byte_is_found_by_the_checksum_before_anything_is_done() {
    let fixture = Fixture::new();
    let mut bytes = fs::read(fixture.file()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(fixture.file(), bytes).unwrap();
    let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
    assert!(run.code == 4 && run.stderr.contains("its checksum differs"), "{run}");
    fixture.assert_empty();
}

/// The rows are compressed, and each piece has a sum of its own; what comes before is restored by then, and undone.
#[test]
fn without_a_checksum_damaged_rows_fail_and_leave_nothing() {
    let fixture = Fixture::new();
    fs::remove_file(fixture.checksum()).unwrap();
    let mut bytes = fs::read(fixture.file()).unwrap();
    // The last piece of compressed rows, recognised by zlib's first two bytes; its end is its sum.
    let last = bytes.windows(2).rposition(|pair| pair == [0x78, 0x9c] || pair == [0x78, 0x01]).unwrap();
    for byte in &mut bytes[last + 2..last + 40] {
        *byte ^= 0xff;
    }
    fs::write(fixture.file(), bytes).unwrap();
    let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
    assert!(run.code == 1 && run.stderr.contains("pg_restore"), "{run}");
    fixture.assert_empty();
}

#[test]
fn a_truncated_file_leaves_nothing_wherever_it_ends() {
    let fixture = Fixture::new();
    fs::remove_file(fixture.checksum()).unwrap();
    let bytes = fs::read(fixture.file()).unwrap();
    for length in [0, 4, 100, bytes.len() / 3, bytes.len() - bytes.len() / 50] {
        fs::write(fixture.file(), &bytes[..length]).unwrap();
        let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{length}: {run}");
        fixture.assert_empty();
    }
    fs::write(fixture.file(), bytes).unwrap();
    let run = fixture.program().ok(&["db", "restore", fixture.file().to_str().unwrap()]);
    assert!(run.stderr.starts_with("there was no checksum beside it"), "{run}");
}
