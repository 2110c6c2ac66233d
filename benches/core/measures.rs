//! The measures.

use super::{
    resident,
    table::{Table, median, timed},
};
use register::{Made, fill, key};
use ropewalk::{
    clock::{SystemClock, SystemEntropy},
    domain::{AsOf, Kind, Record, RecordId, change::Change},
    exchange::{
        self,
        manifest::{Format, Input, Limits},
    },
    service::{Ropewalk, access::Actor, manifests, seeds},
    store::{Blobs, CommitRequest, Store},
};
use sea_orm::{ConnectionTrait, Database, Statement, TransactionTrait, Value};
use std::{error::Error, fs, path::Path, sync::Arc, time::Instant};

type Outcome = Result<(), Box<dyn Error>>;

/// How often what takes microseconds is repeated.
const ROUNDS: usize = 50;

async fn program(database: &Path) -> Result<Ropewalk, Box<dyn Error>> {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let address = database.to_str().ok_or("the path is not UTF-8")?;
    let store = Store::open(address, Arc::clone(&clock) as _, Arc::clone(&entropy) as _).await?;
    let app = Ropewalk::new(store, Blobs::in_memory(), clock, entropy);
    seeds::install(&app).await.map_err(|_| "the built-in records are refused")?;
    Ok(app)
}

pub async fn import(table: &mut Table, made: &Made, folder: &Path) -> Outcome {
    let texts = [(Format::Json, made.json()), (Format::Yaml, made.yaml())];
    let documents: Vec<(Kind, String)> = made.records(1).map(|record| (record.kind(), record.document())).collect();
    let ((), typed) = timed(|| {
        for (kind, document) in &documents {
            let read = Record::deserialize(*kind, &mut serde_json::Deserializer::from_str(document));
            assert!(read.is_ok());
        }
    });
    let inserted = insert(&folder.join("bare.db"), &documents).await?;
    for (format, text) in &texts {
        let name =
            format!("import of {} activities, {format:?} of {} MB", made.size.activities, text.len() / 1_000_000);
        let input = [Input { name: "manifest", bytes: text.as_bytes(), format: *format }];
        let app = program(&folder.join(format!("import-{format:?}.db"))).await?;
        let start = Instant::now();
        let manifest = exchange::manifest::read_all(&input, &Limits::default()).map_err(|_| "the manifest is wrong")?;
        let read = start.elapsed();
        let options = manifests::Options::default();
        let outcome = manifests::import(&app, &Actor::operator(), String::new(), manifest, &input, options).await;
        let took = start.elapsed();
        assert_eq!(outcome.map_err(|_| "the import failed")?.created.len(), documents.len());
        table.row(format!("{name}: read"), read, Some(("bare typed parse", typed)));
        table.row(format!("{name}: whole"), took, Some(("bare typed parse and insert", typed + inserted)));
        app.store.close().await?;
    }
    Ok(())
}

/// The least that keeps these documents: one table, one transaction of the same durability.
async fn insert(database: &Path, documents: &[(Kind, String)]) -> Result<std::time::Duration, Box<dyn Error>> {
    let db = Database::connect(format!("sqlite://{}?mode=rwc", database.display())).await?;
    db.execute_unprepared("PRAGMA journal_mode = WAL").await?;
    db.execute_unprepared("PRAGMA synchronous = FULL").await?;
    db.execute_unprepared("CREATE TABLE documents (kind TEXT, document TEXT) STRICT").await?;
    let start = Instant::now();
    let transaction = db.begin().await?;
    for batch in documents.chunks(500) {
        let rows = vec!["(?, ?)"; batch.len()].join(", ");
        let values = batch.iter().flat_map(|(kind, document)| [kind.path(), document.as_str()]).map(Value::from);
        let statement = format!("INSERT INTO documents VALUES {rows}");
        transaction.execute_raw(Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, statement, values)).await?;
    }
    transaction.commit().await?;
    let took = start.elapsed();
    db.close().await?;
    Ok(took)
}

async fn database(made: &Made, folder: &Path) -> Result<std::path::PathBuf, Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}x{}.db", made.size.activities, made.size.versions));
    fill(path.to_str().ok_or("the path is not UTF-8")?, made).await.map_err(|_| "filling failed")?.close().await?;
    Ok(path)
}

