//! Pictures: what is drawn, what is told beside it, and that they are harmless files.

use super::{ask, companies, json, rendered};
use ropewalk::{
    domain::{LanguageTag, Register},
    render::{Format, picture::svg},
    report::{
        Name, Page, Paged, Question, Said, make,
        page::{Block, Cell, Section, Table},
        picture::{
            Bar, Column, Count, Drawing, Item, Lane, Layers, Link, Map, Mark, Matrix, Picture, Reach, Spot, Standing,
            Timeline,
        },
    },
};
use std::collections::BTreeSet;

/// The pictures of a page, in their order.
fn pictures(page: &Page) -> Vec<&Picture> {
    fn of<'p>(sections: &'p [Section], found: &mut Vec<&'p Picture>) {
        for section in sections {
            found.extend(section.blocks.iter().filter_map(|block| match block {
                Block::Picture(picture) => Some(&**picture),
                _ => None,
            }));
            of(&section.sections, found);
        }
    }
    let mut found = Vec::new();
    of(&page.sections, &mut found);
    found
}

fn english() -> LanguageTag {
    "en".parse().unwrap()
}

/// The name of an element, and its attributes.
type Element = (String, Vec<(String, String)>);

/// Reads XML strictly: every element is closed where it was opened, every attribute is quoted and there once, every entity is
/// known. Returns the elements with their attributes, and the words.
fn read(xml: &str) -> (Vec<Element>, String) {
    let (mut elements, mut words, mut open, mut rest) = (Vec::new(), String::new(), Vec::new(), xml);
    let plain = |text: &str| {
        assert!(!text.contains('<'), "{text}");
        for entity in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| entity.starts_with(known));
            assert!(known, "{text}");
        }
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    };
    while let Some(at) = rest.find('<') {
        words.push_str(&plain(&rest[..at]));
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed where it was opened");
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.bytes().all(|byte| byte.is_ascii_alphabetic()), "{name}");
        let mut attributes: Vec<(String, String)> = Vec::new();
        while !left.is_empty() {
            let (attribute, after) = left.split_once("=\"").unwrap();
            let (value, after) = after.split_once('"').unwrap();
            assert!(attributes.iter().all(|(held, _)| held != attribute), "{attribute} is there twice");
            attributes.push((attribute.to_owned(), plain(value)));
            left = after.trim_start();
        }
        elements.push((name.to_owned(), attributes));
        if !empty {
            open.push(name.to_owned());
        }
    }
    words.push_str(&plain(rest));
    assert_eq!(open, Vec::<String>::new(), "everything is closed");
    (elements, words)
}

fn attribute<'e>((_, attributes): &'e Element, name: &str) -> Option<&'e str> {
    attributes.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
}

/// How many elements have a class.
fn count(svg: &str, class: &str) -> usize {
    let (elements, _) = read(svg);
    let has = |element: &&_| attribute(element, "class").is_some_and(|held| held.split(' ').any(|word| word == class));
    elements.iter().filter(has).count()
}

fn transfers(register: &Register) -> Page {
    ask(register, Name::Transfers, &[]).unwrap().page()
}

/// Of a company with data that goes to a region, to a country, and nobody knows where.
fn abroad(extra: &str) -> Register {
    crate::exchange::register(&format!(
        r"
organizations: [{{key: acme, name: {{en: Acme}}}}]
locations:
  - {{key: fr, name: {{en: France}}, category: country, iso_3166_1: FR}}
  - {{key: de, name: {{en: Germany}}, category: country, iso_3166_1: DE}}
  - {{key: cn, name: {{en: China}}, category: country, iso_3166_1: CN}}
  - {{key: nowhere, name: {{en: Somewhere}}, category: place}}
  - {{key: eu, name: {{en: Two of Europe}}, category: region, members: [fr, de], complete: [{{pointer: /members, by: x, on: 2026-01-01}}]}}
processors:
  - {{key: wide, name: {{en: Wide}}, locations: [{{key: w, location: eu}}]}}
  - {{key: lost, name: {{en: Lost}}, locations: [{{key: l, location: nowhere}}]}}
  - {{key: mute, name: {{en: Mute}}}}
activities:
  - key: a
    name: {{en: Sales}}
    controllers: [acme]
    people: [{{key: p, place: cn}}]
    storage: [{{key: s, location: cn}}]
    disclosures:
      - {{key: w, recipient: {{processor: wide}}}}
      - {{key: l, recipient: {{processor: lost}}}}
      - {{key: m, recipient: {{processor: mute}}}}
{extra}
"
    ))
}

