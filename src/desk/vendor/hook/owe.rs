//! What a vendor's program is told is owed in the write that says it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    desk::{Desk, Error},
    domain::{
        contract::{ClauseRef, Contract},
        ids::DeliveryId,
        lang::Lang,
        notice::CaseTold,
        sla::State,
        ticket::{Priority, Ticket},
        vendor::{self, Delivery, HookFile, HookTold, Point, ToldCase, ToldDeadline, VendorCase},
        webhook::DeliveryState,
    },
    store::{
        Conn, attachments,
        vendor::{deliveries, thread},
    },
};

/// How many bytes of files a call carries.
const MOST_ENCLOSED: u64 = 5_000_000;

impl Desk {
    /// Owes a vendor's program a call about a case. The first one tells all of it.
    pub(in crate::desk::vendor) fn owe_call(
        &self,
        tx: &mut Conn,
        (ticket, case): (&Ticket, &VendorCase),
        contract: &Contract,
        (told, text): (CaseTold, String),
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let rank = deliveries::next_rank(tx, case.id)?;
        let mut data = told_case(tx, (ticket, case), contract, text)?;
        data.rank = rank;
        if rank == 1 {
            data.dossier = written(case);
            data.files = files(tx, case)?;
        }
        let delivery = Delivery {
            id: DeliveryId::fresh(),
            case: case.id,
            vendor: case.vendor,
            rank,
            told: HookTold {
                kind: format!("case.{}", told.word()),
                timestamp: now,
                data,
            },
            state: DeliveryState::Owed,
            attempts: 0,
            unsure: false,
            since: now,
            next_try_at: now,
            lease_until: None,
            done_at: None,
            fault: None,
        };
        Ok(deliveries::owe(tx, &delivery)?)
    }
}

fn told_case(
    tx: &mut Conn,
    (ticket, case): (&Ticket, &VendorCase),
    contract: &Contract,
    text: String,
) -> Result<ToldCase, Error> {
    let severity = case.dossier.severity.unwrap_or(Priority::P3);
    let clause = |name: &ClauseRef| {
        let clause = contract.clause(name);
        clause.map(|clause| clause.reference_in(Lang::Fr).to_owned())
    };
    let clocks = vendor::clocks(&thread::history(tx, case.id)?, contract)?;
    let deadlines = clocks
        .iter()
        .filter(|clock| !matches!(clock.state, State::Stopped { .. }))
        .filter_map(|clock| {
            let promise = clock.promise.as_ref()?;
            Some(ToldDeadline {
                clock: clock.name,
                due: clock.deadline(),
                clause: clause(&promise.clause),
            })
        });
    Ok(ToldCase {
        case: Desk::case_reference(ticket, case),
        rank: 0,
        reference: case.reference.as_ref().map(ToString::to_string),
        headline: case.dossier.headline(),
        nature: case.dossier.nature,
        severity,
        severity_word: contract.priority_word(severity, Lang::Fr).to_owned(),
        severity_clause: contract.severity_clause(severity).and_then(clause),
        product: case.runs_on.as_ref().map(|one| one.name.clone()),
        contract: contract.title_in(Lang::Fr).to_owned(),
        deadlines: deadlines.collect(),
        text,
        dossier: BTreeMap::new(),
        files: Vec::new(),
    })
}

/// All that was written in the dossier of a case.
fn written(case: &VendorCase) -> BTreeMap<Point, String> {
    Point::WRITTEN
        .into_iter()
        .map(|point| (point, case.dossier.text(point).to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// The files of a dossier; the call carries the first ones that fit into it.
fn files(tx: &mut Conn, case: &VendorCase) -> Result<Vec<HookFile>, Error> {
    let mut room = MOST_ENCLOSED;
    let mut files = attachments::of(tx, case.ticket)?;
    files.retain(|file| case.dossier.files.contains(&file.id));
    Ok(files
        .into_iter()
        .map(|file| {
            let enclosed = file.bytes <= room;
            if enclosed {
                room -= file.bytes;
            }
            HookFile {
                id: file.id,
                name: file.name.as_str().to_owned(),
                bytes: file.bytes,
                sha256: file.digest,
                enclosed,
                content: None,
            }
        })
        .collect())
}
