//! Text whose lines were broken for the way (RFC 3676), whole again.

/// Joins the lines that go on.
pub(super) fn unfolded(text: &str, without_blank: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    // How deep the line before quotes, when it goes on.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let quoted = line.get(depth..).unwrap_or_default();
        let content = quoted.strip_prefix(' ').unwrap_or(quoted);
        let is_signature = content == "-- ";
        if open == Some(depth) && !is_signature {
            whole.push_str(content);
        } else {
            if !whole.is_empty() || open.is_some() {
                whole.push('\n');
            }
            for _ in 0..depth {
                whole.push('>');
            }
            if depth > 0 {
                whole.push(' ');
            }
            whole.push_str(content);
        }
        let goes_on = content.ends_with(' ') && !is_signature;
        if goes_on && without_blank {
            whole.pop();
        }
        open = goes_on.then_some(depth);
        if whole.is_empty() && open.is_none() {
            whole.push('\n');
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::unfolded;

    #[test]
    fn lines_that_go_on_are_one() {
        assert_eq!(unfolded("a \nb\nc", false), "a b\nc");
        assert_eq!(unfolded("a \nb", true), "ab");
        assert_eq!(unfolded("> a \n> b\nc", false), "> a b\nc");
        assert_eq!(unfolded(" > no quote\nb", false), "> no quote\nb");
        assert_eq!(unfolded("a \n-- \nBob", false), "a \n-- \nBob");
    }
}
