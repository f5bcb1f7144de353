//! `guichet sweep`: one pass of the worker, then exit.

use std::{io::Write, process::ExitCode, time::Instant};

use super::open::{self, Failure};

/// One pass of the worker
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Fires what is due, sends what is owed, and tells both.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    super::log::begin(&settings);
    let desk = open::desk(&settings)?;
    let mailer = open::mailer(&settings)?;
    let began = Instant::now();
    let swept = desk.escalate()?;
    let fired_in = began.elapsed();
    desk.answer_reset_requests()?;
    let delivered = match &mailer {
        Some(mailer) => desk.deliver(mailer)?,
        None => crate::desk::Delivered::default(),
    };
    if args.json {
        let told = serde_json::json!({
            "levels_fired": swept.fired,
            "letters_owed": swept.letters,
            "clocks_failed": swept.failed,
            "letters_sent": delivered.sent,
            "letters_put_off": delivered.put_off,
            "letters_refused": delivered.refused,
            "sweep_seconds": fired_in.as_secs_f64(),
            "seconds": began.elapsed().as_secs_f64(),
        });
        writeln!(out, "{told}")?;
    } else {
        writeln!(
            out,
            "levels fired: {}, letters owed: {}, in {:.3} s",
            swept.fired,
            swept.letters,
            fired_in.as_secs_f64()
        )?;
        let sent = format!(
            "letters sent: {}, put off: {}, refused: {}",
            delivered.sent, delivered.put_off, delivered.refused
        );
        writeln!(
            out,
            "{sent}, in {:.3} s altogether",
            began.elapsed().as_secs_f64()
        )?;
        if mailer.is_none() {
            writeln!(
                out,
                "No mail server is set (GUICHET_SMTP_URL): letters wait."
            )?;
        }
    }
    Ok(if swept.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
