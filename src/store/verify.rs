//! Recomputes what can be recomputed, and names what differs: the chain of the journal, the commitments to its documents, the
//! index derived from it, and the digests of blobs.
//!
//! Reads page by page in one transaction, so that it can run beside a busy server and never holds all documents.

use super::{Store, StoreError, big, commit, connection, entity, head, load, redact, small};
use crate::domain::{
    digest::{self, Digest},
    inspect,
    register::{Head, Register},
};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, IsolationLevel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many commits, records or blobs are read at a time.
const PAGE: u64 = 500;

/// What was found.
#[derive(Debug, Default)]
pub struct Verification {
    /// The last commit of the journal.
    pub head: Option<Head>,
    /// How many commits were read.
    pub commits: u64,
    /// How many revisions were read.
    pub revisions: u64,
    /// How many records the index holds.
    pub records: u64,
    /// How many references the index holds.
    pub references: u64,
    /// How many blobs were read.
    pub blobs: u64,
    /// The versions that were redacted, with the commit that did it.
    pub redactions: Vec<String>,
    /// What is not as it should be; empty if all is well.
    pub findings: Vec<String>,
}

/// Where the fold of the journal leaves a key.
struct Last {
    version: i64,
    seq: i64,
    n: i64,
    deleted: bool,
}

type Fold = BTreeMap<(String, String), Last>;

/// Verifies a database without loading its register, which may be what is wrong with it.
pub async fn verify(url: &str, expect: Option<Head>) -> Result<Verification, StoreError> {
    verify_in(&connection::connect(url, false).await?, expect).await
}

impl Store {
    /// Verifies everything. `expect` is a place of the journal that was noted before: that commit must still be there, with
    /// that digest.
    pub async fn verify(&self, expect: Option<Head>) -> Result<Verification, StoreError> {
        verify_in(&self.db, expect).await
    }
}

