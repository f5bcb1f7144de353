//! Where other people's programs may be called.

use super::{
    super::{HookTargets, Setting},
    Source,
};

impl Source {
    /// Public addresses, unless it is said otherwise.
    pub(super) fn hook_targets(&mut self) -> Setting<HookTargets> {
        self.word(
            "hook_targets",
            HookTargets::Public,
            "public or any",
            &HookTargets::WORDS,
        )
    }
}
