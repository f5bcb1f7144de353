//! A list that is taken away slowly: it goes on only as long as who takes it sees what they saw when
//! it began.

use actix_web::{
    body::{BoxBody, MessageBody as _},
    test::TestRequest,
    web::Bytes,
};
use guichet::{
    domain::{
        ids::{PersonId, QueueId},
        lang::Lang,
        people::Role,
        people_history::By,
    },
    edges::{
        http::export::handed_out,
        table_out::{Cell, FileForm, Kind, Table},
    },
};

use super::OPEN;
use crate::support::{
    app::{Served, served},
    on_each_engine,
};

/// A list of three rows, read one at a time.
fn three_parts(served: &Served) -> Table {
    let now = served.desk.clock().now();
    let words = Lang::Fr.words();
    let mut rows = ["un", "deux", "trois"].into_iter();
    let mut next = move || rows.next().map(|row| vec![Cell::from(row)]);
    Table::new(
        "queue",
        "export-list-queue",
        words,
        chrono_tz::Europe::Paris,
        now,
    )
    .columns(&[("export-subject", Kind::Text)])
    .fed(move || Ok(next().into_iter().collect()))
}

async fn part(body: &mut BoxBody) -> Option<Result<Bytes, String>> {
    let mut body = std::pin::Pin::new(body);
    let next = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await;
    next.map(|part| part.map_err(|error| error.to_string()))
}

/// Takes a list of three parts away as `person`; how many come after the first, when something
/// `happens` behind it, or how the list is cut off.
fn after_the_first(
    served: &Served,
    person: PersonId,
    happens: impl FnOnce() + Send,
) -> Result<usize, String> {
    let secret = served.desk.open_session(person, "suite").unwrap();
    let request = TestRequest::get()
        .uri("/queue.csv")
        .insert_header(("Cookie", format!("guichet={}", secret.reveal())))
        .to_http_request();
    actix_web::rt::System::new().block_on(async {
        let table = three_parts(served);
        let answer = handed_out(&served.app, &request, table, FileForm::Csv).await;
        let mut body = answer.unwrap().into_body();
        let first = part(&mut body).await.unwrap().unwrap();
        assert!(first.ends_with(b"\"un\"\r\n"), "{first:?}");
        // The desk waits for its database, which no thread may that drives requests.
        std::thread::scope(|threads| threads.spawn(happens).join()).unwrap();
        let mut come = 0;
        while let Some(part) = part(&mut body).await {
            part?;
            come += 1;
        }
        Ok(come)
    })
}

#[test]
fn export_a_list_is_cut_off_as_soon_as_who_takes_it_sees_something_else() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let agent = served.worker("Camille", "camille@desk.example", Role::Agent);
        let queue: QueueId = served.desk.queues().unwrap()[0].id;
        let by = By::Person(boss);
        served
            .desk
            .set_queue_member(queue, boss, true, boss)
            .unwrap();
        assert_eq!(
            after_the_first(&served, agent, || ()),
            Ok(2),
            "nothing changes"
        );

        let cut = Err("the list cannot be read to its end".to_owned());
        let closed = || served.desk.close_queue(queue, true, boss).unwrap();
        assert_eq!(
            after_the_first(&served, agent, closed),
            cut,
            "a queue is closed"
        );
        let opened = || served.desk.close_queue(queue, false, boss).unwrap();
        assert_eq!(
            after_the_first(&served, agent, opened),
            cut,
            "and open again"
        );

        let another = || served.desk.change_role(agent, Role::Auditor, by).unwrap();
        assert_eq!(
            after_the_first(&served, agent, another),
            cut,
            "a session has ended"
        );
        let account = || served.desk.set_active(agent, false, by).unwrap();
        assert_eq!(
            after_the_first(&served, agent, account),
            cut,
            "an account is closed"
        );
    });
}