async fn verify_in(db: &DatabaseConnection, expect: Option<Head>) -> Result<Verification, StoreError> {
    let isolation = (db.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    let tx = db.begin_with_config(isolation, None).await?;
    let mut found = Verification::default();
    let fold = chain(&tx, &mut found, expect).await?;
    index(&tx, &mut found, &fold).await?;
    blobs(&tx, &mut found).await?;
    tx.rollback().await?;
    Ok(found)
}

async fn chain(db: &DatabaseTransaction, found: &mut Verification, expect: Option<Head>) -> Result<Fold, StoreError> {
    let mut fold = Fold::new();
    let mut last = Register::empty().head();
    loop {
        let commits = entity::commits::Entity::find()
            .filter(entity::commits::Column::Seq.gt(big(last.seq)))
            .order_by_asc(entity::commits::Column::Seq)
            .limit(PAGE)
            .all(db)
            .await?;
        let Some((first, newest)) = commits.first().zip(commits.last()) else { break };
        let mut revisions = group(revisions_of(db, first.seq, newest.seq).await?, |row| row.seq);
        let mut redactions = group(redactions_of(db, first.seq, newest.seq).await?, |row| row.seq);
        let sealed = resealed(db, &revisions).await?;
        for one in commits {
            let revisions = revisions.remove(&one.seq).unwrap_or_default();
            let redactions = redactions.remove(&one.seq).unwrap_or_default();
            last = link(&one, &revisions, &redactions, last, found);
            for row in &revisions {
                document(row, &one, &sealed, found);
                place(row, &mut fold, found);
            }
            found.commits += 1;
            found.revisions += revisions.len() as u64;
            list(db, &redactions, found).await?;
            if let Some(expected) = expect
                && expected.seq == last.seq
                && expected.digest != last.digest
            {
                found.findings.push(format!(
                    "commit {}: its digest is {}, expected was {}: the journal was rewritten",
                    last.seq, last.digest, expected.digest
                ));
            }
        }
    }
    if let Some(expected) = expect
        && expected.seq > last.seq
    {
        found.findings.push(format!(
            "the journal ends at seq {}, expected was seq {}: the last commits are missing",
            last.seq, expected.seq
        ));
    }
    let row = head::read(db).await?.journal;
    if row != last {
        found.findings.push(format!(
            "the head row says seq {} with digest {}, the journal ends at seq {} with digest {}",
            row.seq, row.digest, last.seq, last.digest
        ));
    }
    found.head = Some(last);
    Ok(fold)
}

/// Checks that a commit follows on the one before, and answers the place after it as the database has it, so that one
/// broken link is told once.
fn link(
    one: &entity::commits::Model,
    revisions: &[entity::revisions::Model],
    redactions: &[entity::redactions::Model],
    last: Head,
    found: &mut Verification,
) -> Head {
    let seq = small(one.seq);
    if seq != last.seq + 1 {
        found.findings.push(format!("commits {} to {} are missing", last.seq + 1, seq - 1));
    }
    if revisions.iter().enumerate().any(|(n, row)| row.n != big(n as u64)) {
        found.findings.push(format!("commit {seq}: a revision is missing"));
    }
    let parsed: Vec<Digest> = revisions
        .iter()
        .map(|row| &row.commitment)
        .chain(redactions.iter().map(|row| &row.commitment))
        .filter_map(|text| text.parse().ok())
        .collect();
    let fields = commit::header(one)
        .into_iter()
        .chain(revisions.iter().flat_map(commit::revision_header))
        .chain(redactions.iter().flat_map(redact::redaction_header));
    let expected = digest::chained(&last.digest, fields, &parsed);
    let digest = one.digest.parse().unwrap_or(digest::GENESIS);
    if digest != expected {
        found
            .findings
            .push(format!("commit {seq}: its digest does not follow from what it holds and the commit before it"));
    }
    Head { seq, digest }
}

/// Checks a document against its commitment, or against that of its last redaction.
fn document(
    row: &entity::revisions::Model,
    one: &entity::commits::Model,
    resealed: &BTreeMap<(i64, i64), entity::redactions::Model>,
    found: &mut Verification,
) {
    let seal = match (&row.salt, resealed.get(&(row.seq, row.n))) {
        (Some(salt), _) => Some((salt, &row.commitment)),
        (None, Some(redaction)) => Some((&redaction.salt, &redaction.commitment)),
        (None, None) => None,
    };
    let name = format!("version {} of {}/{} (seq {})", row.version, row.kind, row.key, row.seq);
    let Some((salt, commitment)) = seal else {
        found.findings.push(format!("{name}: its salt is gone and no redaction says so"));
        return;
    };
    let mut bytes = [0; 32];
    let holds = hex::decode_to_slice(salt, &mut bytes).is_ok()
        && digest::commitment(&bytes, &row.document, &one.reason).to_string() == *commitment;
    if !holds {
        found.findings.push(format!("{name}: the document, or the reason of its commit, is not what was committed"));
    }
}

/// Folds a revision, and checks that versions of a key count on.
fn place(row: &entity::revisions::Model, fold: &mut Fold, found: &mut Verification) {
    let now = Last { version: row.version, seq: row.seq, n: row.n, deleted: row.action == "delete" };
    let before = fold.insert((row.kind.clone(), row.key.clone()), now).map_or(0, |last| last.version);
    if row.version != before + 1 {
        found.findings.push(format!(
            "{}/{}: version {} follows version {before} (seq {})",
            row.kind, row.key, row.version, row.seq
        ));
    }
}

async fn list(
    db: &DatabaseTransaction,
    redactions: &[entity::redactions::Model],
    found: &mut Verification,
) -> Result<(), StoreError> {
    for row in redactions {
        if let Some(of) = entity::revisions::Entity::find_by_id((row.of_seq, row.of_n)).one(db).await? {
            let what = if redact::is_replacement(&of.key, &of.document) { "redacted" } else { "sealed anew" };
            found.redactions.push(format!(
                "version {} of {}/{} (seq {}) was {what} by commit {}",
                of.version, of.kind, of.key, of.seq, row.seq
            ));
        }
    }
    Ok(())
}

/// The last redaction of each of some revisions that has no salt of its own any more.
async fn resealed(
    db: &DatabaseTransaction,
    revisions: &BTreeMap<i64, Vec<entity::revisions::Model>>,
) -> Result<BTreeMap<(i64, i64), entity::redactions::Model>, StoreError> {
    use entity::redactions::Column;
    let seqs: BTreeSet<i64> =
        revisions.values().flatten().filter(|row| row.salt.is_none()).map(|row| row.seq).collect();
    if seqs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = entity::redactions::Entity::find()
        .filter(Column::OfSeq.is_in(seqs))
        .order_by_asc(Column::Seq)
        .order_by_asc(Column::N)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| ((row.of_seq, row.of_n), row)).collect())
}

async fn revisions_of(
    db: &DatabaseTransaction,
    from: i64,
    to: i64,
) -> Result<Vec<entity::revisions::Model>, StoreError> {
    use entity::revisions::Column;
    let query = entity::revisions::Entity::find()
        .filter(Column::Seq.between(from, to))
        .order_by_asc(Column::Seq)
        .order_by_asc(Column::N);
    Ok(query.all(db).await?)
}