#[test]
fn every_picture_is_well_formed_the_same_twice_and_says_what_it_is() {
    for register in companies().iter().chain([&crate::processor_table::sunmi(), &abroad("")]) {
        let (page, again) = (transfers(register), transfers(register));
        for (number, (picture, again)) in pictures(&page).into_iter().zip(pictures(&again)).enumerate() {
            let drawn = svg(picture, number, &english());
            assert_eq!(drawn, svg(again, number, &english()), "the same bytes");
            let (elements, words) = read(&drawn);
            let root = &elements[0];
            assert_eq!((root.0.as_str(), attribute(root, "role")), ("svg", Some("img")));
            assert!(words.contains(&picture.title.text) && words.contains(&picture.caption.text));
            assert!(elements.iter().all(|(name, _)| !["script", "image", "style", "a"].contains(&name.as_str())));
            let ids: Vec<&str> = elements.iter().filter_map(|element| attribute(element, "id")).collect();
            let once: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), once.len(), "a name is given once");
            for (name, value) in elements.iter().flat_map(|(_, attributes)| attributes) {
                assert!(!name.starts_with("on") && !name.ends_with("style"), "{name}");
                // What is referred to is in the same picture.
                let named = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
                let named = named.or_else(|| value.strip_prefix('#').filter(|_| name == "href"));
                assert!(named.is_none_or(|named| once.contains(named)), "{value}");
                assert!(name == "xmlns" || !value.contains("//"), "nothing is loaded: {value}");
            }
        }
    }
}

#[test]
fn a_region_is_drawn_as_its_countries_and_never_as_a_point_in_one() {
    let page = transfers(&abroad(""));
    let map = pictures(&page)[0];
    let Drawing::Map(drawing) = &map.drawing else { panic!("{map:?}") };
    let region = drawing.spots.iter().find(|spot| spot.name.text == "Two of Europe").unwrap();
    assert!(matches!(&region.reach, Reach::Region(codes) if codes.len() == 2), "{region:?}");
    let drawn = svg(map, 1, &english());
    // China has the only dot; both countries of the region are hatched, and its name is a label.
    assert_eq!((count(&drawn, "country-dot"), count(&drawn, "region-name"), count(&drawn, "region")), (1, 1, 1));
    for code in ["FR", "DE"] {
        assert!(drawn.contains(&format!("<use href=\"#picture1-{code}\"/>")), "{code}");
    }
    assert!(map.legend.iter().any(|(mark, _)| *mark == Mark::Region));
}

#[test]
fn what_lies_nobody_knows_where_is_told_and_not_drawn() {
    let page = transfers(&abroad(""));
    let map = pictures(&page)[0];
    let Drawing::Map(drawing) = &map.drawing else { panic!("{map:?}") };
    let names: Vec<&str> = drawing.spots.iter().map(|spot| spot.name.text.as_str()).collect();
    assert_eq!(names, ["China", "Two of Europe"]);
    let remarks: Vec<&str> = map.remarks.iter().map(|said| said.text.as_str()).collect();
    for lane in ["China → Somewhere", "China → not recorded"] {
        assert!(remarks.iter().any(|said| said.contains(lane) && said.contains("Not drawn")), "{remarks:?}");
    }
    let told = map.data.rows.iter().filter(|row| row.contains(&Cell::Unknown)).count();
    assert!(told > 0, "the table has them too");
}

