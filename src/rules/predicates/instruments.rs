//! Agreements, assessments, notices and statements that a law asks for.
//!
//! An instrument counts where it is in force, binds this exporter and this importer and covers these data, purposes and
//! places. One whose proof is not recorded holds as declared only. That none is recorded proves nothing, unless the record
//! says that there is none, or names one that is not in force.

use crate::{
    domain::{
        Day, Key, Kind, Ref,
        record::{
            Agreement, Assessment, MeasureState, Outcome,
            regime::{AgreementTest, AssessmentTest, AttestedTest, NoticeTest},
        },
    },
    flows::{AgreementInForce, AssessmentInForce, Coverage},
    rules::{
        notes::{Notes, Why},
        truth::Answer,
        view::View,
    },
};

/// Whether an agreement of some kinds is in force between the two ends and covers the flow.
pub(super) fn agreement<'a>(view: &View<'_, 'a>, test: &AgreementTest, notes: &mut Notes<'a>) -> Answer {
    let in_force = &view.facts.instruments.agreements;
    let found = in_force.iter().fold(Answer::FALSE, |answer, found| answer.or(binds(view, found, test, notes)));
    if found == Answer::TRUE {
        return found;
    }
    let named = view.disclosure().and_then(|disclosure| disclosure.agreements.as_deref());
    let lapsed = |agreement: &&'a Agreement| {
        agreement.kind.is_some_and(|kind| test.kinds.contains(&kind))
            && !in_force.iter().any(|found| found.agreement.key == agreement.key)
    };
    let record = |reference: &'a Ref<Agreement>| view.ground.agreements.get(reference.key()).copied();
    let gone = named.into_iter().flatten().filter_map(record).find(lapsed);
    if let Some(agreement) = gone {
        notes.field(agreement, Why::Used, |root| root.at("state"));
        notes.field(agreement, Why::Used, |root| root.at("in_force"));
    }
    found.or(none_other(view, "agreements", named.map(<[_]>::len), gone.is_some(), notes))
}

/// What it means that no other instrument is recorded.
fn none_other<'a>(
    view: &View<'_, 'a>,
    list: &str,
    named: Option<usize>,
    lapsed: bool,
    notes: &mut Notes<'a>,
) -> Answer {
    match named {
        // The record names what it rests on, and that is not in force.
        _ if lapsed => Answer::FALSE,
        Some(0) => {
            view.note_disclosure(notes, Why::Used, list);
            Answer::FALSE
        }
        Some(_) => {
            let complete = view.names_all(list);
            view.note_disclosure(notes, if complete { Why::Used } else { Why::Open }, list);
            if complete { Answer::FALSE } else { Answer::DENIED }
        }
        None => {
            view.note_disclosure(notes, Why::Missing, list);
            Answer::UNKNOWN
        }
    }
}

fn binds<'a>(view: &View<'_, 'a>, found: &AgreementInForce<'a>, test: &AgreementTest, notes: &mut Notes<'a>) -> Answer {
    let agreement = found.agreement;
    match agreement.kind {
        None => {
            notes.field(agreement, Why::Missing, |root| root.at("kind"));
            return Answer::UNKNOWN;
        }
        Some(kind) if !test.kinds.contains(&kind) => return Answer::FALSE,
        Some(_) => {}
    }
    let covered = coverage(found.coverage, found.named);
    note_scope(agreement, covered, notes);
    let checked = agreement.signed_copy_checked.as_ref().is_some_and(|checked| view.moment.reached(Some(checked.on)));
    notes.field(agreement, if checked { Why::Used } else { Why::Unevidenced }, |root| root.at("signed_copy_checked"));
    let evidenced = if checked { Answer::TRUE } else { Answer::DECLARED };
    covered.and(parties(view, found, notes)).and(clauses(agreement, test, notes)).and(evidenced)
}

/// A scope that is not recorded covers the flow as declared, where the disclosure names the instrument.
const fn coverage(coverage: Coverage, named: bool) -> Answer {
    match coverage {
        Coverage::Covered => Answer::TRUE,
        Coverage::Excluded => Answer::FALSE,
        Coverage::Unknown if named => Answer::DECLARED,
        Coverage::Unknown => Answer::UNKNOWN,
    }
}

fn note_scope<'a, R: crate::domain::kind::RecordType>(record: &'a R, covered: Answer, notes: &mut Notes<'a>) {
    let why = match covered {
        Answer::TRUE | Answer::FALSE => Why::Used,
        Answer::DECLARED => Why::Unevidenced,
        _ => Why::Missing,
    };
    notes.field(record, why, |root| root.at("scope"));
}

