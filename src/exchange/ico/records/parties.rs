//! Whom a file names: the controller and whom it appointed, joint controllers, recipients with their contracts and countries.

use super::{Draft, Writer, country, is_unknown, text};
use crate::{
    domain::Kind,
    exchange::ico::{
        Became, Cell,
        contacts::{self, Contacts, Field, Whom},
        heads::Column,
        merged::over,
        table::name,
        words::{self, Says},
    },
};
use serde_json::{Value, json};

impl Writer<'_, '_> {
    /// The controller, with whom it appointed.
    pub(super) fn organization_of(&mut self, contacts: &Contacts<'_>) -> Option<String> {
        let says = |whom, field| contacts.get(&(whom, field)).map(|found| found.text).filter(|text| !is_unknown(text));
        let Some(called) = says(Whom::Controller, Field::Name) else {
            for found in contacts.values() {
                self.label(found, Became::LeftOut, "whose it is, is not said: the controller has no name");
            }
            return None;
        };
        let key = self.named(Kind::Organizations, called);
        let at = |field: &str| format!("organizations/{key}#{field}");
        let mut document = json!({ "key": key });
        if self.made.contains_key(&(Kind::Organizations, key.clone())) {
            document["name"] = text(called);
        }
        let mut of = Vec::new();
        for (whom, element, function) in [
            (Whom::Controller, "general", "general"),
            (Whom::Officer, "dpo", "data_protection_officer"),
            (Whom::Representative, "uk-representative", "uk_representative"),
        ] {
            let mut contact = json!({ "key": element, "function": function });
            let mut told = false;
            for (field, name) in [(Field::Name, "name"), (Field::Email, "email"), (Field::Telephone, "phone")] {
                if let Some(text) = says(whom, field).filter(|_| whom != Whom::Controller || field != Field::Name) {
                    contact[name] = text.into();
                    told = true;
                    of.push((whom, field, at(&format!("/contacts/{element}/{name}"))));
                }
            }
            if let Some(address) = says(whom, Field::Address) {
                let lines: Vec<&str> = address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                if whom == Whom::Controller {
                    document["address"] = json!({ "lines": lines });
                    of.push((whom, Field::Address, at("/address")));
                } else {
                    contact["address"] = json!({ "lines": lines });
                    told = true;
                    of.push((whom, Field::Address, at(&format!("/contacts/{element}/address"))));
                }
            }
            if told {
                let list =
                    document.as_object_mut().map(|document| document.entry("contacts").or_insert_with(|| json!([])));
                list.and_then(Value::as_array_mut).into_iter().for_each(|list| list.push(contact.clone()));
            }
        }
        of.push((Whom::Controller, Field::Name, at("")));
        self.put(Kind::Organizations, &key, document);
        for (whom, field, to) in of {
            if let Some(found) = contacts.get(&(whom, field)) {
                self.label(found, Became::Understood, to);
            }
        }
        Some(key)
    }

    fn label(&mut self, found: &contacts::Found<'_>, became: Became, detail: impl Into<String>) {
        self.cells.push(Cell {
            row: found.row + 1,
            column: found.column + 1,
            cell: name(found.row, found.column),
            head: found.label.to_owned(),
            became,
            detail: detail.into(),
        });
    }

    pub(super) fn joint_controllers(&mut self, draft: &mut Draft, key: &str, row: u32) {
        match self.says(row, Column::JointController, false) {
            Says::None => {
                draft.document.entry("role").or_insert_with(|| "controller".into());
                self.understood(row, Column::JointController, key, "/role");
            }
            Says::Nothing => self.blank(row, Column::JointController),
            Says::Things(things) => {
                draft.document.insert("role".to_owned(), "joint_controller".into());
                if let Some(controller) = self.controller.clone() {
                    draft.add("controllers", controller.into());
                }
                let mut whole = true;
                for thing in things {
                    let called = thing.split([',', '(']).next().unwrap_or(&thing).trim().to_owned();
                    if words::email(&called).is_some() {
                        whole = false;
                        continue;
                    }
                    let organization = self.named(Kind::Organizations, &called);
                    if let Some(email) = words::email(&thing) {
                        let contact = json!([{ "key": "general", "function": "general", "email": email }]);
                        self.put(
                            Kind::Organizations,
                            &organization,
                            json!({ "key": organization, "contacts": contact }),
                        );
                    }
                    whole &= thing.len() == called.len() || words::email(&thing).is_some();
                    draft.add("controllers", organization.into());
                }
                self.understood(row, Column::JointController, key, "/controllers");
                if !whole {
                    self.quote(draft, row, Column::JointController, "only names and e-mail addresses are taken over");
                }
            }
        }
    }