async fn redactions_of(
    db: &DatabaseTransaction,
    from: i64,
    to: i64,
) -> Result<Vec<entity::redactions::Model>, StoreError> {
    use entity::redactions::Column;
    let query = entity::redactions::Entity::find()
        .filter(Column::Seq.between(from, to))
        .order_by_asc(Column::Seq)
        .order_by_asc(Column::N);
    Ok(query.all(db).await?)
}

fn group<T>(rows: Vec<T>, seq: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(seq(&row)).or_default().push(row);
    }
    groups
}

/// Derives the index anew and compares.
async fn index(db: &DatabaseTransaction, found: &mut Verification, fold: &Fold) -> Result<(), StoreError> {
    let rows = entity::records::Entity::find().all(db).await?;
    found.records = rows.len() as u64;
    let mut have: BTreeMap<(String, String), (i64, i64, i64)> =
        rows.into_iter().map(|row| ((row.kind, row.key), (row.version, row.seq, row.n))).collect();
    for ((kind, key), last) in fold.iter().filter(|(_, last)| !last.deleted) {
        match have.remove(&(kind.clone(), key.clone())) {
            None => found.findings.push(format!("index: {kind}/{key} is missing")),
            Some(row) if row != (last.version, last.seq, last.n) => found.findings.push(format!(
                "index: {kind}/{key} points at version {} (seq {}), the journal's last is version {} (seq {})",
                row.0, row.1, last.version, last.seq
            )),
            Some(_) => {}
        }
    }
    for (kind, key) in have.keys() {
        found.findings.push(format!("index: {kind}/{key} is there and the journal has no such record"));
    }
    let current: Vec<(&(String, String), &Last)> = fold.iter().filter(|(_, last)| !last.deleted).collect();
    let mut expected = 0;
    for page in current.chunks(100) {
        expected += references(db, page, found).await?;
    }
    found.references = entity::refs::Entity::find().count(db).await?;
    if found.references != expected {
        found.findings.push(format!("index: there are {} references, the documents have {expected}", found.references));
    }
    Ok(())
}

/// Compares the references of some records with their documents; answers how many the documents have.
async fn references(
    db: &DatabaseTransaction,
    page: &[(&(String, String), &Last)],
    found: &mut Verification,
) -> Result<u64, StoreError> {
    let mut count = 0;
    for ((kind, key), last) in page {
        let Some(row) = entity::revisions::Entity::find_by_id((last.seq, last.n)).one(db).await? else { continue };
        let record = match load::id(kind, key)
            .map_err(|error| error.to_string())
            .and_then(|id| load::read(id.kind, row.schema, &row.document))
        {
            Ok(record) => record,
            Err(error) => {
                found.findings.push(format!(
                    "version {} of {kind}/{key} (seq {}) cannot be read: {error}",
                    last.version, last.seq
                ));
                continue;
            }
        };
        let derived: BTreeSet<(String, String, String)> = inspect::references(&record)
            .into_iter()
            .map(|reference| {
                (
                    reference.pointer.to_string(),
                    reference.to.kind.path().to_owned(),
                    reference.to.key.as_str().to_owned(),
                )
            })
            .collect();
        count += derived.len() as u64;
        let rows = entity::refs::Entity::find()
            .filter(entity::refs::Column::Kind.eq(kind))
            .filter(entity::refs::Column::Key.eq(key))
            .all(db)
            .await?;
        let have: BTreeSet<(String, String, String)> =
            rows.into_iter().map(|row| (row.pointer, row.to_kind, row.to_key)).collect();
        for (pointer, to_kind, to_key) in derived.difference(&have) {
            found
                .findings
                .push(format!("index: the reference of {kind}/{key} at {pointer} to {to_kind}/{to_key} is missing"));
        }
        for (pointer, to_kind, to_key) in have.difference(&derived) {
            found.findings.push(format!(
                "index: the reference of {kind}/{key} at {pointer} to {to_kind}/{to_key} is not in its document"
            ));
        }
    }
    Ok(count)
}

async fn blobs(db: &DatabaseTransaction, found: &mut Verification) -> Result<(), StoreError> {
    let digests: Vec<String> = entity::blobs::Entity::find()
        .select_only()
        .column(entity::blobs::Column::Digest)
        .order_by_asc(entity::blobs::Column::Digest)
        .into_tuple()
        .all(db)
        .await?;
    for digest in digests {
        found.blobs += 1;
        let bytes = entity::blobs::Entity::find_by_id(&digest).one(db).await?.map(|row| row.bytes).unwrap_or_default();
        if digest::of(&bytes).to_string() != digest {
            found.findings.push(format!("blob {digest}: its bytes have another digest"));
        }
    }
    Ok(())
}
