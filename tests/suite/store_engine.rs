//! What both engines promise to those who read and write through them.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use diesel::{connection::SimpleConnection, prelude::*};
use guichet::store::{Conn, DatabaseUrl, Engine, Options, Store, StoreError};

use crate::support::{on_each_engine, on_postgres, on_sqlite, postgres, postgres::Database};

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

fn open(url: &DatabaseUrl) -> Store {
    Store::open(url, Options::default()).unwrap()
}

fn value(conn: &mut Conn, name: &str) -> Result<i64, StoreError> {
    Ok(counters::table
        .find(name.to_owned())
        .select(counters::value)
        .first(conn)?)
}

fn set(conn: &mut Conn, name: &str, value: i64) -> Result<(), StoreError> {
    let changed = diesel::update(counters::table.find(name.to_owned()))
        .set(counters::value.eq(value))
        .execute(conn)?;
    if changed == 0 {
        insert(conn, name, value)
    } else {
        Ok(())
    }
}

fn insert(conn: &mut Conn, name: &str, value: i64) -> Result<(), StoreError> {
    diesel::insert_into(counters::table)
        .values((
            counters::name.eq(name.to_owned()),
            counters::value.eq(value),
        ))
        .execute(conn)?;
    Ok(())
}

fn names(store: &Store) -> Vec<String> {
    store
        .read(|conn| {
            Ok::<_, StoreError>(
                counters::table
                    .order(counters::name)
                    .select(counters::name)
                    .load(conn)?,
            )
        })
        .unwrap()
}

fn written(store: &Store, name: &'static str) -> Result<(), StoreError> {
    store.write(move |tx| insert(tx, name, 1))
}

/// Keeps the writer busy, so that what is sent meanwhile is taken up together. Returns what lets
/// it go on, and what waits for its end.
fn hold(store: &Store) -> (mpsc::Sender<()>, thread::JoinHandle<()>) {
    let (go, wait) = mpsc::channel::<()>();
    let (begun, is_begun) = mpsc::channel::<()>();
    let store = store.clone();
    let held = thread::spawn(move || {
        store
            .write(move |_| {
                begun.send(()).unwrap();
                wait.recv().unwrap();
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
    is_begun.recv().unwrap();
    (go, held)
}

/// Long enough for a thread to have queued its write.
fn let_it_queue() {
    thread::sleep(Duration::from_millis(60));
}

#[test]
fn what_was_written_is_there_for_another_process() {
    on_each_engine(|url| {
        let (one, other) = (open(url), open(url));
        assert_eq!(one.engine(), url.engine());
        written(&one, "a").unwrap();
        assert_eq!(names(&other), ["a"]);
    });
}

#[test]
fn writes_committed_together_are_answered_only_after_the_commit() {
    on_sqlite(|url| {
        let store = open(url);
        let (go, held) = hold(&store);
        let (answered, answer) = mpsc::channel();
        let first = {
            let store = store.clone();
            thread::spawn(move || answered.send(written(&store, "first")).unwrap())
        };
        let_it_queue();
        let (on, wait) = mpsc::channel::<()>();
        let (begun, is_begun) = mpsc::channel::<()>();
        let second = {
            let store = store.clone();
            thread::spawn(move || {
                store.write(move |tx| {
                    begun.send(()).unwrap();
                    wait.recv().unwrap();
                    insert(tx, "second", 1)
                })
            })
        };
        let_it_queue();
        go.send(()).unwrap();
        is_begun.recv().unwrap();
        // The first is done, but in the transaction that the second still keeps open.
        assert!(answer.recv_timeout(Duration::from_millis(200)).is_err());
        assert!(names(&store).is_empty());
        on.send(()).unwrap();
        answer.recv().unwrap().unwrap();
        second.join().unwrap().unwrap();
        assert_eq!(names(&store), ["first", "second"]);
        held.join().unwrap();
        first.join().unwrap();
    });
}

#[test]
fn a_write_that_fails_or_panics_leaves_its_neighbours_alone() {
    on_sqlite(|url| {
        let store = open(url);
        let (go, held) = hold(&store);
        let spawn = |run: fn(&Store) -> Result<(), StoreError>| {
            let store = store.clone();
            let thread = thread::spawn(move || run(&store));
            let_it_queue();
            thread
        };
        let before = spawn(|store| written(store, "before"));
        let failing = spawn(|store| {
            store.write(|tx| {
                insert(tx, "failing", 1)?;
                Err(StoreError::Missing)
            })
        });
        let panicking = spawn(|store| {
            store.write(|tx| {
                // It leaves a savepoint of its own behind as well.
                tx.transaction(|tx| {
                    insert(tx, "panicking", 1)?;
                    panic!("a job that cannot go on")
                })
            })
        });
        let twice = spawn(|store| {
            store.write(|tx| {
                insert(tx, "twice", 1)?;
                insert(tx, "before", 1)
            })
        });
        let after = spawn(|store| written(store, "after"));
        go.send(()).unwrap();
        held.join().unwrap();
        before.join().unwrap().unwrap();
        assert!(matches!(failing.join().unwrap(), Err(StoreError::Missing)));
        assert!(panicking.join().is_err());
        assert!(matches!(twice.join().unwrap(), Err(StoreError::Taken)));
        after.join().unwrap().unwrap();
        assert_eq!(names(&store), ["after", "before"]);
    });
}

#[test]
fn a_panic_reaches_the_caller_and_leaves_nothing_behind() {
    on_each_engine(|url| {
        let store = Store::open(
            url,
            Options {
                connections: 1,
                ..Options::default()
            },
        )
        .unwrap();
        for _ in 0..3 {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                store.write(|tx| {
                    insert(tx, "half", 1)?;
                    assert!(
                        tx.engine() != Engine::Sqlite && tx.engine() != Engine::Postgres,
                        "on purpose"
                    );
                    Ok::<_, StoreError>(())
                })
            }));
            assert!(panicked.is_err());
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                store.read(|_| -> Result<(), StoreError> { panic!("on purpose") })
            }));
            assert!(panicked.is_err());
        }
        written(&store, "whole").unwrap();
        assert_eq!(names(&store), ["whole"]);
    });
}

