//! Findings as a log of SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format): one run, with a rule for each check that
//! fired and a result for each finding.

use crate::{
    domain::LanguageTag,
    report::{
        findings::{CheckTold, FindingTold, Report},
        speech::Speech,
    },
};
use serde_json::{Map, Value, json};

/// Where the schema of the format is.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log.
pub(super) fn log(report: &Report, language: &LanguageTag) -> Value {
    let (speech, _) = Speech::for_reader(language);
    let rules = report.checks();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| result(finding, rules.iter().position(|rule| rule.code == finding.code), speech))
        .chain(report.waived.iter().map(|waived| {
            let rule = rules.iter().position(|rule| rule.code == waived.finding.code);
            let mut result = result(&waived.finding, rule, speech);
            // Told, and told not to count.
            let (reason, by, until) = (waived.reason.speak(language, None).text, &waived.approved_by, waived.until);
            result["suppressions"] = json!([{
                "kind": "external",
                "status": "accepted",
                "justification": format!("{reason} ({by}, {until})")
            }]);
            result
        }))
        .collect();
    let rules: Vec<Value> = rules.iter().map(|rule| self::rule(rule, speech)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "ropewalk", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": { "summary": report.summary }
        }]
    })
}

fn rule(check: &CheckTold, speech: Speech) -> Value {
    let (checks, why, resolve) = (check.checks.speak(speech), check.why.speak(speech), check.resolve.speak(speech));
    json!({
        "id": check.code,
        "name": check.name,
        "shortDescription": { "text": check.title.speak(speech) },
        "fullDescription": { "text": format!("{checks} {why}") },
        "help": { "text": resolve },
        "defaultConfiguration": { "level": level(check.severity.name()) },
        "properties": { "tags": [check.family.name()], "basis": check.basis }
    })
}

/// The word of the format for a severity.
fn level(severity: &str) -> &str {
    if severity == "info" { "note" } else { severity }
}

fn result(finding: &FindingTold, rule: Option<usize>, speech: Speech) -> Value {
    let mut result = Map::new();
    let mut put = |name: &str, value: Value| drop(result.insert(name.to_owned(), value));
    put("ruleId", finding.code.clone().into());
    if let Some(rule) = rule {
        put("ruleIndex", rule.into());
    }
    put("level", level(finding.severity.name()).into());
    put("message", json!({ "text": finding.message.speak(speech) }));
    let name = format!("{}#{}", finding.record.id(), finding.pointer);
    let mut location = json!({ "logicalLocations": [{ "fullyQualifiedName": name, "kind": "member" }] });
    if let Some(at) = &finding.at {
        location["physicalLocation"] = json!({
            "artifactLocation": { "uri": uri(&at.file) },
            "region": { "startLine": at.line, "startColumn": at.column }
        });
    }
    put("locations", json!([location]));
    // The same finding in the next run, wherever it stands in the file by then.
    let law = finding.law.as_ref().map(|law| format!(" {law}")).unwrap_or_default();
    let text = finding.place.as_ref().map(|place| format!(" {} {}", place.language, place.quote)).unwrap_or_default();
    put("partialFingerprints", json!({ "finding/v1": format!("{} {name}{law}{text}", finding.code) }));
    Value::Object(result)
}

/// A path as a relative reference (RFC 3986): what has a meaning there, or is no ASCII, is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("seeds/a b#1.yaml"), "seeds/a%20b%231.yaml");
        assert_eq!(uri("登记.yaml"), "%E7%99%BB%E8%AE%B0.yaml");
    }
}