#[test]
fn every_flow_of_a_report_is_in_the_matrix_and_the_worst_of_each_cell_is_told() {
    let register = crate::transfers::register(&crate::transfers::seed());
    let report = ask(&register, Name::Transfers, &[]).unwrap();
    let model = json(&report);
    let page = report.page();
    let matrix = pictures(&page).into_iter().find_map(|picture| match &picture.drawing {
        Drawing::Matrix(matrix) => Some(matrix),
        _ => None,
    });
    let matrix = matrix.unwrap();
    let counted: usize = matrix.cells.iter().map(|cell| cell.flows).sum();
    let flows = model["flows"].as_array().unwrap();
    let pairs = flows.iter().map(|flow| {
        let last = flow["stretches"].as_array().unwrap().last().unwrap();
        let ends = |name: &str| match (last[name]["items"].as_array().unwrap().len(), &last[name]["extent"]) {
            (0, extent) => usize::from(extent != "complete"),
            (places, _) => places,
        };
        ends("origin") * ends("destination")
    });
    assert_eq!(counted, pairs.sum::<usize>());
    assert!(matrix.cells.iter().all(|cell| cell.standing == Standing::Undetermined), "{:?}", matrix.cells);
}

#[test]
fn what_has_a_last_day_is_on_the_timeline_and_what_has_none_is_told() {
    let agreement = |key: &str, until: &str| {
        format!(
            "  - {{key: {key}, name: {{en: Agreement {key}}}, state: signed, in_force: {{from: 2026-01-01{until}}}, kind: data_processing_agreement, parties: [{{key: a, organization: acme}}, {{key: b, organization: acme}}], scope: {{processors: [wide]}}}}\n"
        )
    };
    let agreements = format!("agreements:\n{}{}", agreement("one", ", until: 2027-02-01"), agreement("two", ""));
    let register =
        abroad(&format!("      - {{key: x, recipient: {{organization: acme}}, agreements: [one, two]}}\n{agreements}"));
    let page = transfers(&register);
    let all = pictures(&page);
    let timeline = all.iter().find(|picture| matches!(picture.drawing, Drawing::Timeline(_)));
    let timeline = timeline.unwrap_or_else(|| panic!("{all:?}"));
    let Drawing::Timeline(drawing) = &timeline.drawing else { panic!() };
    assert_eq!(drawing.bars.len(), 1);
    assert!(drawing.bars[0].note.text.starts_with("2027-02-01, 71 days left, "), "{:?}", drawing.bars);
    assert!(!drawing.bars[0].proven);
    assert_eq!(count(&svg(timeline, 3, &english()), "unproven"), 2, "the bar and its sample");
    assert!(timeline.remarks.iter().any(|said| said.text.contains("Agreement two")), "{:?}", timeline.remarks);
    let markdown = rendered(Format::Markdown, &ask(&abroad(""), Name::Transfers, &[]).unwrap());
    assert!(markdown.contains("nothing is known to lapse"), "where nothing has a day, that is said");
}

#[test]
fn each_format_shows_a_picture_as_it_can() {
    let register = abroad("");
    let report = ask(&register, Name::Transfers, &[]).unwrap();
    let html = rendered(Format::Html, &report);
    assert_eq!(html.matches("<svg ").count(), 3);
    assert!(
        html.contains("<figure>") && html.contains("id=\"picture1-title\"") && html.contains("id=\"picture3-title\"")
    );
    let totals = html.find("What the laws come to, group by group").unwrap();
    assert!(totals < html.find("<svg ").unwrap() && html.rfind("</svg>").unwrap() < html.find(">The flows<").unwrap());
    let markdown = rendered(Format::Markdown, &report);
    assert!(markdown.contains("**Where data goes.**") && markdown.contains("| China | Two of Europe |"), "{markdown}");
    assert!(!markdown.contains("<svg") && !rendered(Format::Csv, &report).contains("Where data goes"));
    let nobody = Register::empty();
    let nothing = ask(&nobody, Name::Transfers, &[]).unwrap();
    assert!(!rendered(Format::Html, &nothing).contains("<svg"), "of nothing there is no picture");
}

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), language: None, fallback: false }
}

