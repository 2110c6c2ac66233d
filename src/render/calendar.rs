//! A calendar of days (iCalendar, RFC 5545).

use crate::report::{calendar::Event, speech::Speech};
use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event as Entry, EventLike, Property};

/// The media type of a calendar.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// Events as a calendar: whole days, each with an id that stays when its day moves. `stamp` is when the register was last written.
#[must_use]
pub fn render(events: &[Event], speech: Speech, stamp: DateTime<Utc>) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//Ropewalk//Calendar//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name("Ropewalk");
    for event in events {
        let place = format!("{}#{}", event.record, event.field);
        let entry = Entry::new()
            .uid(&format!("{}@ropewalk", place.replace(['/', '#'], "-")))
            .timestamp(stamp)
            .all_day(event.on.0)
            .summary(event.what.speak(speech))
            .description(&place)
            .add_property("TRANSP", "TRANSPARENT")
            .done();
        calendar.push(entry);
    }
    calendar.to_string().into_bytes()
}
