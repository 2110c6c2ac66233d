//! The processor table of a notice, for whoever may see it.

use super::{Error, Refusal, Ropewalk, access::Session};
use crate::{
    domain::{AsOf, Day, Key, Kind, LanguageTag, RecordId},
    report::{
        Table,
        processor_table::{ColumnSet, Options, processor_table as table_of},
    },
    service::{access::Role, records},
};

/// Which table is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of which notice.
    pub notice: Key,
    /// In which language.
    pub language: LanguageTag,
    /// With which columns.
    pub columns: ColumnSet,
    /// Valid on which day; today where left out.
    pub on: Option<Day>,
    /// Known as of when; now where left out.
    pub as_of: Option<AsOf>,
}

/// The table that is wanted. A publisher gets the current table of the notices it was named.
pub async fn processor_table(app: &Ropewalk, session: &Session, wanted: Wanted) -> Result<Table, Error> {
    let Wanted { notice, language, columns, on, as_of } = wanted;
    if !session.actor.sees_notice(&notice) {
        return Err(Refusal::Forbidden(format!("this token is not for the notice `{notice}`")).into());
    }
    if session.actor.role == Role::Publisher && (as_of.is_some() || on.is_some()) {
        return Err(Refusal::Forbidden("a publisher sees the current table; leave `as_of` and `on` out".into()).into());
    }
    let register = app.register(&session.register, as_of).await?;
    records::get(&register, &RecordId::new(Kind::Notices, notice.clone()))?;
    let on = on.unwrap_or_else(|| Day(app.clock.now().date_naive()));
    table_of(&register, &Options { notice, language, columns, on: Some(on) })
        .map_err(|error| Refusal::NotFound(error.to_string()).into())
}