/// Whether both ends are bound. Where only some of the organisations at an end are, the others must be shown not to matter.
fn parties<'a>(view: &View<'_, 'a>, found: &AgreementInForce<'a>, notes: &mut Notes<'a>) -> Answer {
    let agreement = found.agreement;
    if agreement.parties.is_none() {
        notes.field(agreement, Why::Missing, |root| root.at("parties"));
        return Answer::UNKNOWN;
    }
    let mut of = |side: &crate::flows::Side<'a>, bound: &[&'a Key]| {
        let organizations: Vec<&Key> = side.organizations().collect();
        if bound.is_empty() {
            notes.field(agreement, Why::Used, |root| root.at("parties"));
            if organizations.is_empty() {
                notes.listed(&side.parties);
                return Answer::UNKNOWN;
            }
            return Answer::FALSE;
        }
        let all = organizations.iter().all(|organization| bound.contains(organization));
        notes.field(agreement, if all { Why::Used } else { Why::Unevidenced }, |root| root.at("parties"));
        if all { Answer::TRUE } else { Answer::DECLARED }
    };
    of(&view.facts.exporter, &found.exporters).and(of(&view.facts.importer, &found.importers))
}

fn clauses<'a>(agreement: &'a Agreement, test: &AgreementTest, notes: &mut Notes<'a>) -> Answer {
    let Some(wanted) = &test.clauses else { return Answer::TRUE };
    notes.fact(agreement, "clauses", agreement.clauses.as_ref());
    let Some(clauses) = &agreement.clauses else { return Answer::UNKNOWN };
    let complete = agreement.complete.iter().flatten().any(|statement| statement.pointer.as_str() == "/clauses");
    if wanted.iter().all(|code| clauses.iter().any(|clause| clause.code == *code)) {
        Answer::TRUE
    } else if complete {
        Answer::FALSE
    } else {
        notes.field(agreement, Why::Open, |root| root.at("clauses"));
        Answer::DENIED
    }
}

/// Whether an assessment of some kinds covers the flow with a favourable outcome.
pub(super) fn assessment<'a>(view: &View<'_, 'a>, test: &AssessmentTest, notes: &mut Notes<'a>) -> Answer {
    let in_force = &view.facts.instruments.assessments;
    let found = in_force.iter().fold(Answer::FALSE, |answer, found| answer.or(holds(view, found, test, notes)));
    if found == Answer::TRUE {
        return found;
    }
    let named = view.disclosure().and_then(|disclosure| disclosure.assessments.as_deref());
    let lapsed = |assessment: &&'a Assessment| {
        assessment.kind.is_some_and(|kind| test.kinds.contains(&kind))
            && !in_force.iter().any(|found| found.assessment.key == assessment.key)
    };
    let record = |reference: &'a Ref<Assessment>| view.ground.assessments.get(reference.key()).copied();
    let gone = named.into_iter().flatten().filter_map(record).find(lapsed);
    if let Some(assessment) = gone {
        notes.field(assessment, Why::Used, |root| root.at("completed_on"));
        notes.field(assessment, Why::Used, |root| root.at("valid_until"));
    }
    found.or(none_other(view, "assessments", named.map(<[_]>::len), gone.is_some(), notes))
}

fn holds<'a>(
    view: &View<'_, 'a>,
    found: &AssessmentInForce<'a>,
    test: &AssessmentTest,
    notes: &mut Notes<'a>,
) -> Answer {
    let assessment = found.assessment;
    match assessment.kind {
        None => {
            notes.field(assessment, Why::Missing, |root| root.at("kind"));
            return Answer::UNKNOWN;
        }
        Some(kind) if !test.kinds.contains(&kind) => return Answer::FALSE,
        Some(_) => {}
    }
    let covered = coverage(found.coverage, found.named);
    note_scope(assessment, covered, notes);
    let filing = assessment.filing.as_ref();
    let done: Vec<Day> = [
        assessment.completed_on,
        filing.and_then(|filing| filing.filed_on),
        filing.and_then(|filing| filing.decided_on),
    ]
    .into_iter()
    .flatten()
    .filter(|day| view.moment.reached(Some(*day)))
    .collect();
    covered
        .and(favourable(assessment, notes))
        .and(recent(view, &done, test))
        .and(before(view, assessment, &done, test, notes))
}