    /// Recipients, with contracts and countries where there is one recipient to which they must belong.
    pub(super) fn recipients(&mut self, draft: &mut Draft, key: &str, row: u32) {
        let mut only = None;
        match self.says(row, Column::Recipients, true) {
            Says::None => {
                draft.none("disclosures");
                self.understood(row, Column::Recipients, key, "/disclosures");
            }
            Says::Nothing => self.blank(row, Column::Recipients),
            Says::Things(things) => {
                for thing in &things {
                    let disclosure = words::key(thing);
                    let known = |kind| self.names.find(kind, thing).map(ToString::to_string);
                    let recipient = match (known(Kind::Processors), known(Kind::Organizations)) {
                        (Some(service), _) => json!({ "processor": service }),
                        (None, Some(organization)) => json!({ "organization": organization }),
                        (None, None) => json!({ "group": text(thing) }),
                    };
                    draft.add("disclosures", json!({ "key": disclosure, "recipient": recipient }));
                    only = (things.len() == 1).then_some(disclosure);
                }
                self.understood(row, Column::Recipients, key, "/disclosures");
            }
        }
        self.contracts(draft, key, row, only.as_deref());
        self.countries(draft, key, row, only.as_deref());
        self.quote(draft, row, Column::Safeguards, "which instrument it is, between whom and since when, is not said");
    }

    fn contracts(&mut self, draft: &mut Draft, key: &str, row: u32, only: Option<&str>) {
        let Says::Things(things) = self.says(row, Column::Contract, false) else {
            return self.blank(row, Column::Contract);
        };
        let Some(disclosure) = only else {
            return self.quote(
                draft,
                row,
                Column::Contract,
                "whose contract it is is not said: the row has not one recipient",
            );
        };
        for thing in things {
            let links = words::links(&thing);
            let agreement = words::key(&thing);
            let documents: Vec<Value> =
                links.iter().map(|link| json!({ "title": thing.as_str(), "url": link })).collect();
            let mut document = json!({ "key": agreement, "name": text(&thing) });
            if !documents.is_empty() {
                document["documents"] = documents.into();
            }
            self.put(Kind::Agreements, &agreement, document);
            let elements = draft.document.get_mut("disclosures").and_then(Value::as_array_mut);
            for element in elements.into_iter().flatten().filter(|element| element["key"] == disclosure) {
                let known =
                    element.as_object_mut().map(|element| element.entry("agreements").or_insert_with(|| json!([])));
                if let Some(list) = known.and_then(Value::as_array_mut)
                    && !list.contains(&agreement.as_str().into())
                {
                    list.push(agreement.as_str().into());
                }
            }
        }
        self.understood(row, Column::Contract, key, &format!("/disclosures/{disclosure}/agreements"));
    }

    fn countries(&mut self, draft: &mut Draft, key: &str, row: u32, only: Option<&str>) {
        let things = match self.says(row, Column::Countries, true) {
            Says::Things(things) => things,
            Says::None => return self.quote(draft, row, Column::Countries, "no field says that data stays"),
            Says::Nothing => return self.blank(row, Column::Countries),
        };
        let known: Option<Vec<String>> = things
            .iter()
            .map(|thing| self.names.find(Kind::Locations, country(thing)).map(ToString::to_string))
            .collect();
        let (Some(places), Some(disclosure)) = (known, only) else {
            let why = "to which recipient data goes there is not said, or the place is none of the register";
            return self.quote(draft, row, Column::Countries, why);
        };
        let elements = draft.document.get_mut("disclosures").and_then(Value::as_array_mut);
        for element in elements.into_iter().flatten().filter(|element| element["key"] == disclosure) {
            let said = json!({ "locations": places });
            *element = over(element.take(), said);
        }
        self.understood(row, Column::Countries, key, &format!("/disclosures/{disclosure}/locations"));
    }
}
