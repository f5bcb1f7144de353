//! Amounts of euros as each language writes them.

use super::Words;
use crate::domain::{lang::Lang, money::Cents};

/// « 12 000,50 € », “€12,000.50”.
#[must_use]
pub fn euros(amount: Cents, words: Words) -> String {
    let lang = words.lang();
    let whole = i64::try_from(amount.whole() / 100).unwrap_or(i64::MAX);
    let (whole, point) = (lang.number_of(whole), lang.decimal_point());
    let part = amount.whole() % 100;
    match lang {
        Lang::Fr => format!("{whole}{point}{part:02}\u{a0}€"),
        Lang::En => format!("€{whole}{point}{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_as_the_language_writes_it() {
        let amount = Cents::parse("12000,05").unwrap();
        assert_eq!(euros(amount, Lang::Fr.words()), "12\u{202f}000,05\u{a0}€");
        assert_eq!(euros(amount, Lang::En.words()), "€12,000.05");
    }
}
