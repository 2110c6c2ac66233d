//! What a recipient is in law, and where those who say so contradict each other.

use crate::domain::{
    Key,
    record::{DisclosureRole, RecipientRole, RoleSource},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What two sources say of a recipient, and what is not the same.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RoleConflict {
    /// Under which law; absent: without one being named.
    pub regime: Option<Key>,
    /// What each source says, at least two of them.
    pub stated: Vec<Stated>,
}

/// What one source says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stated {
    /// The source.
    pub according_to: RoleSource,
    /// The roles.
    pub roles: Vec<RecipientRole>,
}

/// Where sources contradict each other. A statement without a law holds under every law for which the same source says
/// nothing else.
pub fn conflicts(roles: &[DisclosureRole]) -> Vec<RoleConflict> {
    let regimes: BTreeSet<Option<&Key>> = roles.iter().map(|role| role.regime.as_ref()).collect();
    let mut found = Vec::new();
    for regime in regimes {
        let mut said: BTreeMap<RoleSource, BTreeSet<RecipientRole>> = BTreeMap::new();
        for source in [RoleSource::Claimed, RoleSource::Contractual, RoleSource::Actual] {
            let of = |wanted: Option<&Key>| -> BTreeSet<RecipientRole> {
                let roles = roles.iter().filter(|role| role.according_to == source && role.regime.as_ref() == wanted);
                roles.map(|role| role.role).collect()
            };
            let own = of(regime);
            let stated = if own.is_empty() { of(None) } else { own };
            if !stated.is_empty() {
                said.insert(source, stated);
            }
        }
        let mut sets = said.values();
        let first = sets.next();
        if sets.any(|other| Some(other) != first) {
            let stated = said
                .into_iter()
                .map(|(according_to, roles)| Stated { according_to, roles: roles.into_iter().collect() });
            found.push(RoleConflict { regime: regime.cloned(), stated: stated.collect() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(role: RecipientRole, according_to: RoleSource, regime: Option<&str>) -> DisclosureRole {
        DisclosureRole { role, according_to, regime: regime.map(|regime| regime.parse().unwrap()) }
    }

    #[test]
    fn sources_contradict_each_other_under_the_same_law_only() {
        use RecipientRole::{Controller, Processor, ThirdParty};
        use RoleSource::{Actual, Claimed, Contractual};
        let agreed = [role(Processor, Claimed, None), role(Processor, Actual, Some("gdpr"))];
        assert!(conflicts(&agreed).is_empty());
        let apart = [role(Processor, Contractual, Some("gdpr")), role(ThirdParty, Actual, Some("ccpa"))];
        assert!(conflicts(&apart).is_empty());
        let contradicting = [role(Processor, Claimed, None), role(Controller, Actual, Some("gdpr"))];
        let found = conflicts(&contradicting);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].regime.as_ref().map(Key::as_str), Some("gdpr"));
        assert_eq!(found[0].stated.iter().map(|stated| stated.according_to).collect::<Vec<_>>(), [Claimed, Actual]);
    }
}
