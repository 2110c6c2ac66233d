//! The flows found so far, in whatever order the legs find them.

use crate::flows::{Facts, Listed, Name};
use std::sync::Arc;

/// The flows of an activity on a day.
#[derive(Default)]
pub struct Found<'a> {
    flows: Vec<Option<(Name<'a>, Facts<'a>)>>,
}

impl<'a> Found<'a> {
    /// Adds a flow.
    pub fn put(&mut self, name: Name<'a>, facts: Facts<'a>) {
        self.flows.push(Some((name, facts)));
    }

    /// Every flow, by its name. One that was found on several ways is the same flow, and what all the ways tell of it belongs
    /// to it, in the order in which they were found.
    pub fn in_order(mut self) -> Vec<(Name<'a>, Facts<'a>)> {
        // A flow is large; places are sorted.
        let mut order: Vec<usize> = (0..self.flows.len()).collect();
        let name = |place: &usize| self.flows.get(*place).and_then(Option::as_ref).map(|(name, _)| name);
        order.sort_by(|a, b| name(a).cmp(&name(b)));
        let mut each: Vec<(Name<'_>, Facts<'_>)> = Vec::with_capacity(order.len());
        for (name, facts) in order.into_iter().filter_map(|place| self.flows.get_mut(place)?.take()) {
            match each.last_mut() {
                Some((before, told)) if *before == name => told.take(facts),
                _ => each.push((name, facts)),
            }
        }
        each
    }
}

impl Facts<'_> {
    /// Takes in what another way to the same flow tells.
    fn take(&mut self, more: Self) {
        fn add<'a, T: Clone + PartialEq>(list: &mut Arc<Listed<'a, T>>, more: Arc<Listed<'a, T>>) {
            if !Arc::ptr_eq(list, &more) && *list != more {
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
        if !Arc::ptr_eq(&self.inside, &more.inside) {
            Arc::make_mut(&mut self.inside).add(&more.inside);
        }
        add(&mut self.purposes, more.purposes);
        add(&mut self.sub_processors, more.sub_processors);
        // Only a limit on every way limits the flow.
        self.categories = self.categories.filter(|categories| more.categories == Some(*categories));
        self.systems.extend(more.systems);
        self.systems.sort_unstable();
        self.systems.dedup();
    }
}
