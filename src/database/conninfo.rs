//! A connection string, read by libpq itself: what passes here means to the server just what is shown.

use std::ffi::{CStr, CString};
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

mod url;

/// Where a database is and how to get in: a URL (`postgres://user@host/database`) or `keyword=value` pairs.
///
/// `Debug` and `Display` never show the password.
///
/// ```
/// use ledgerstore::database::Conninfo;
///
/// let info: Conninfo = "postgres://anna:secret@db.example/shop".parse()?;
/// assert_eq!(info.get("dbname"), Some("shop"));
/// assert_eq!(info.to_string(), "user=anna password=*** dbname=shop host=db.example");
/// # Ok::<(), ledgerstore::database::ConninfoError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Conninfo {
    /// The settings that were given, in libpq's own order.
    settings: Vec<Setting>,
}

/// One setting of a connection string.
#[derive(Clone, PartialEq, Eq)]
struct Setting {
    keyword: String,
    value: String,
    /// The environment variable from which libpq takes the same setting, where there is one.
    variable: Option<String>,
}

/// Why a text is no connection string. It doesn't repeat the text: a password may stand in any part of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "this is not a PostgreSQL connection string (it is not shown here, as it may hold a password); \
     write postgres://USER:PASSWORD@HOST:PORT/DATABASE, and in the user and the password %40 for @, %2F for /, \
     %3A for :, %3F for ? and %25 for %"
)]
pub struct ConninfoError;

impl Conninfo {
    /// The value of one of libpq's keywords (`host`, `dbname`, …), when it was given.
    pub fn get(&self, keyword: &str) -> Option<&str> {
        self.settings.iter().find(|s| s.keyword == keyword).map(|s| s.value.as_str())
    }

    /// The same server and user, another database.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let mut other = self.without(&["dbname"]);
        let variable = Some("PGDATABASE".to_owned());
        other.settings.push(Setting { keyword: "dbname".to_owned(), value: name.to_owned(), variable });
        other
    }

    /// The same, and no longer than this waited for the server, unless the string or the environment
    /// (`PGCONNECT_TIMEOUT`) say how long.
    #[must_use]
    pub fn with_default_timeout(mut self, seconds: u32) -> Self {
        const VARIABLE: &str = "PGCONNECT_TIMEOUT";
        if self.get("connect_timeout").is_none() && std::env::var_os(VARIABLE).is_none() {
            let (keyword, variable) = ("connect_timeout".to_owned(), Some(VARIABLE.to_owned()));
            self.settings.push(Setting { keyword, value: seconds.to_string(), variable });
        }
        self
    }

    /// The settings as environment variables for a program that uses libpq: the password isn't seen there by
    /// everybody on the machine, as an argument is.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.settings.iter().filter_map(|s| Some((s.variable.as_deref()?, s.value.as_str())))
    }

    /// The same without these settings.
    #[must_use]
    pub(crate) fn without(&self, keywords: &[&str]) -> Self {
        let settings = self.settings.iter().filter(|s| !keywords.contains(&s.keyword.as_str()));
        Self { settings: settings.cloned().collect() }
    }

    /// The string to hand to libpq. It holds the password.
    pub fn reveal(&self) -> String {
        self.render(|_, value| quote(value))
    }

    fn render(&self, value: impl Fn(&str, &str) -> String) -> String {
        let pairs: Vec<_> =
            self.settings.iter().map(|s| format!("{}={}", s.keyword, value(&s.keyword, &s.value))).collect();
        pairs.join(" ")
    }
}

impl fmt::Display for Conninfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(|key, value| if is_secret(key) { "***".to_owned() } else { quote(value) }))
    }
}

impl fmt::Debug for Conninfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conninfo({self})")
    }
}

impl FromStr for Conninfo {
    type Err = ConninfoError;

    fn from_str(text: &str) -> Result<Self, ConninfoError> {
        let looks_right =
            text.contains('=') || text.starts_with("postgres://") || text.starts_with("postgresql://");
        if !looks_right || !url::is_unambiguous(text) {
            return Err(ConninfoError);
        }
        let text = CString::new(text).map_err(|_| ConninfoError)?;
        let info = Self { settings: parse_with_libpq(&text).ok_or(ConninfoError)? };
        if info.get("port").is_some_and(|port| !port.bytes().all(|b| b.is_ascii_digit() || b == b',')) {
            return Err(ConninfoError);
        }
        Ok(info)
    }
}

