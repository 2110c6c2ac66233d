//! The flows found so far, each once.

use crate::flows::{Facts, Listed, Name};
use std::{collections::HashMap, sync::Arc};

/// The flows of an activity on a day.
#[derive(Default)]
pub struct Found<'a> {
    /// In the order in which they were found; each name once.
    pub flows: Vec<(Name<'a>, Facts<'a>)>,
    places: HashMap<Name<'a>, usize>,
}

impl<'a> Found<'a> {
    /// Adds a flow. One that was found on another way already is the same flow, and what both ways tell of it belongs to it.
    pub fn put(&mut self, name: Name<'a>, facts: Facts<'a>) {
        if let Some((_, before)) = self.places.get(&name).and_then(|place| self.flows.get_mut(*place)) {
            before.take(facts);
            return;
        }
        self.places.insert(name, self.flows.len());
        self.flows.push((name, facts));
    }
}

impl Facts<'_> {
    /// Takes in what another way to the same flow tells.
    fn take(&mut self, more: Self) {
        fn add<'a, T: Clone + PartialEq>(list: &mut Arc<Listed<'a, T>>, more: Arc<Listed<'a, T>>) {
            if *list != more {
                Arc::make_mut(list).add(Arc::unwrap_or_clone(more));
            }
        }
        // It flows as long as it does on one of the ways.
        self.state = self.state.min(more.state);
        self.basis = self.basis.min(more.basis);
        add(&mut self.origin, more.origin);
        add(&mut self.storage, more.storage);
        add(&mut self.access, more.access);
        add(&mut self.data, more.data);
        add(&mut self.fields, more.fields);
        add(&mut self.purposes, more.purposes);
        add(&mut self.sub_processors, more.sub_processors);
        // Only a limit on every way limits the flow.
        self.categories = self.categories.filter(|categories| more.categories == Some(*categories));
        self.systems.extend(more.systems);
        self.systems.sort_unstable();
        self.systems.dedup();
    }
}