#[test]
fn no_update_is_lost_between_a_read_and_a_write() {
    const THREADS: i64 = 16;
    const EACH: i64 = 8;
    on_each_engine(|url| {
        // Two stores, as two processes would have.
        let stores = [open(url), open(url)];
        stores[0].write(|tx| insert(tx, "n", 0)).unwrap();
        thread::scope(|scope| {
            for thread in 0..THREADS {
                let store = &stores[usize::try_from(thread % 2).unwrap()];
                scope.spawn(move || {
                    for _ in 0..EACH {
                        store
                            .write(|tx| {
                                let n = value(tx, "n")?;
                                set(tx, "n", n + 1)
                            })
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(
            stores[1].read(|conn| value(conn, "n")).unwrap(),
            THREADS * EACH
        );
    });
}

#[test]
fn two_who_each_look_first_cannot_both_be_kept() {
    on_each_engine(|url| {
        let store = open(url);
        // Each may write only as long as nobody has: PostgreSQL's usual isolation would let all.
        thread::scope(|scope| {
            for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                let store = &store;
                scope.spawn(move || {
                    store
                        .write(move |tx| {
                            let there: i64 = counters::table.count().get_result(tx)?;
                            // So that all have looked before the first is kept.
                            thread::sleep(Duration::from_millis(20));
                            if there == 0 {
                                insert(tx, name, 1)
                            } else {
                                Ok(())
                            }
                        })
                        .unwrap();
                });
            }
        });
        assert_eq!(names(&store).len(), 1);
    });
}

#[test]
fn who_loses_the_race_for_a_key_finds_it_on_a_second_look() {
    on_each_engine(|url| {
        let store = open(url);
        let inserted = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        store.write(|tx| match value(tx, "same") {
                            Ok(_) => Ok(0),
                            Err(StoreError::Missing) => insert(tx, "same", 1).map(|()| 1),
                            Err(error) => Err(error),
                        })
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap().unwrap())
                .sum::<i32>()
        });
        assert_eq!(inserted, 1);
        assert!(matches!(written(&store, "same"), Err(StoreError::Taken)));
    });
}

#[test]
fn a_read_cannot_write() {
    on_each_engine(|url| {
        let store = open(url);
        assert!(store.read(|conn| insert(conn, "a", 1)).is_err());
        assert!(names(&store).is_empty());
    });
}

#[test]
fn a_read_sees_one_instant() {
    on_each_engine(|url| {
        let store = open(url);
        store
            .read(|conn| {
                let before: i64 = counters::table.count().get_result(conn)?;
                written(&store, "meanwhile")?;
                let after: i64 = counters::table.count().get_result(conn)?;
                assert_eq!((before, after), (0, 0));
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(names(&store), ["meanwhile"]);
    });
}

#[test]
fn a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() {
    on_each_engine(|url| {
        let store = open(url);
        let inner = store.clone();
        let outcome = store.write(move |tx| {
            insert(tx, "outer", 1)?;
            written(&inner, "inner")
        });
        assert!(matches!(outcome, Err(StoreError::Query(_))), "{outcome:?}");
        assert!(names(&store).is_empty());
    });
}

#[test]
fn who_starts_and_finds_nothing_to_do_waits_for_no_writer() {
    on_sqlite(|url| {
        let store = open(url);
        let (let_go, holder) = hold(&store);
        let late = Store::open(url, Options::default());
        let_go.send(()).unwrap();
        holder.join().unwrap();
        assert!(late.is_ok(), "{late:?}");
    });
}

#[test]
fn migrations_run_once_however_many_start_at_once() {
    on_each_engine(|url| {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| open(url))).collect();
            for thread in threads {
                thread.join().unwrap();
            }
        });
        let store = open(url);
        assert!(store.migrate().unwrap().is_empty());
        assert!(store.pending_migrations().unwrap().is_empty());
        written(&store, "a").unwrap();
    });
}

