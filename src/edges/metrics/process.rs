//! What the system knows of this process, where it tells (Linux). The names are those that every
//! program's metrics have.

use std::fs;

use rustix::process::{Resource, getrlimit};

use super::text::{Kind, Text};

/// Writes them down; what the system does not tell is left out.
pub(super) fn write(text: &mut Text) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kibibytes * 1024)
    };
    if let Some(resident) = bytes("VmRSS:") {
        let name = "process_resident_memory_bytes";
        text.one(name, Kind::Gauge, "Memory in use", resident);
    }
    if let Some(most) = bytes("VmHWM:") {
        let name = "guichet_process_most_resident_memory_bytes";
        text.one(
            name,
            Kind::Gauge,
            "The most memory that was ever in use",
            most,
        );
    }
    let threads = status
        .lines()
        .find_map(|line| line.strip_prefix("Threads:"));
    if let Some(threads) = threads.and_then(|number| number.trim().parse::<u64>().ok()) {
        text.one("process_threads", Kind::Gauge, "Threads", threads);
    }
    if let Some(seconds) = processor_seconds() {
        let name = "process_cpu_seconds_total";
        text.one(name, Kind::Counter, "Processor time used", seconds);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        let name = "process_open_fds";
        text.one(
            name,
            Kind::Gauge,
            "Files and connections open",
            files.count(),
        );
    }
    if let Some(most) = getrlimit(Resource::Nofile).current {
        let name = "process_max_fds";
        text.one(
            name,
            Kind::Gauge,
            "The most files and connections at once",
            most,
        );
    }
}

/// The 14th and 15th fields of `/proc/self/stat`, in hundredths of a second.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field, a name between brackets, may hold blanks.
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(f64::from(user.saturating_add(system)) / 100.0)
}
