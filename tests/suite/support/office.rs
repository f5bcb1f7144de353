//! A real spreadsheet program, LibreOffice Calc, without a screen and with a profile of its own: what it
//! makes of a file, it writes down as OpenDocument, which says of each cell what it is.

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use calamine::{Data, Ods, Reader as _, open_workbook};
use tempfile::TempDir;

use super::{program, skip};

/// How long it may take for all files of one go.
const PATIENCE: Duration = Duration::from_secs(180);

/// How files are opened.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// As workbooks.
    Book,
    /// As text with this between cells; what stands in quotation marks is text.
    Quoted(char),
    /// As text with this between cells, as the program proposes it: numbers, dates and formulas are found
    /// wherever they are, in quotation marks or not.
    Proposed(char),
    /// The same by somebody who ticks everything that may stand between cells.
    Careless,
}

impl Manner {
    /// The filter that reads it: separators, quotation mark, UTF-8, first line, columns, French, whether
    /// quotation marks make text, whether dates are looked for, then for the way out, the sheet, and
    /// whether formulas are computed.
    fn filter(self) -> Option<String> {
        let (between, quoted) = match self {
            Self::Book => return None,
            Self::Quoted(one) => (u32::from(one).to_string(), true),
            Self::Proposed(one) => (u32::from(one).to_string(), false),
            Self::Careless => ("59/44/9/32".to_owned(), false),
        };
        let tokens = format!("{between},34,76,1,,1036,{quoted},true,false,false,false,0,true");
        Some(format!("Text - txt - csv (StarCalc):{tokens}"))
    }
}

/// A sheet as the program understood it.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub rows: Vec<Vec<Data>>,
    pub formulas: Vec<String>,
}

/// The program.
#[derive(Debug)]
pub struct Office {
    binary: PathBuf,
    folder: TempDir,
}

impl Office {
    /// Finds it. None where it is not installed.
    pub fn find() -> Option<Self> {
        let places = ["/usr/lib/libreoffice/program", "/opt/libreoffice/program"];
        let Some(binary) = program("soffice", places.map(PathBuf::from)) else {
            skip("office", "soffice was not found");
            return None;
        };
        Some(Self {
            binary,
            folder: tempfile::tempdir().unwrap(),
        })
    }

    /// Opens files in one go; the sheets of each, in the order of the files.
    pub fn open<'a>(
        &self,
        manner: Manner,
        files: impl IntoIterator<Item = &'a [u8]>,
    ) -> Vec<Vec<Sheet>> {
        let go = tempfile::tempdir_in(self.folder.path()).unwrap();
        let end = match manner {
            Manner::Book => "xlsx",
            Manner::Quoted(_) | Manner::Proposed(_) | Manner::Careless => "csv",
        };
        let mut paths = Vec::new();
        for (rank, bytes) in files.into_iter().enumerate() {
            let path = go.path().join(format!("{rank}.{end}"));
            fs::write(&path, bytes).unwrap();
            paths.push(path);
        }
        self.convert(manner, &paths, go.path());
        let read = |path: &PathBuf| sheets(&path.with_extension("ods"));
        paths.iter().map(read).collect()
    }

    fn convert(&self, manner: Manner, paths: &[PathBuf], out: &Path) {
        let home = self.folder.path();
        let log = fs::File::create(out.join("log")).unwrap();
        let filter = manner.filter().map(|one| format!("--infilter={one}"));
        let child = Command::new(&self.binary)
            .arg(format!(
                "-env:UserInstallation=file://{}/profile",
                home.display()
            ))
            .args(["--headless", "--norestore", "--convert-to", "ods"])
            .args(filter)
            .arg("--outdir")
            .arg(out)
            .args(paths)
            .env("HOME", home)
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            // What it starts ends with it.
            .process_group(0)
            .spawn()
            .unwrap();
        let is_done = ends(child);
        let said = fs::read_to_string(out.join("log")).unwrap();
        assert!(is_done, "LibreOffice does not open {manner:?}: {said}");
    }
}

/// Whether the program ended well, and in time.
fn ends(mut child: Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        thread::sleep(Duration::from_millis(20));
    }
    let group = format!("-{}", child.id());
    let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    let _ = child.wait();
    false
}

fn sheets(path: &Path) -> Vec<Sheet> {
    let mut book: Ods<_> = open_workbook(path)
        .unwrap_or_else(|error: calamine::OdsError| panic!("{}: {error}", path.display()));
    let names = book.sheet_names();
    let read = names.iter().map(|name| {
        let formulas = book.worksheet_formula(name).unwrap();
        let range = book.worksheet_range(name).unwrap();
        Sheet {
            formulas: formulas
                .used_cells()
                .map(|(_, _, one)| one.clone())
                .filter(|one| !one.is_empty())
                .collect(),
            rows: range.rows().map(<[Data]>::to_vec).collect(),
        }
    });
    read.collect()
}
