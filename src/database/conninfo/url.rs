use super::{Conninfo, is_secret};
use crate::database::quote::{percent_encoded, percent_encoded_except};

/// What means nothing in the value of a query parameter: paths and lists of hosts stay readable.
const PLAIN_IN_QUERY: &[u8] = b"/,:";

impl Conninfo {
    /// As a URL without any password, for people and for programs that take nothing else. Where there is no
    /// password, it is all that is needed to connect.
    ///
    /// ```
    /// use ledgerstore::database::Conninfo;
    ///
    /// let info: Conninfo = "host=db.example user=anna password=secret dbname=shop".parse()?;
    /// assert_eq!(info.to_url(), "postgres://anna@db.example/shop");
    /// let socket: Conninfo = "host=/run/postgresql user=anna dbname=shop".parse()?;
    /// assert_eq!(socket.to_url(), "postgres:///shop?user=anna&host=/run/postgresql");
    /// # Ok::<(), ledgerstore::database::ConninfoError>(())
    /// ```
    pub fn to_url(&self) -> String {
        self.url(|keyword| !is_secret(keyword))
    }

    /// As a URL with its passwords.
    pub fn reveal_url(&self) -> String {
        self.url(|_| true)
    }

    /// Whether a password, or another secret, is among the settings.
    pub fn has_secret(&self) -> bool {
        self.settings.iter().any(|setting| is_secret(&setting.keyword))
    }

    fn url(&self, shown: impl Fn(&str) -> bool) -> String {
        let get = |keyword: &str| self.get(keyword).filter(|_| shown(keyword));
        let database = percent_encoded(get("dbname").unwrap_or_default());
        let authority = get("host").filter(|host| is_one_name(host)).map(|host| {
            let user = get("user").map(percent_encoded);
            let password = get("password").filter(|_| user.is_some()).map(percent_encoded);
            authority(host, get("port"), user, password)
        });
        let elsewhere: &[&str] = match authority {
            Some(_) if get("user").is_none() => &["dbname", "host", "port"],
            Some(_) => &["dbname", "host", "port", "user", "password"],
            None => &["dbname"],
        };
        let parameters: Vec<_> = self
            .settings
            .iter()
            .filter(|s| shown(&s.keyword) && !elsewhere.contains(&s.keyword.as_str()))
            .map(|s| format!("{}={}", s.keyword, percent_encoded_except(&s.value, PLAIN_IN_QUERY)))
            .collect();
        let mark = if parameters.is_empty() { "" } else { "?" };
        format!("postgres://{}/{database}{mark}{}", authority.unwrap_or_default(), parameters.join("&"))
    }
}

/// Sockets and lists of hosts are no names: the URL libraries of other languages accept them in the query only.
fn is_one_name(host: &str) -> bool {
    !host.is_empty() && !host.starts_with(['/', '@']) && !host.contains(',')
}

fn authority(host: &str, port: Option<&str>, user: Option<String>, password: Option<String>) -> String {
    let password = password.map(|password| format!(":{password}")).unwrap_or_default();
    let user = user.map(|user| format!("{user}{password}@")).unwrap_or_default();
    let host = match host.contains(':') {
        true => format!("[{}]", percent_encoded_except(host, b":")),
        false => percent_encoded(host),
    };
    let port = port.filter(|port| !port.is_empty()).map(|port| format!(":{port}")).unwrap_or_default();
    format!("{user}{host}{port}")
}

/// Whether a URL can be read in one way only. In a password, an `@` or `/` that isn't percent-encoded makes libpq
/// take a part of the password for the host, the port or the database, which are shown.
pub(super) fn is_unambiguous(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return true };
    let before_query = rest.split('?').next().unwrap_or_default();
    before_query.rsplit_once('@').is_none_or(|(user, _)| !user.contains(['@', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// libpq's own order of the settings, whatever order they were given in.
    fn parse(text: &str) -> Conninfo {
        text.parse().unwrap()
    }

    #[test]
    fn shows_everything_but_the_password() {
        for (given, shown) in [
            ("postgres://anna:hunter2@h:5433/d", "postgres://anna@h:5433/d"),
            ("postgresql://h", "postgres://h/"),
            ("postgres://h/d?password=hunter2", "postgres://h/d"),
            ("host=::1 port=1 dbname=d sslpassword=hunter2", "postgres://[::1]:1/d"),
            ("host=a,b port=1,2 user=u", "postgres:///?user=u&host=a,b&port=1,2"),
            ("postgres://u@/d?host=/tmp/x y&port=1", "postgres:///d?user=u&host=/tmp/x%20y&port=1"),
            ("dbname=d", "postgres:///d"),
            ("host=h dbname='a/b c' sslmode=require", "postgres://h/a%2Fb%20c?sslmode=require"),
        ] {
            assert_eq!(parse(given).to_url(), shown);
        }
    }

    #[test]
    fn means_the_same_as_what_was_given() {
        for given in [
            "postgres://a%20b:p%40%2F%3A%3F%23@h:5433/d%2F?sslmode=require&connect_timeout=3",
            "host=::1 port=1 dbname=d user=u password='p@ss/w:d?#%'",
            "host=a,b port=1,2 user=u password=x dbname=d",
            "host=/tmp/x user=u password=x",
            "host=h password=x",
            "application_name='a&b=c d'",
        ] {
            let info = parse(given);
            assert_eq!(parse(&info.reveal_url()), info, "{given}");
            let shown = parse(&info.to_url());
            assert!(!shown.has_secret(), "{shown}");
            let open = info.settings.iter().filter(|s| !is_secret(&s.keyword)).cloned().collect();
            assert_eq!(shown, Conninfo { settings: open }, "{given}");
        }
    }
}