/// A picture of each kind in which every result and every name is.
fn gallery(name: &str) -> Vec<Picture> {
    let spot = |reach| Spot { name: said(name), reach };
    let country = |code: &str| Reach::Country(code.parse().unwrap());
    let codes = ["US", "CN", "DE", "BR", "AU", "ZA", "IN", "JP"];
    let mut spots: Vec<Spot> = codes.into_iter().map(|code| spot(country(code))).collect();
    spots.push(spot(Reach::Region(["FR", "RE", "MT"].map(|code| code.parse().unwrap()).to_vec())));
    let each = || Standing::ALL.iter().copied().enumerate();
    let lanes = each().map(|(at, standing)| Lane { from: at, to: (at + 3) % 9, flows: 1 + 4 * at, standing });
    let item = |standing| Item { name: said(name), aside: Some(said(name)), standing, rest: false };
    let column = || Column { heading: said(name), boxes: each().map(|(_, standing)| item(standing)).collect() };
    let links = each().map(|(at, standing)| Link { from: (at % 2, at), to: (2, 6 - at), flows: 1 + at, standing });
    let day = |text: &str| text.parse().unwrap();
    let bar = |until, proven| Bar { name: said(name), until, note: said(name), proven };
    let drawings = [
        Drawing::Map(Map { lanes: lanes.collect(), spots }),
        Drawing::Layers(Layers { columns: vec![column(), column(), column()], links: links.collect() }),
        Drawing::Timeline(Timeline {
            from: day("2026-11-22"),
            to: day("2027-11-22"),
            ticks: vec![day("2027-01-01"), day("2027-07-01")],
            bars: vec![bar(day("2026-11-22"), true), bar(day("2099-01-01"), false)],
        }),
        Drawing::Matrix(Matrix {
            row_heading: said(name),
            column_heading: said(name),
            rows: (0..7).map(|_| said(name)).collect(),
            columns: (0..9).map(|_| said(name)).collect(),
            cells: each().map(|(at, standing)| Count { row: at, column: 8 - at, flows: 10 * at, standing }).collect(),
        }),
    ];
    let legend = |drawing: &Drawing| match drawing {
        Drawing::Timeline(_) => vec![(Mark::Proven, said(name)), (Mark::Unproven, said(name))],
        _ => each().map(|(_, standing)| (Mark::Standing(standing), said(name))).collect(),
    };
    let pictures = drawings.map(|drawing| Picture {
        title: said(name),
        caption: said(name),
        legend: legend(&drawing),
        credit: Some(said(name)),
        remarks: vec![said(name)],
        data: Table { caption: said(name), columns: vec![], rows: vec![], empty: said(name) },
        drawing,
    });
    pictures.to_vec()
}

#[test]
fn hostile_names_stay_words() {
    let hostile = "</text><script>alert('1')</script>\" onload=\"x\u{0}\u{7} & 'y'";
    for picture in gallery(hostile) {
        let drawn = svg(&picture, 1, &english());
        let (elements, words) = read(&drawn);
        assert!(elements.iter().all(|(name, _)| name != "script" && name != "style"));
        assert!(elements.iter().all(|element| attribute(element, "onload").is_none()));
        assert!(
            words.contains("</text><script>alert('1')</script>\" onload=\"x   & 'y'"),
            "in title and description, as it is"
        );
    }
}

#[test]
fn every_result_has_a_mark_besides_its_colour_and_none_looks_like_what_is_met() {
    for picture in gallery("A name").iter().filter(|picture| !matches!(picture.drawing, Drawing::Timeline(_))) {
        let drawn = svg(picture, 1, &english());
        let (elements, _) = read(&drawn);
        let samples: Vec<_> = elements
            .iter()
            .filter(|element| attribute(element, "class").is_some_and(|class| class.starts_with("sample ")))
            .collect();
        assert_eq!(samples.len(), Standing::ALL.len());
        let dashes: BTreeSet<Option<&str>> =
            samples.iter().map(|sample| attribute(sample, "stroke-dasharray")).collect();
        assert_eq!(dashes.len(), Standing::ALL.len(), "each has dashes of its own");
        let whole: Vec<&str> = samples
            .iter()
            .filter(|sample| attribute(sample, "stroke-dasharray").is_none())
            .filter_map(|sample| attribute(sample, "class"))
            .collect();
        assert_eq!(whole, ["sample satisfied"], "only what is met has a line without gaps");
        // The sign of each result stands in a circle: another path for each.
        let signs: BTreeSet<&str> = elements
            .windows(3)
            .filter(|three| attribute(&three[0], "class").is_some_and(|class| class.starts_with("sign ")))
            .filter_map(|three| attribute(&three[2], "d"))
            .collect();
        assert_eq!(signs.len(), Standing::ALL.len(), "each has a sign of its own");
    }
}

