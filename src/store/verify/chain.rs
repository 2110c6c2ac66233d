//! The journal, commit by commit: numbers, times, commitments and the chain of digests.

use super::VerifiedRedaction;
use crate::{
    domain::{
        digest::{self, Digest},
        register::Head,
    },
    store::{
        connect,
        entity::{commits, redactions, revisions},
        error::StoreError,
        journal::{self, Header, counted, replacement},
    },
};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::{BTreeMap, VecDeque};

/// Commits read at a time.
const COMMITS: u64 = 256;

/// Revisions, with their documents, read at a time.
const REVISIONS: i64 = 200;

/// Where the newest revision of a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Newest {
    pub version: i64,
    pub seq: i64,
    pub n: i64,
    pub deleted: bool,
}

/// What the journal says, from its first commit to its last.
pub(super) struct Chain {
    pub head: Head,
    pub recorded_at: Option<String>,
    pub commits: u64,
    pub revisions: u64,
    /// By kind and key.
    pub newest: BTreeMap<(String, String), Newest>,
    pub redactions: Vec<VerifiedRedaction>,
    /// The commit that was expected to be the last, and what its digest is.
    expected: Option<(Head, Option<Digest>)>,
}

impl Chain {
    /// What is wrong if the journal was expected to have had an end.
    pub(super) fn surprise(&self) -> Option<String> {
        let (expected, digest) = self.expected?;
        if expected.seq > self.head.seq {
            return Some(format!("the journal ends at seq {}, expected {}", self.head.seq, expected.seq));
        }
        match digest {
            Some(digest) if digest == expected.digest => None,
            Some(digest) => Some(format!(
                "the journal was written anew: commit {} has digest {digest}, expected {}",
                expected.seq, expected.digest
            )),
            None => Some(format!("commit {} was expected and is missing", expected.seq)),
        }
    }
}

/// A walk along the journal.
struct Walk<'a> {
    chain: Chain,
    redactions: Redactions,
    found: &'a mut Vec<String>,
}

/// Every redaction: by the commit it belongs to, and the last one of each revision.
struct Redactions {
    by_commit: BTreeMap<i64, Vec<redactions::Model>>,
    last: BTreeMap<(i64, i64), redactions::Model>,
}

/// Walks along the whole journal and adds what is wrong to `found`.
pub(super) async fn walk(
    db: &impl ConnectionTrait,
    expect: Option<Head>,
    found: &mut Vec<String>,
) -> Result<Chain, StoreError> {
    let genesis = Head { seq: 0, digest: digest::GENESIS };
    let chain = Chain {
        head: genesis,
        recorded_at: None,
        commits: 0,
        revisions: 0,
        newest: BTreeMap::new(),
        redactions: Vec::new(),
        expected: expect.map(|head| (head, (head.seq == 0).then_some(digest::GENESIS))),
    };
    let mut walk = Walk { chain, redactions: Redactions::read(db).await?, found };
    let mut revisions = Revisions { after: (i64::MIN, 0), page: VecDeque::new() };
    let mut after = i64::MIN;
    loop {
        let page = journal::commits_after(db, after, COMMITS).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for commit in page {
            walk.step(db, commit, &mut revisions).await?;
        }
    }
    while let Some(orphan) = revisions.next_up_to(db, i64::MAX).await? {
        walk.orphan(&orphan);
    }
    for rest in std::mem::take(&mut walk.redactions.by_commit).into_values().flatten() {
        walk.found.push(format!("a redaction belongs to commit {}, which is missing", rest.seq));
    }
    for rest in std::mem::take(&mut walk.redactions.last).into_values() {
        walk.found.push(format!(
            "commit {} redacted revision {} of commit {}, which is missing",
            rest.seq, rest.of_n, rest.of_seq
        ));
    }
    walk.chain.redactions.sort_by_key(|redaction| (redaction.by, redaction.seq));
    Ok(walk.chain)
}