pub async fn open(table: &mut Table, made: &Made, folder: &Path) -> Outcome {
    let path = database(made, folder).await?;
    let documents: Vec<(Kind, String)> = made.records(1).map(|record| (record.kind(), record.document())).collect();
    let bytes: usize = documents.iter().map(|(_, document)| document.len()).sum();
    let ((), typed) = timed(|| {
        for (kind, document) in &documents {
            assert!(Record::deserialize(*kind, &mut serde_json::Deserializer::from_str(document)).is_ok());
        }
    });
    drop(documents);
    let rounds: Vec<_> = (0..3).map(|_| resident::open(&path)).collect::<Result<_, _>>()?;
    let took = median(rounds.iter().map(|opened| opened.took).collect());
    let name = format!("open {} activities, {} versions", made.size.activities, made.size.versions);
    table.row(&name, took, Some(("bare typed parse", typed)));
    let peak = rounds.iter().map(|opened| opened.peak).max().unwrap_or_default();
    let after = rounds.iter().map(|opened| opened.after).max().unwrap_or_default();
    table.note(
        format!("{name}: memory"),
        format!("{} MiB at most, {} MiB after; documents {} MiB", peak >> 10, after >> 10, bytes >> 20),
    );
    Ok(())
}

pub fn export(table: &mut Table, made: &Made) {
    let register = made.register();
    let entries = || register.entries().map(AsRef::as_ref);
    let (compact, bare) = timed(|| entries().map(|entry| entry.record.document().len()).sum::<usize>());
    let (json, took) = timed(|| exchange::export::json(entries()));
    let name = format!("export of {} activities", made.size.activities);
    let baseline = Some(("compact documents", bare));
    table.row(
        format!("{name}, JSON of {} MB ({} compact)", json.len() / 1_000_000, compact / 1_000_000),
        took,
        baseline,
    );
    let (yaml, took) = timed(|| exchange::export::yaml(entries()));
    table.row(format!("{name}, YAML of {} MB", yaml.len() / 1_000_000), took, baseline);
    let (written, took) = timed(|| exchange::workbook::write(entries()));
    match written {
        Err(error) => table.note(format!("{name}, workbook"), error.to_string()),
        Ok(workbook) => {
            table.row(format!("{name}, workbook of {} MB", workbook.len() / 1_000_000), took, baseline);
            // A workbook of a large register is more than an import takes: what reading it costs, without that limit.
            let limits = exchange::Limits { bytes: usize::MAX >> 8, nodes: usize::MAX, ..exchange::Limits::default() };
            let read = || exchange::manifest::read("register.xlsx", &workbook, exchange::Format::Xlsx, &limits);
            let (read, took) = timed(read);
            let records = read.map_or(0, |manifest| manifest.records.len());
            table.row(format!("{name}, workbook read back, {records} records"), took, baseline);
        }
    }
}

pub async fn read(table: &mut Table, made: &Made, folder: &Path) -> Outcome {
    let path = database(made, folder).await?;
    let writer = program(&path).await?.store;
    let reader = program(&path).await?.store;
    let id = |index| Ok::<_, String>(RecordId::new(Kind::Activities, key(Kind::Activities, index).parse()?));
    let (mut writes, mut reads, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let head = writer.register().await?.head().seq;
    for round in 0..ROUNDS {
        let index = round * made.size.activities / ROUNDS;
        let changed = made.record(Kind::Activities, index, head + 2 + round as u64);
        let request = CommitRequest {
            principal: "generator".into(),
            reason: String::new(),
            changes: vec![Change::put(changed)],
            seeds_edition: None,
            keep: None,
            proviso: None,
        };
        let start = Instant::now();
        writer.commit(request).await?;
        writes.push(start.elapsed());
        // Another server: it has to notice the write and take it in.
        for durations in [&mut reads, &mut repeated] {
            let start = Instant::now();
            let register = reader.register().await?;
            assert!(register.get(&id(index)?).is_some());
            durations.push(start.elapsed());
        }
    }
    let name = format!("{} activities", made.size.activities);
    let again = median(repeated);
    table.row(format!("{name}: a write"), median(writes), None);
    table.row(format!("{name}: a read on another server after it"), median(reads), Some(("the next read", again)));
    let start = Instant::now();
    let past = writer.as_of(AsOf::Seq(head)).await?;
    assert!(past.get(&id(1)?).is_some());
    table.row(format!("{name}: the register as of {ROUNDS} commits ago"), start.elapsed(), None);
    writer.close().await?;
    Ok(reader.close().await?)
}
