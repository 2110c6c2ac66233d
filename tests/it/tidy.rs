//! The walls of the house, as tests: who may use whom, which library belongs where, headers and sizes.

use proc_macro2::{TokenStream, TokenTree};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Who may use whom: a module and the modules it may name. What is not listed is a failing test.
const WALLS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("config", &[]),
    ("domain", &[]),
    ("flows", &["domain"]),
    ("rules", &["domain", "flows"]),
    ("findings", &["domain", "flows", "rules"]),
    ("report", &["domain", "flows", "rules", "findings", "review"]),
    ("render", &["domain", "report"]),
    ("review", &["domain"]),
    ("exchange", &["domain", "rules", "report"]),
    ("store", &["clock", "domain", "review"]),
    ("service", &["clock", "domain", "exchange", "findings", "flows", "render", "report", "review", "rules", "store"]),
    ("http", &["domain", "exchange", "render", "report", "review", "service"]),
    ("cli", &["clock", "config", "domain", "exchange", "http", "render", "report", "rules", "service", "store"]),
    ("main", &["cli"]),
];

/// Libraries that belong to some modules only.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("rocket", &["http"]),
    ("utoipa", &["http"]),
    ("utoipa_swagger_ui", &["http"]),
    ("percent_encoding", &["http"]),
    ("async_compression", &["http"]),
    ("uuid", &["http"]),
    ("sea_orm", &["store"]),
    ("migrations", &["store"]),
    ("pdf", &["cli", "render"]),
    ("clap", &["cli", "config"]),
    ("include_dir", &["service"]),
    ("serde_saphyr", &["exchange"]),
    ("saphyr_parser", &["exchange"]),
    ("csv", &["exchange", "render"]),
    ("rust_xlsxwriter", &["exchange", "render"]),
    ("calamine", &["exchange"]),
    ("zip", &["exchange"]),
    ("icalendar", &["render"]),
    ("atom_syndication", &["render"]),
    ("object_store", &["store"]),
    ("rustls", &["store"]),
    ("tempfile", &["store"]),
    ("tokio_util", &["http"]),
    ("infer", &["service"]),
    ("askama", &["render"]),
    ("minijinja", &["render"]),
    ("rand", &["clock"]),
    ("rayon", &["exchange", "findings", "flows", "report", "rules", "service", "store"]),
    ("rustc_hash", &["flows", "report", "rules"]),
    ("imbl", &["domain", "report", "rules"]),
    ("jsonschema", &["domain"]),
    ("json_patch", &["domain"]),
    ("jsonptr", &["domain"]),
    ("oxilangtag", &["domain"]),
    ("rust_iso3166", &["domain"]),
    ("iso8601_duration", &["domain"]),
    ("sha2", &["domain"]),
    ("smol_str", &["domain"]),
    ("mimalloc", &["main"]),
    ("url", &["domain", "store"]),
    ("tokio", &["cli", "http", "service", "store"]),
    ("tracing_subscriber", &["cli"]),
];

/// Modules that compute without the world: no waiting, no files, no network, no clock.
const PURE: &[&str] = &["domain", "flows", "rules", "findings", "report", "render", "review"];

const MAX_FILE: usize = 600;
const MAX_MEDIAN: usize = 200;

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files_below(&root)
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).unwrap().to_path_buf();
            let module =
                relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (module, relative, text)
        })
        .collect()
}

/// The tokens of a file without its test modules, macros included: a scan of text would miss `use crate::{x, y}`, a walk of
/// the syntax tree what stands in macros.
fn tokens(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let tests: Vec<(usize, usize)> = file.items.iter().filter_map(test_module).collect();
    let mut flat = Vec::new();
    flatten(text.parse().unwrap(), &tests, &mut flat);
    flat
}

fn test_module(item: &syn::Item) -> Option<(usize, usize)> {
    let syn::Item::Mod(module) = item else { return None };
    let is_test = module.attrs.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|ident| ident == "test")
    });
    let span = syn::spanned::Spanned::span(module);
    is_test.then(|| (span.start().line, span.end().line))
}

fn flatten(stream: TokenStream, skip: &[(usize, usize)], flat: &mut Vec<String>) {
    for token in stream {
        let line = token.span().start().line;
        if skip.iter().any(|(first, last)| (*first..=*last).contains(&line)) {
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                flat.push("(".into());
                flatten(group.stream(), skip, flat);
                flat.push(")".into());
            }
            other => flat.push(other.to_string()),
        }
    }
}

