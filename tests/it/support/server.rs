use std::path::Path;
use std::sync::OnceLock;

use ledgerstore::database::Conninfo;
use ledgerstore::database::local::LocalServer;

/// The server that tests run on: the one of TEST_DATABASE_URL, else our own, fast and not durable, under `target/`.
pub struct Server {
    info: Conninfo,
    /// Whether it is our own: then processes that left databases behind can be looked up on this machine.
    pub ours: bool,
}

impl Server {
    pub fn get() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => Self { info: url.parse().expect("TEST_DATABASE_URL"), ours: false },
            Err(_) => Self { info: start(), ours: true },
        })
    }

    /// One of its databases.
    pub fn database(&self, name: &str) -> Conninfo {
        self.info.with_database(name)
    }
}

fn start() -> Conninfo {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgresql");
    let server = LocalServer::for_tests(&folder).expect("PostgreSQL's programs are needed for the tests");
    server.start().expect("the tests' own server starts");
    server.url("postgres").parse().expect("a connection string")
}