#[test]
fn tables_are_left_as_they_are_when_nobody_asks() {
    on_each_engine(|url| {
        let store = Store::open(
            url,
            Options {
                migrate: false,
                ..Options::default()
            },
        )
        .unwrap();
        let pending = store.pending_migrations().unwrap();
        assert!(!pending.is_empty());
        assert!(written(&store, "a").is_err());
        assert_eq!(store.migrate().unwrap(), pending);
        written(&store, "a").unwrap();
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    on_each_engine(|url| {
        let sql = "INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')";
        open(url)
            .write(move |tx| {
                tx.batch_execute(sql)?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let error = Store::open(url, Options::default()).unwrap_err();
        assert!(
            matches!(&error, StoreError::Migration(why) if why.contains("9999")),
            "{error}"
        );
    });
}

#[test]
fn a_pool_without_a_free_connection_says_so_within_two_seconds() {
    on_each_engine(|url| {
        let store = Store::open(
            url,
            Options {
                connections: 1,
                ..Options::default()
            },
        )
        .unwrap();
        let (go, wait) = mpsc::channel::<()>();
        let (begun, is_begun) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let store = &store;
            scope.spawn(move || {
                store.read(|_| {
                    begun.send(()).unwrap();
                    wait.recv().unwrap();
                    Ok::<_, StoreError>(())
                })
            });
            is_begun.recv().unwrap();
            let asked = Instant::now();
            let outcome = store.answers();
            assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
            assert!(
                asked.elapsed() < Duration::from_secs(2),
                "{:?}",
                asked.elapsed()
            );
            go.send(()).unwrap();
        });
        store.answers().unwrap();
    });
}

#[test]
fn a_connection_that_the_server_ended_is_replaced() {
    on_postgres(|url| {
        let store = open(url);
        written(&store, "before").unwrap();
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let other = open(url);
        for _ in 0..3 {
            other
                .read(|conn| {
                    conn.batch_execute(kill)?;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            thread::sleep(Duration::from_millis(50));
            assert_eq!(names(&store), ["before"]);
        }
        // Ended in the middle: this one fails, and says that nothing answers.
        let suicide = store.write(|tx| {
            tx.batch_execute("SELECT pg_terminate_backend(pg_backend_pid())")?;
            insert(tx, "lost", 1)
        });
        assert!(
            matches!(suicide, Err(StoreError::Unavailable(_))),
            "{suicide:?}"
        );
        assert_eq!(names(&store), ["before"]);
    });
}

#[test]
fn another_process_hears_what_is_announced() {
    on_postgres(|url| {
        let (store, other) = (open(url), open(url));
        let mut listener = other.listen().unwrap().unwrap();
        let mut crier = store.listen().unwrap().unwrap();
        let long = Duration::from_secs(10);
        let short = Duration::from_millis(30);
        assert!(!listener.wait(short).unwrap());
        for _ in 0..3 {
            crier.announce().unwrap();
        }
        assert!(listener.wait(long).unwrap());
        while listener.wait(short).unwrap() {}
        crier.announce().unwrap();
        assert!(listener.wait(long).unwrap());
        assert!(!listener.wait(short).unwrap());
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        store
            .read(|conn| Ok::<_, StoreError>(conn.batch_execute(kill)?))
            .unwrap();
        assert!(matches!(
            listener.wait(long),
            Err(StoreError::Unavailable(_))
        ));
    });
    on_sqlite(|url| {
        let store = open(url);
        assert!(store.listen().unwrap().is_none());
    });
}

#[test]
fn a_full_disk_fails_the_write_that_fills_it_and_no_other() {
    on_sqlite(|url| {
        let store = open(url);
        let cap = |pages: u32| {
            store
                .write(move |tx| {
                    tx.batch_execute(&format!("PRAGMA max_page_count = {pages}"))?;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        };
        written(&store, "a").unwrap();
        cap(20);
        let big = "x".repeat(400_000);
        let (go, held) = hold(&store);
        let threads: Vec<_> = [("before", false), ("big", true), ("after", false)]
            .map(|(name, is_big)| {
                let (store, big) = (store.clone(), big.clone());
                let thread = thread::spawn(move || {
                    store.write(move |tx| {
                        insert(tx, name, 1)?;
                        if is_big { insert(tx, &big, 1) } else { Ok(()) }
                    })
                });
                let_it_queue();
                thread
            })
            .into();
        go.send(()).unwrap();
        held.join().unwrap();
        let ends: Vec<_> = threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect();
        assert!(
            matches!(ends.as_slice(), [Ok(()), Err(StoreError::Full), Ok(())]),
            "{ends:?}"
        );
        assert_eq!(names(&store), ["a", "after", "before"]);
        // Room again, and it works without anybody's hand.
        cap(10_000);
        store.write(move |tx| insert(tx, &big, 1)).unwrap();
        assert_eq!(names(&store).len(), 4);
    });
}

#[test]
fn a_new_file_and_its_folder_are_private() {
    on_sqlite(|url| {
        let folder = format!("{}-d/deep", url.sqlite_file().unwrap());
        let url = DatabaseUrl::sqlite(&format!("{folder}/guichet.db")).unwrap();
        let store = open(&url);
        written(&store, "a").unwrap();
        let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for end in ["", "-wal", "-shm"] {
            assert_eq!(mode(&format!("{folder}/guichet.db{end}")), 0o600, "{end}");
        }
    });
}

#[test]
fn the_last_store_dropped_ends_the_writer_and_its_files() {
    on_sqlite(|url| {
        let store = open(url);
        written(&store, "a").unwrap();
        drop(store.clone());
        let log = format!("{}-wal", url.sqlite_file().unwrap());
        assert!(fs::exists(&log).unwrap());
        drop(store);
        // r2d2 closes its connections on threads of its own.
        let begun = Instant::now();
        while fs::exists(&log).unwrap() {
            assert!(begun.elapsed() < Duration::from_secs(5), "still open");
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(names(&open(url)), ["a"]);
    });
}

#[test]
fn a_file_that_is_no_database_is_called_corrupt() {
    on_sqlite(|url| {
        fs::write(
            url.sqlite_file().unwrap(),
            "hello, I am a letter, not a database".repeat(50),
        )
        .unwrap();
        let error = Store::open(url, Options::default()).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    });
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().to_str().unwrap()).unwrap();
    let error = Store::open(&url, Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

#[test]
fn a_server_that_does_not_answer_is_named_at_once() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = DatabaseUrl::parse(&format!("postgres://u:secret@127.0.0.1:{free}/d")).unwrap();
    let begun = Instant::now();
    let error = Store::open(&url, Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(!format!("{error} {error:?}").contains("secret"));

    // One that takes the call and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = DatabaseUrl::parse(&format!(
        "postgres://u@127.0.0.1:{port}/d?connect_timeout=1"
    ))
    .unwrap();
    let begun = Instant::now();
    let error = Store::open(&url, Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_database_that_the_server_has_not_is_named() {
    on_postgres(|url| {
        let server = postgres::cluster().unwrap();
        let missing = format!(
            "postgres://guichet@127.0.0.1:{}/nowhere?sslmode=disable",
            server.port()
        );
        let error =
            Store::open(&DatabaseUrl::parse(&missing).unwrap(), Options::default()).unwrap_err();
        assert!(
            matches!(&error, StoreError::Unavailable(why) if why.contains("\"nowhere\"")),
            "{error:?}"
        );
        assert_eq!(open(url).engine(), Engine::Postgres);
    });
}

#[test]
fn each_sslmode_keeps_its_promise() {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    let Some(root) = cluster.tls_root() else {
        return;
    };
    let database: Database = cluster.database();
    let root = root.display().to_string();
    let other = root.replace("root.pem", "other.pem");
    let try_with = |host: &str, parameters: &str| -> Result<bool, StoreError> {
        let (port, name) = (cluster.port(), database.name());
        let url = format!("postgres://guichet@{host}:{port}/{name}?{parameters}");
        let store = Store::open(
            &DatabaseUrl::parse(&url).unwrap(),
            Options {
                migrate: false,
                ..Options::default()
            },
        )?;
        store.read(|conn| {
            let sql = diesel::dsl::sql::<diesel::sql_types::Bool>(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
            );
            Ok(sql.get_result(conn)?)
        })
    };
    let encrypted = |host: &str, parameters: &str| {
        assert!(try_with(host, parameters).unwrap(), "{host} {parameters}");
    };
    let refused = |host: &str, parameters: &str, why: &str| {
        let error = try_with(host, parameters).unwrap_err().to_string();
        assert!(error.contains(why), "{host} {parameters}: {error}");
    };
    assert!(!try_with("localhost", "sslmode=disable").unwrap());
    encrypted("localhost", "");
    encrypted("localhost", "sslmode=prefer");
    encrypted("localhost", &format!("sslmode=require&sslrootcert={root}"));
    encrypted(
        "localhost",
        &format!("sslmode=verify-ca&sslrootcert={root}"),
    );
    encrypted(
        "localhost",
        &format!("sslmode=verify-full&sslrootcert={root}"),
    );
    // The certificate is made out to localhost, not to its number.
    encrypted("127.0.0.1", &format!("sslmode=require&sslrootcert={root}"));
    encrypted(
        "127.0.0.1",
        &format!("sslmode=verify-ca&sslrootcert={root}"),
    );
    refused(
        "127.0.0.1",
        &format!("sslmode=verify-full&sslrootcert={root}"),
        "certificate",
    );
    // Another root signed nothing here.
    for mode in ["prefer", "require", "verify-ca", "verify-full"] {
        refused(
            "localhost",
            &format!("sslmode={mode}&sslrootcert={other}"),
            "UnknownIssuer",
        );
        refused(
            "localhost",
            &format!("sslmode={mode}&sslrootcert=/nowhere.pem"),
            "sslrootcert /nowhere.pem",
        );
    }
    // Without a root of one's own nothing passes unverified.
    for parameters in [
        "sslmode=require",
        "sslmode=require&sslrootcert=system",
        "sslmode=verify-full",
    ] {
        let error = try_with("localhost", parameters).unwrap_err().to_string();
        let verified = error.contains("UnknownIssuer") || error.contains("no root certificates");
        assert!(verified, "{parameters}: {error}");
    }
}
