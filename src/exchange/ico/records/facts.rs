//! What a row says of an activity itself: purposes and their bases, people, data, how long it is kept, measures, rights, places,
//! assessments.

use super::{Draft, Writer, country, text};
use crate::{
    domain::Kind,
    exchange::ico::{
        Became,
        heads::Column,
        merged::over,
        words::{self, Says, says},
    },
};
use serde_json::{Value, json};

impl Writer<'_, '_> {
    pub(super) fn function_and_purposes(&mut self, draft: &mut Draft, key: &str, row: u32) {
        match self.says(row, Column::Function, false) {
            Says::Things(things) => {
                draft.document.insert("business_function".to_owned(), text(&things.join("; ")));
                self.understood(row, Column::Function, key, "/business_function");
            }
            Says::None | Says::Nothing => self.blank(row, Column::Function),
        }
        match self.says(row, Column::Purpose, false) {
            Says::Things(things) => {
                for thing in things {
                    draft.add("purposes", json!({ "key": words::key(&thing), "text": text(&thing) }));
                }
                self.understood(row, Column::Purpose, key, "/purposes");
            }
            Says::None | Says::Nothing => self.blank(row, Column::Purpose),
        }
    }

    pub(super) fn subjects(&mut self, draft: &mut Draft, key: &str, row: u32) -> Vec<String> {
        match self.says(row, Column::Individuals, true) {
            Says::Things(things) => {
                let keys: Vec<String> = things.iter().map(|thing| self.named(Kind::DataSubjects, thing)).collect();
                for subject in &keys {
                    draft.add("subjects", subject.as_str().into());
                }
                self.understood(row, Column::Individuals, key, "/subjects");
                keys
            }
            Says::None | Says::Nothing => {
                self.blank(row, Column::Individuals);
                Vec::new()
            }
        }
    }

    /// Data and how long it is kept. Where an activity has several rows, each says whose its data is.
    pub(super) fn data(&mut self, draft: &mut Draft, key: &str, row: u32, subjects: Option<&[String]>) {
        let retention = self.retention(row);
        match self.says(row, Column::Data, true) {
            Says::Things(things) => {
                for thing in &things {
                    let category = self.names.find(Kind::DataCategories, thing).map(ToString::to_string);
                    let mut item = json!({ "key": words::key(thing) });
                    match category {
                        Some(category) => item["category"] = category.into(),
                        None => item["label"] = text(thing),
                    }
                    if let Some(subjects) = subjects.filter(|subjects| !subjects.is_empty()) {
                        item["subjects"] = subjects.into();
                    }
                    if let (Some(retention), true) = (&retention, subjects.is_some()) {
                        item["retention"] = retention.clone();
                    }
                    draft.add("data", item);
                }
                self.understood(row, Column::Data, key, "/data");
                let own = self.table.said(row, Column::Source).map(str::to_owned);
                self.sources(draft, row, own.as_deref(), things.iter().map(|thing| words::key(thing)).collect());
            }
            Says::None => {
                draft.none("data");
                self.understood(row, Column::Data, key, "/data");
                self.quote(draft, row, Column::Source, "there is no data that it could be about");
            }
            Says::Nothing => {
                self.blank(row, Column::Data);
                self.quote(draft, row, Column::Source, "there is no data that it could be about");
            }
        }
        match retention {
            None => self.blank(row, Column::Retention),
            Some(retention) => {
                let field = if subjects.is_some() { "/data" } else { "/retention" };
                if subjects.is_none() {
                    draft.document.insert("retention".to_owned(), retention);
                }
                self.understood(row, Column::Retention, key, field);
            }
        }
    }

    fn retention(&self, row: u32) -> Option<Value> {
        let Says::Things(things) = self.says(row, Column::Retention, false) else { return None };
        let whole = things.join("; ");
        Some(match words::period(&whole) {
            Some((period, None)) => json!({ "period": period }),
            Some((period, Some(event))) => json!({ "period": period, "trigger": text(&event) }),
            None => json!({ "criteria": text(&whole) }),
        })
    }

