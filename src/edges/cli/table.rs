//! A table of text whose columns line up.

/// How a column is set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Set {
    /// Against the left.
    Left,
    /// Against the right, as numbers are.
    Right,
}

/// Writes rows of cells as lines of text; the first row is the heading, underlined.
#[must_use]
pub fn table(columns: &[Set], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..columns.len())
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for (rank, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for ((set, width), cell) in columns.iter().zip(&widths).zip(row) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            match set {
                Set::Left => line.push_str(&format!("{cell:<width$}")),
                Set::Right => line.push_str(&format!("{cell:>width$}")),
            }
        }
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
        if rank == 0 {
            let rule: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
            text.push_str(&rule.join("  "));
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_letters_are_in_them() {
        let rows = [["é", "12"], ["abc", "3"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(
            table(&[Set::Left, Set::Right], &rows),
            "é    12\n───  ──\nabc   3\n"
        );
    }
}
