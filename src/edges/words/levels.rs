//! Where a level stands in its ladder, in words: « 75 % de l'objectif », « dépassement ».

use super::{FluentValue, Words, durations};
use crate::domain::notice::LevelWhen;

/// A level's place in words; amounts are open time.
#[must_use]
pub fn level_when(when: LevelWhen, words: Words) -> String {
    let with_amount = |key, seconds| {
        let amount = durations::amount_in_unit(seconds, true, words);
        words.say_with(key, &[("amount", FluentValue::from(amount))])
    };
    match when {
        LevelWhen::Share { percent } => {
            words.say_with("level-share", &[("percent", FluentValue::from(percent))])
        }
        LevelWhen::Before { seconds } => with_amount("level-before", seconds),
        LevelWhen::Breach => words.say("level-breach"),
        LevelWhen::After { seconds } => with_amount("level-after", seconds),
        LevelWhen::Repeat { seconds } => with_amount("level-repeat", seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::words::Lang;

    #[test]
    fn each_level_is_worded_in_both_languages() {
        let told = |when| Lang::ALL.map(|lang| level_when(when, lang.words()));
        assert_eq!(
            told(LevelWhen::Share { percent: 75 }),
            ["75\u{202f}% de l’objectif", "75% of the target"]
        );
        assert_eq!(told(LevelWhen::Breach), ["échéance", "deadline"]);
        assert_eq!(
            told(LevelWhen::Before { seconds: 3_600 }),
            [
                "1\u{a0}h ouvrée avant l’échéance",
                "1\u{a0}h business time before the deadline"
            ]
        );
    }
}