    /// Where data comes from, where the words name one source.
    fn sources(&mut self, draft: &mut Draft, row: u32, said: Option<&str>, items: Vec<String>) {
        let Says::Things(things) = says(said, false) else { return self.blank(row, Column::Source) };
        let lower = things.join(" ").to_lowercase();
        let own = ["data subject", "individual", "the person", "directly from", "customer", "employee", "本人提供"]
            .iter()
            .any(|word| lower.contains(word));
        let others = ["third part", "other source", "agency", "agencies", "public", "partner", "第三方"]
            .iter()
            .any(|word| lower.contains(word));
        let source = match (own, others, things.len()) {
            (true, false, 1) => "provided",
            (false, true, 1) => "third_party",
            _ => return self.quote(draft, row, Column::Source, "which data comes from where is not said"),
        };
        for item in items {
            draft.add("data", json!({ "key": item, "source": source }));
        }
        self.noted(row, Column::Source, Became::Understood, "/data: source of each");
        if source == "third_party" {
            self.quote(draft, row, Column::Source, "who it is stays in words");
        }
    }

    pub(super) fn measures(&mut self, draft: &mut Draft, key: &str, row: u32) {
        match self.says(row, Column::Security, true) {
            Says::Things(things) => {
                for thing in things {
                    draft.add("security", json!({ "key": words::key(&thing), "measure": text(&thing) }));
                }
                self.understood(row, Column::Security, key, "/security");
            }
            Says::None => {
                draft.none("security");
                self.understood(row, Column::Security, key, "/security");
            }
            Says::Nothing => self.blank(row, Column::Security),
        }
    }

    /// Legal bases: of every purpose, where there is one basis; of the purpose, where there is one.
    pub(super) fn lawfulness(&mut self, draft: &mut Draft, key: &str, row: u32) {
        let Says::Things(things) = self.says(row, Column::Basis, false) else {
            self.blank(row, Column::Basis);
            for column in [Column::Condition, Column::Interests] {
                self.quote(draft, row, column, "to which basis it belongs is not said");
            }
            return self.interests_assessment(draft, key, row);
        };
        let bases: Option<Vec<&str>> = things.iter().map(|thing| words::basis(thing)).collect();
        let purposes = match self.says(row, Column::Purpose, false) {
            Says::Things(purposes) => purposes.iter().map(|purpose| words::key(purpose)).collect(),
            Says::None | Says::Nothing => Vec::new(),
        };
        let Some(bases) = bases.filter(|bases| !purposes.is_empty() && (bases.len() == 1 || purposes.len() == 1))
        else {
            for column in [Column::Basis, Column::Condition, Column::Interests] {
                self.quote(draft, row, column, "which basis it is, or of which purpose, is not said");
            }
            return self.interests_assessment(draft, key, row);
        };
        let condition = match self.says(row, Column::Condition, false) {
            Says::Things(words) => words::condition(&words.join(" ")).filter(|_| bases.len() == 1),
            Says::None | Says::Nothing => None,
        };
        let interest = match self.says(row, Column::Interests, false) {
            Says::Things(words) if bases == ["legitimate_interests"] => Some(words.join("; ")),
            _ => None,
        };
        let told: Vec<Value> = bases
            .iter()
            .map(|basis| {
                let mut told = json!({ "basis": basis, "law": "gdpr" });
                if let Some(letter) = &condition {
                    told["article_9_condition"] = letter.as_str().into();
                }
                if let Some(words) = &interest {
                    told["legitimate_interest"] = text(words);
                }
                told
            })
            .collect();
        for purpose in purposes {
            draft.add("purposes", json!({ "key": purpose, "bases": told }));
        }
        self.understood(row, Column::Basis, key, "/purposes: bases");
        for (column, taken) in [(Column::Condition, condition.is_some()), (Column::Interests, interest.is_some())] {
            if taken {
                self.understood(row, column, key, "/purposes: bases");
            } else {
                self.quote(draft, row, column, "to which basis it belongs, or which condition it is, is not said");
            }
        }
        self.interests_assessment(draft, key, row);
    }

    fn interests_assessment(&mut self, draft: &mut Draft, key: &str, row: u32) {
        self.linked_assessment(draft, key, row, Column::InterestsAssessment, "legitimate_interests");
    }