/// The modules of this crate that the tokens name: after `crate::`, also in a group.
fn modules_named(tokens: &[String]) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        if token != "crate" || tokens.get(at + 1).map(String::as_str) != Some(":") {
            continue;
        }
        match tokens.get(at + 3).map(String::as_str) {
            Some("(") => {
                let mut depth = 0;
                for (inner, token) in tokens.iter().enumerate().skip(at + 3) {
                    match token.as_str() {
                        "(" => depth += 1,
                        ")" => depth -= 1,
                        name if depth == 1 && matches!(tokens[inner - 1].as_str(), "(" | ",") => {
                            named.insert(name.to_owned());
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            Some(name) => {
                named.insert(name.to_owned());
            }
            None => {}
        }
    }
    named
}

fn is_path_start(tokens: &[String], at: usize) -> bool {
    tokens.get(at + 1).map(String::as_str) == Some(":")
        && tokens.get(at + 2).map(String::as_str) == Some(":")
        && (at == 0 || tokens[at - 1] != ":")
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let walls: BTreeMap<_, _> = WALLS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if module == "lib" {
            continue;
        }
        let allowed =
            walls.get(module.as_str()).unwrap_or_else(|| panic!("{} belongs to no module of the plan", path.display()));
        for named in modules_named(&tokens(&text)) {
            if walls.contains_key(named.as_str()) && named != module && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{} names `{named}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn reaches(walls: &BTreeMap<&str, &[&str]>, from: &str, to: &str) -> bool {
    walls[from].iter().any(|below| *below == to || reaches(walls, below, to))
}

#[test]
fn the_plan_of_walls_has_no_circle() {
    let walls: BTreeMap<_, _> = WALLS.iter().copied().collect();
    for (module, _) in WALLS {
        assert!(!reaches(&walls, module, module), "{module}");
    }
}

#[test]
fn libraries_stay_in_their_modules() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        let tokens = tokens(&text);
        for (library, places) in LIBRARIES {
            let named = (0..tokens.len()).any(|at| tokens[at] == *library && is_path_start(&tokens, at));
            if named && !places.contains(&module.as_str()) {
                wrong.push(format!("{} names the library `{library}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_computes_without_the_world() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if !PURE.contains(&module.as_str()) {
            continue;
        }
        let tokens = tokens(&text);
        for (at, token) in tokens.iter().enumerate() {
            let world = match token.as_str() {
                "async" | "await" => true,
                "std" => {
                    is_path_start(&tokens, at)
                        && matches!(
                            tokens.get(at + 3).map(String::as_str),
                            Some("fs" | "net" | "time" | "env" | "process" | "thread")
                        )
                }
                "Utc" | "Local" => tokens.get(at + 3).map(String::as_str) == Some("now"),
                _ => false,
            };
            if world {
                wrong.push(format!("{} uses `{token}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nobody_climbs_over_two_walls_at_once() {
    for (_, path, text) in sources() {
        let tokens = tokens(&text);
        let climbs = tokens.windows(4).any(|window| window == ["super", ":", ":", "super"]);
        assert!(!climbs, "{} names super::super", path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no header", path.display());
    }
}

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, PathBuf)> = sources()
        .into_iter()
        .map(|(_, path, text)| {
            let file = syn::parse_file(&text).unwrap();
            let tests: Vec<(usize, usize)> = file.items.iter().filter_map(test_module).collect();
            let code = text.lines().enumerate().filter(|(index, line)| {
                let line = line.trim();
                !line.is_empty()
                    && !line.starts_with("//")
                    && !tests.iter().any(|(first, last)| (*first..=*last).contains(&(index + 1)))
            });
            (code.count(), path)
        })
        .collect();
    sizes.sort();
    let (largest, path) = sizes.last().unwrap();
    assert!(*largest <= MAX_FILE, "{} has {largest} lines of code; allowed are {MAX_FILE}", path.display());
    let (median, _) = sizes[sizes.len() / 2];
    assert!(median <= MAX_MEDIAN, "the median file has {median} lines of code; allowed are {MAX_MEDIAN}");
}

#[test]
fn no_name_says_nothing() {
    for (_, path, _) in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let empty = ["util", "utils", "common", "helper", "helpers", "manager", "misc", "base"];
        assert!(!empty.contains(&stem), "{} says nothing", path.display());
    }
}
