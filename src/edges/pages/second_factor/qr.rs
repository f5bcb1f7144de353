//! The square code that an app photographs, as one path of an inline picture.

use qrcode::{Color, EcLevel, QrCode};

/// The blank around it, in modules (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A square code: dark modules as a path, on a ground of `side` by `side`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Square {
    /// The length of a side with the blank around it, in modules.
    pub side: usize,
    /// The runs of dark modules, row by row.
    pub path: String,
}

impl Square {
    /// The square of a text; nothing when the text is longer than a square can hold.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, other| one == other) {
                if run.first() == Some(&Color::Dark) {
                    let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                    path.push_str(&format!("M{left} {top}h{long}v1h-{long}z"));
                }
                x += run.len();
            }
        }
        Some(Self {
            side: width + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "otpauth://totp/Support:camille@desk.example?secret=GEZDGNBVGY3TQOJQ";

    /// The modules that a path paints.
    fn painted(square: &Square) -> Vec<Vec<bool>> {
        let mut modules = vec![vec![false; square.side]; square.side];
        for run in square.path.split('M').skip(1) {
            let numbers = run.split(|sign: char| !sign.is_ascii_digit());
            let numbers: Vec<usize> = numbers.filter_map(|one| one.parse().ok()).collect();
            let [left, top, long, 1, back] = numbers[..] else {
                panic!("{run}")
            };
            assert_eq!(long, back, "the run is closed");
            for module in &mut modules[top][left..left + long] {
                assert!(!*module, "painted once");
                *module = true;
            }
        }
        modules
    }

    #[test]
    fn the_path_paints_the_dark_modules_and_leaves_a_blank_around_them() {
        let square = Square::of(ADDRESS).unwrap();
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::M).unwrap();
        let painted = painted(&square);
        for (y, row) in painted.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < code.width());
                let wanted = match (inside(x), inside(y)) {
                    (Some(x), Some(y)) => code[(x, y)] == Color::Dark,
                    _ => false,
                };
                assert_eq!(*dark, wanted, "{x}, {y}");
            }
        }
        assert_eq!(Square::of(&"x".repeat(5_000)), None);
    }
}
