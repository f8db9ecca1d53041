use std::ffi::{OsStr, OsString};

/// Global options whose value is an argument of its own.
const WITH_VALUE: [&str; 2] = ["--database-url", "--format"];

/// `ledgerstore admin seed` is `ledgerstore seed`: the word is taken out where a command is expected.
pub(super) fn without_admin(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    if let Some(index) = command_index(&arguments).filter(|index| arguments[*index] == "admin") {
        arguments.remove(index);
    }
    arguments
}

/// Where the first argument is that is neither an option nor the value of one.
fn command_index(arguments: &[OsString]) -> Option<usize> {
    let mut index = 1;
    loop {
        let argument = arguments.get(index)?;
        index += match argument {
            _ if WITH_VALUE.iter().any(|option| argument == option) => 2,
            _ if is_option(argument) => 1,
            _ => return Some(index),
        };
    }
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(line: &str) -> String {
        let arguments = without_admin(line.split(' ').map(OsString::from));
        arguments.iter().map(|argument| argument.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn takes_out_admin_where_a_command_is_expected() {
        assert_eq!(stripped("ledgerstore admin seed"), "ledgerstore seed");
        assert_eq!(stripped("ledgerstore admin"), "ledgerstore");
        assert_eq!(
            stripped("ledgerstore -q --format json admin audit"),
            "ledgerstore -q --format json audit"
        );
        assert_eq!(stripped("ledgerstore --format=csv admin audit"), "ledgerstore --format=csv audit");
    }

    #[test]
    fn leaves_admin_alone_anywhere_else() {
        for line in
            ["ledgerstore", "ledgerstore inspect user admin", "ledgerstore --database-url admin audit"]
        {
            assert_eq!(stripped(line), line);
        }
        assert_eq!(stripped("ledgerstore admin admin"), "ledgerstore admin");
    }
}