#[test]
fn what_is_too_much_for_a_picture_is_counted_beside_it() {
    let mut many = String::new();
    for number in 0..20 {
        many.push_str(&format!("  - {{key: b{number}, name: {{en: Activity {number}}}, people: [{{key: p, place: cn}}], storage: [{{key: s, location: fr}}]}}\n"));
    }
    let page = transfers(&abroad(&many));
    let layers = pictures(&page)[1];
    let Drawing::Layers(drawing) = &layers.drawing else { panic!("{layers:?}") };
    let activities = &drawing.columns[1].boxes;
    assert_eq!(activities.len(), 12);
    let last = activities.last().unwrap();
    assert!(last.rest && last.name.text == "10 more", "{last:?}");
    assert!(drawing.links.iter().any(|link| link.to == (1, 11) && link.flows >= 10), "their flows are not lost");
}

#[test]
fn of_many_lanes_the_most_are_drawn_and_none_is_lost() {
    let codes = "AE AR AT AU BE BG BR CA CH CL CO CZ DK EG ES FI GB GR HK HU ID IE IL IN IT JP KE KR MX MY NG NL NO NZ PE PH PL PT RO SE SG TH";
    let (mut locations, mut storage) = (String::new(), String::new());
    for code in codes.split(' ') {
        let key = code.to_lowercase();
        locations
            .push_str(&format!("{{key: {key}, name: {{en: Land {code}}}, category: country, iso_3166_1: {code}}}, "));
        storage.push_str(&format!("{{key: {key}, location: {key}}}, "));
    }
    let register = crate::exchange::register(&format!(
        "locations: [{locations}{{key: us, name: {{en: Here}}, category: country, iso_3166_1: US}}]\nactivities: [{{key: a, name: {{en: A}}, people: [{{key: p, place: us}}], storage: [{storage}]}}]"
    ));
    let page = transfers(&register);
    let all = pictures(&page);
    let (Drawing::Map(map), Drawing::Matrix(matrix)) = (&all[0].drawing, &all[2].drawing) else { panic!("{all:?}") };
    let lanes = all[0].data.rows.len();
    assert!(map.lanes.len() == 28 && lanes >= 42, "{lanes}");
    let more = format!(
        "More lanes for which there is no room: {}.",
        lanes - 28 - all[0].remarks.iter().filter(|said| said.text.starts_with("Not drawn")).count()
    );
    assert!(all[0].remarks.iter().any(|said| said.text == more), "{more} {:?}", all[0].remarks);
    assert_eq!(
        (matrix.columns.len(), matrix.columns[13].text.ends_with(" more places")),
        (14, true),
        "{:?}",
        matrix.columns
    );
    assert!(matrix.cells.iter().any(|cell| cell.column == 13 && cell.flows > 0));
    let drawn = svg(all[0], 1, &english());
    assert_eq!(count(&drawn, "lane"), 28);
}

#[test]
fn where_no_country_is_known_there_is_no_map_and_that_is_said() {
    let maple = &companies()[1];
    let page = rendered(Format::Html, &ask(maple, Name::Transfers, &[]).unwrap());
    assert!(page.contains("so that there is no map of it") && !page.contains("class=\"lane"), "no empty map");
}

#[test]
fn pictures_speak_the_language_of_their_reader() {
    let today = "2026-11-22".parse().unwrap();
    let question = Question::read(Name::Transfers, "zh-Hans".parse().unwrap(), today, []).unwrap();
    let register = crate::processor_table::sunmi();
    let page = make(&register, &question).unwrap().page();
    let titles: Vec<&str> = pictures(&page).iter().map(|picture| picture.title.text.as_str()).collect();
    assert_eq!(titles, ["数据流向图", "数据流转图", "发出地与到达地"]);
    let drawn = svg(pictures(&page)[0], 1, &"zh-Hans".parse().unwrap());
    assert!(drawn.contains("北美洲") && drawn.contains("无法确定") && !drawn.contains("Undetermined"), "{drawn}");
}