impl Redactions {
    async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let query = "SELECT seq, n, of_seq, of_n, salt, commitment FROM redactions ORDER BY seq, n";
        let rows: Vec<redactions::Model> = connect::rows(db, query, []).await?;
        let mut read = Self { by_commit: BTreeMap::new(), last: BTreeMap::new() };
        for row in rows {
            read.last.insert((row.of_seq, row.of_n), row.clone());
            read.by_commit.entry(row.seq).or_default().push(row);
        }
        Ok(read)
    }
}

/// The revisions of the journal in order, a page at a time.
struct Revisions {
    after: (i64, i64),
    page: VecDeque<revisions::Model>,
}

impl Revisions {
    /// The next one, if it belongs to commit `seq` or an earlier one.
    async fn next_up_to(&mut self, db: &impl ConnectionTrait, seq: i64) -> Result<Option<revisions::Model>, DbErr> {
        if self.page.is_empty() {
            let query = "SELECT seq, n, kind, key, version, action, schema, document, salt, commitment FROM revisions \
                         WHERE (seq, n) > ($1, $2) ORDER BY seq, n LIMIT $3";
            let values = [self.after.0.into(), self.after.1.into(), REVISIONS.into()];
            self.page = connect::rows(db, query, values).await?.into();
        }
        let next = self.page.pop_front_if(|next| next.seq <= seq);
        if let Some(next) = &next {
            self.after = (next.seq, next.n);
        }
        Ok(next)
    }
}

/// What is gathered of one commit while its revisions pass by.
#[derive(Default)]
struct Gathered {
    commitments: Vec<Digest>,
    revisions: u64,
    /// The names of revisions whose document and reason are not those committed to.
    changed: Vec<String>,
    n: i64,
}