fn is_secret(keyword: &str) -> bool {
    keyword.contains("password") || keyword.contains("secret")
}

/// libpq's own quoting for `keyword=value` strings.
fn quote(value: &str) -> String {
    let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_graphic() && b != b'\'' && b != b'\\');
    if plain { value.to_owned() } else { format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'")) }
}

#[allow(unsafe_code, reason = "libpq's parser is the only one that agrees with libpq in every corner")]
fn parse_with_libpq(text: &CStr) -> Option<Vec<Setting>> {
    // SAFETY: `text` ends with NUL and outlives the call; a null error pointer is allowed. The array that comes
    // back ends with a null keyword, its strings end with NUL, and it is freed once, after they were copied.
    unsafe {
        let options = pq_sys::PQconninfoParse(text.as_ptr(), std::ptr::null_mut());
        if options.is_null() {
            return None;
        }
        let mut settings = Vec::new();
        let mut option = options;
        while !(*option).keyword.is_null() {
            if !(*option).val.is_null() {
                let copy = |text| CStr::from_ptr(text).to_string_lossy().into_owned();
                let variable = (!(*option).envvar.is_null()).then(|| copy((*option).envvar));
                let (keyword, value) = (copy((*option).keyword), copy((*option).val));
                settings.push(Setting { keyword, value, variable });
            }
            option = option.add(1);
        }
        pq_sys::PQconninfoFree(options);
        Some(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_shows_a_password() {
        for text in [
            "postgres://anna:hunter2@h/d",
            "host=h user=anna password=hunter2",
            "postgres://h/d?password=hunter2",
        ] {
            let info: Conninfo = text.parse().unwrap();
            assert!(!format!("{info} {info:?}").contains("hunter2"), "{info}");
            assert!(info.reveal().contains("hunter2"));
        }
    }

    #[test]
    fn refuses_what_libpq_refuses_without_repeating_it() {
        for text in ["hunter2", "", "postgres://h:70x/%zz", "hos=h", "mysql://h/d", "host=h\0"] {
            let error = text.parse::<Conninfo>().unwrap_err();
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn refuses_what_libpq_would_take_apart_inside_the_password() {
        for text in [
            "postgres://u:hun@ter2@h/d",
            "postgres://u:hun/ter2@h/d",
            "postgres://u:1/ter2@h/d",
            "postgres://u:hunter2",
        ] {
            assert_eq!(text.parse::<Conninfo>(), Err(ConninfoError), "{text}");
        }
        for text in ["postgres://u:p@h:1,g:2/d", "postgres://u@h/d?application_name=a@b", "postgres://h:/d"] {
            text.parse::<Conninfo>().unwrap();
        }
    }

    #[test]
    fn waits_no_longer_than_it_should() {
        let timeout = |text: &str| -> Option<String> {
            let info = text.parse::<Conninfo>().unwrap().with_default_timeout(7);
            info.get("connect_timeout").map(str::to_owned)
        };
        assert_eq!(timeout("postgres://h/d?connect_timeout=2"), Some("2".to_owned()));
        if std::env::var_os("PGCONNECT_TIMEOUT").is_none() {
            assert_eq!(timeout("postgres://h/d"), Some("7".to_owned()));
        }
    }

    #[test]
    fn reveals_what_parses_back_to_itself() {
        let info: Conninfo = "postgres://a%20b:p'%5C%3D@/d?host=/tmp/x%20y".parse().unwrap();
        assert_eq!(info.get("password"), Some("p'\\="));
        assert_eq!(info.get("host"), Some("/tmp/x y"));
        assert_eq!(info.reveal().parse::<Conninfo>().unwrap(), info);
    }

    #[test]
    fn moves_to_another_database() {
        let info: Conninfo = "postgres://h/one".parse().unwrap();
        assert_eq!(info.with_database("two").get("dbname"), Some("two"));
        assert_eq!(info.with_database("two").get("host"), Some("h"));
    }
}