    /// An assessment of which a page is named; gives its key.
    fn linked_assessment(
        &mut self,
        draft: &mut Draft,
        key: &str,
        row: u32,
        column: Column,
        kind: &str,
    ) -> Option<String> {
        let said = self.table.said(row, column).unwrap_or_default().to_owned();
        let links: Vec<String> = words::links(&said).into_iter().map(str::to_owned).collect();
        if links.is_empty() {
            self.quote(draft, row, column, "no page is named");
            return None;
        }
        let assessment = format!("{}-{key}", kind.replace('_', "-"));
        let documents: Vec<Value> = links.iter().map(|link| json!({ "title": column.head(), "url": link })).collect();
        let called = format!("{}: {key}", column.head());
        let document = json!({
            "key": assessment, "name": text(&called), "kind": kind, "scope": { "activities": [key] }, "documents": documents,
        });
        self.put(Kind::Assessments, &assessment, document);
        self.noted(row, column, Became::Understood, format!("assessments/{assessment}#/documents"));
        Some(assessment)
    }

    pub(super) fn rights(&mut self, draft: &mut Draft, key: &str, row: u32) {
        match self.says(row, Column::Rights, true) {
            Says::Things(things) => {
                let rights: Option<Vec<&str>> = things.iter().map(|thing| words::right(thing)).collect();
                match rights {
                    Some(rights) => {
                        for right in rights {
                            draft.add("rights", json!({ "right": right }));
                        }
                        self.understood(row, Column::Rights, key, "/rights");
                    }
                    None => {
                        self.quote(draft, row, Column::Rights, "not every right in it is one that the register knows");
                    }
                }
            }
            Says::None => {
                draft.none("rights");
                self.understood(row, Column::Rights, key, "/rights");
            }
            Says::Nothing => self.blank(row, Column::Rights),
        }
        let said = self.table.said(row, Column::Automated).map(str::to_owned);
        match (says(said.as_deref(), false), said.as_deref().and_then(words::yes_or_no)) {
            (Says::Nothing, _) => self.blank(row, Column::Automated),
            (Says::None, _) | (Says::Things(_), Some(false)) => {
                draft.document.insert("automated_decisions".to_owned(), json!({ "used": false }));
                self.understood(row, Column::Automated, key, "/automated_decisions/used");
            }
            (Says::Things(things), Some(true)) => {
                let rest: Vec<&String> = things.iter().filter(|thing| thing.split_whitespace().count() > 1).collect();
                let mut told = json!({ "used": true });
                if !rest.is_empty() {
                    told["logic"] = text(&rest.into_iter().cloned().collect::<Vec<_>>().join("; "));
                }
                draft.document.insert("automated_decisions".to_owned(), told);
                self.understood(row, Column::Automated, key, "/automated_decisions");
            }
            (Says::Things(_), None) => {
                self.quote(draft, row, Column::Automated, "whether there are such decisions is not said in a word");
            }
        }
    }

    /// Places that the register knows are where data is stored; everything else that holds data is a system.
    pub(super) fn places(&mut self, draft: &mut Draft, key: &str, row: u32) {
        let Says::Things(things) = self.says(row, Column::Location, true) else {
            return self.blank(row, Column::Location);
        };
        for thing in things {
            // Our own layout writes a place with its host behind it.
            let place = thing.split(" (").next().unwrap_or(&thing);
            if let Some(place) = self.names.find(Kind::Locations, country(place)).map(ToString::to_string) {
                draft.add("storage", json!({ "key": words::key(&place), "location": place }));
            } else {
                let system = self.named(Kind::Systems, &thing);
                draft.add("systems", system.into());
            }
        }
        self.understood(row, Column::Location, key, "/systems, /storage");
    }

    pub(super) fn assessment(&mut self, draft: &mut Draft, key: &str, row: u32) {
        let required = self.table.said(row, Column::DpiaRequired).and_then(words::yes_or_no);
        let mut dpia = json!({});
        match required {
            Some(required) => {
                dpia["required"] = required.into();
                self.understood(row, Column::DpiaRequired, key, "/dpia/required");
            }
            None => self.quote(draft, row, Column::DpiaRequired, "whether one is required is not said in a word"),
        }
        if let Some(assessment) = self.linked_assessment(draft, key, row, Column::Dpia, "dpia") {
            dpia["assessment"] = assessment.into();
        }
        if dpia != json!({}) {
            let known = draft.document.remove("dpia").unwrap_or_else(|| json!({}));
            draft.document.insert("dpia".to_owned(), over(known, dpia));
        }
        self.quote(draft, row, Column::DpiaProgress, "what came out of it, and when, is not said in fields");
    }
}