impl Walk<'_> {
    async fn step(
        &mut self,
        db: &impl ConnectionTrait,
        commit: commits::Model,
        revisions: &mut Revisions,
    ) -> Result<(), StoreError> {
        self.in_order(&commit);
        let mut header = Header::of(counted(commit.seq), &commit.commit_id, &commit.recorded_at, &commit.principal);
        let mut gathered = Gathered::default();
        while let Some(row) = revisions.next_up_to(db, commit.seq).await? {
            if row.seq < commit.seq {
                self.orphan(&row);
                continue;
            }
            header.revision(row.n, &row.kind, &row.key, row.version, &row.action, row.schema);
            self.revision(&row, &commit.reason, &mut gathered);
        }
        self.chain.revisions += gathered.revisions;
        self.changed(&commit, &gathered);
        let redactions = self.redactions.by_commit.remove(&commit.seq).unwrap_or_default();
        for row in &redactions {
            header.redaction(row.n, row.of_seq, row.of_n);
            gathered.commitments.extend(self.readable(&row.commitment, commit.seq));
        }
        if !redactions.is_empty() {
            header.reason(&commit.reason);
        }
        let digest = header.chained(&self.chain.head.digest, &gathered.commitments);
        if digest.to_string() != commit.digest {
            self.found.push(format!(
                "commit {} breaks the chain: its digest is not that of its id, time, principal, {} revisions and \
                 commitments after the commit before it",
                commit.seq, gathered.revisions
            ));
        }
        // What follows is judged by the digest that is written here, so that one break is told once.
        let digest = commit.digest.parse().unwrap_or(digest);
        let seq = counted(commit.seq);
        if let Some((expected, found)) = &mut self.chain.expected
            && expected.seq == seq
        {
            *found = Some(digest);
        }
        self.chain.head = Head { seq, digest };
        self.chain.recorded_at = Some(commit.recorded_at);
        self.chain.commits += 1;
        Ok(())
    }

    /// Whether the number and time of a commit follow on the one before.
    fn in_order(&mut self, commit: &commits::Model) {
        let (expected, seq) = (self.chain.head.seq + 1, counted(commit.seq));
        if seq > expected {
            self.found.push(if seq == expected + 1 {
                format!("commit {expected} is missing")
            } else {
                format!("commits {expected} to {} are missing", seq - 1)
            });
        }
        // Written anew, a time that this program wrote is the same text.
        let canonical = journal::instant(&commit.recorded_at).map(journal::written);
        if canonical.ok().as_ref() != Some(&commit.recorded_at) {
            self.found.push(format!("commit {seq} was recorded at `{}`, which is no time", commit.recorded_at));
        } else if self.chain.recorded_at.as_ref().is_some_and(|before| *before >= commit.recorded_at) {
            self.found.push(format!("commit {seq} was recorded before the commit before it"));
        }
    }

    fn revision(&mut self, row: &revisions::Model, reason: &str, gathered: &mut Gathered) {
        let name = format!("{}/{} version {} (commit {})", row.kind, row.key, row.version, row.seq);
        gathered.revisions += 1;
        gathered.n += 1;
        if row.n != gathered.n {
            self.found.push(format!("revision {} of commit {} is missing, before {name}", gathered.n, row.seq));
            gathered.n = row.n;
        }
        let before = self.chain.newest.get(&(row.kind.clone(), row.key.clone())).map_or(0, |newest| newest.version);
        if row.version != before + 1 {
            self.found.push(format!("{name} follows on version {before}: versions in between are missing"));
        }
        let deleted = row.action == journal::Action::Delete.word();
        let newest = Newest { version: row.version, seq: row.seq, n: row.n, deleted };
        self.chain.newest.insert((row.kind.clone(), row.key.clone()), newest);
        let redaction = self.redactions.last.remove(&(row.seq, row.n));
        let Some(commitment) = self.readable(&row.commitment, row.seq) else { return };
        gathered.commitments.push(commitment);
        let verified = match (&row.salt, &redaction) {
            (Some(salt), None) => matches(salt, row, reason, &row.commitment),
            (None, Some(redaction)) => {
                self.chain.redactions.push(VerifiedRedaction {
                    by: counted(redaction.seq),
                    record: format!("{}/{}", row.kind, row.key),
                    version: counted(row.version),
                    seq: counted(row.seq),
                    document: !deleted && row.document == replacement(&row.key),
                });
                redaction.salt.as_ref().is_some_and(|salt| matches(salt, row, reason, &redaction.commitment))
            }
            (Some(_), Some(redaction)) => {
                self.found.push(format!("{name} was redacted by commit {} and has a salt again", redaction.seq));
                return;
            }
            (None, None) => {
                self.found.push(format!("{name} has no salt, and no commit redacted it"));
                return;
            }
        };
        if !verified {
            gathered.changed.push(name);
        }
    }

    /// Names what is not as committed. A reason is committed to by every revision of its commit: if some are as they were, so
    /// is the reason.
    fn changed(&mut self, commit: &commits::Model, gathered: &Gathered) {
        if gathered.changed.len() as u64 == gathered.revisions && !gathered.changed.is_empty() {
            self.found.push(format!(
                "the reason of commit {}, or what it wrote, is not what was committed: {}",
                commit.seq,
                gathered.changed.join(", ")
            ));
        } else {
            let names = gathered.changed.iter();
            self.found.extend(names.map(|name| format!("the document of {name} is not what was committed")));
        }
    }

    fn readable(&mut self, commitment: &str, seq: i64) -> Option<Digest> {
        let read = commitment.parse().ok();
        if read.is_none() {
            self.found.push(format!("a commitment of commit {seq} is no digest"));
        }
        read
    }

    fn orphan(&mut self, row: &revisions::Model) {
        self.chain.revisions += 1;
        self.found.push(format!(
            "{}/{} version {} belongs to commit {}, which is missing",
            row.kind, row.key, row.version, row.seq
        ));
    }
}

/// Whether a document and a reason are those that were committed to.
fn matches(salt: &str, row: &revisions::Model, reason: &str, commitment: &str) -> bool {
    let mut bytes = [0; 32];
    hex::decode_to_slice(salt, &mut bytes).is_ok()
        && digest::commitment(&bytes, &row.document, reason).to_string() == commitment
}