/// A filing that has been made needs no outcome; its number proves it.
fn favourable<'a>(assessment: &'a Assessment, notes: &mut Notes<'a>) -> Answer {
    notes.fact(assessment, "outcome", assessment.outcome.as_ref());
    match (assessment.outcome, &assessment.filing) {
        (Some(Outcome::Favourable), _) => Answer::TRUE,
        (Some(Outcome::FavourableWithMeasures), _) => {
            let done = |state| matches!(state, Some(MeasureState::InPlace | MeasureState::Verified));
            let measures = assessment.required_measures.as_deref();
            let all = measures.is_some_and(|measures| measures.iter().all(|measure| done(measure.state)));
            notes
                .field(assessment, if all { Why::Used } else { Why::Unevidenced }, |root| root.at("required_measures"));
            if all { Answer::TRUE } else { Answer::DECLARED }
        }
        (Some(Outcome::Unfavourable | Outcome::Pending), _) => Answer::FALSE,
        (None, Some(filing)) if filing.number.is_some() => Answer::TRUE,
        (None, Some(filing)) if filing.filed_on.is_some() || filing.decided_on.is_some() => {
            notes.field(assessment, Why::Unevidenced, |root| root.at("filing").at("number"));
            Answer::DECLARED
        }
        (None, _) => Answer::UNKNOWN,
    }
}

fn recent(view: &View<'_, '_>, done: &[Day], test: &AssessmentTest) -> Answer {
    let Some(within) = &test.within else { return Answer::TRUE };
    done.iter().any(|day| !view.moment.passed(within.after(*day))).into()
}

fn before<'a>(
    view: &View<'_, 'a>,
    assessment: &'a Assessment,
    done: &[Day],
    test: &AssessmentTest,
    notes: &mut Notes<'a>,
) -> Answer {
    if test.before_start != Some(true) {
        return Answer::TRUE;
    }
    let began = view.disclosure().and_then(|disclosure| disclosure.since).or(view.activity.since);
    notes.field(assessment, Why::Used, |root| root.at("completed_on"));
    view.note_disclosure(notes, if began.is_some() { Why::Used } else { Why::Unevidenced }, "since");
    match began {
        Some(began) => done.iter().any(|day| *day <= began).into(),
        // It is there; whether it was there in time is to be shown.
        None => Answer::DECLARED,
    }
}

/// What the notices of the activity say.
pub(super) fn notice<'a>(view: &View<'_, 'a>, test: &NoticeTest, notes: &mut Notes<'a>) -> Answer {
    let Some(notices) = view.notices(notes) else { return Answer::UNKNOWN };
    if notices.is_empty() {
        return Answer::FALSE;
    }
    let each = notices.iter().map(|notice| {
        let Some(notice) = view.ground.notices.get(notice.key()).copied() else { return Answer::UNKNOWN };
        let complete = |list: &str| notice.complete.iter().flatten().any(|c| c.pointer.as_str() == list);
        match test {
            NoticeTest::NamesRecipient(wanted) => {
                notes.fact(notice, "listing", notice.listing.as_ref());
                let Some(service) = view.facts.importer.service else { return Answer::UNKNOWN };
                let Some(listing) = &notice.listing else { return Answer::UNKNOWN };
                let named = match listing.iter().any(|row| row.processor.key() == service) {
                    true => Answer::TRUE,
                    false if complete("/listing") => Answer::FALSE,
                    false => Answer::DENIED,
                };
                if *wanted { named } else { !named }
            }
            NoticeTest::Promises(kinds) => {
                notes.fact(notice, "commitments", notice.commitments.as_ref());
                let Some(commitments) = &notice.commitments else { return Answer::UNKNOWN };
                match commitments.iter().any(|commitment| kinds.contains(&commitment.kind)) {
                    true => Answer::TRUE,
                    false if complete("/commitments") => Answer::FALSE,
                    false => Answer::DENIED,
                }
            }
        }
    });
    each.fold(Answer::TRUE, Answer::and)
}

/// What somebody stated.
pub(super) fn attested<'a>(view: &View<'_, 'a>, test: &AttestedTest, notes: &mut Notes<'a>) -> Answer {
    let disclosure = view.disclosure();
    let said = disclosure.and_then(|disclosure| disclosure.attestations.as_deref()).into_iter();
    let said = said.chain(view.activity.attestations.as_deref()).flatten();
    let found =
        said.into_iter().find(|attestation| attestation.key == test.fact && view.moment.reached(Some(attestation.on)));
    notes.at(Kind::Activities, &view.activity.key, if found.is_some() { Why::Used } else { Why::Missing }, |root| {
        match disclosure {
            Some(disclosure) => root.at("disclosures").at(&disclosure.key).at("attestations").at(&test.fact),
            None => root.at("attestations").at(&test.fact),
        }
    });
    found.map_or(Answer::UNKNOWN, |attestation| attestation.holds.into())
}
