//! Transfer reviews, from opening to proof: who may do what when, and what is frozen.

mod attested;
mod command;
mod decisions;
mod golden;
mod proposals;
mod quarters;
mod refused;
mod signing;

use crate::support::{Caller, TestApp};
use serde_json::{Value, json};

/// The controller of everything in the register of the SUNMI policy of which one is recorded.
pub const CONTROLLER: &str = "sunmi-technology-us";

/// Opens a review of a quarter as the reviewer.
pub async fn opened(app: &TestApp, quarter: &str) -> Value {
    app.reviewer().post("/api/v1/reviews").json(&json!({ "period": quarter })).await.expect(201).json()
}

/// Decides routes as the reviewer, and answers what was decided and what is open.
pub async fn decided(app: &TestApp, review: &str, decisions: Value) -> Value {
    let body = json!({ "decisions": decisions });
    app.reviewer().post(format!("/api/v1/reviews/{review}/decisions")).json(&body).await.expect(200).json()
}

/// Asks about every route that is undetermined or not met, and approves the others on a condition.
pub async fn all_decided(app: &TestApp, review: &str) -> Value {
    let told: Value = app.reader().get(format!("/api/v1/reviews/{review}/report?format=json")).await.expect(200).json();
    let mut decisions = Vec::new();
    for route in told["routes"].as_array().unwrap() {
        let allowed: Vec<&str> =
            route["allowed"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let key = &route["item"]["key"];
        decisions.push(if allowed.contains(&"carry_over") {
            json!({ "item": key, "decision": "carry_over", "comment": "Nothing changed; attested by the steward." })
        } else if allowed.contains(&"approve") {
            json!({ "item": key, "decision": "approve" })
        } else if allowed.contains(&"approve_with_conditions") {
            json!({ "item": key, "decision": "approve_with_conditions", "conditions": "Lists are completed." })
        } else {
            json!({ "item": key, "decision": "ask", "who": "Sales operations", "due": "2026-12-15" })
        });
    }
    decided(app, review, Value::Array(decisions)).await
}

/// Signs off the routes of a controller, or of nobody, as somebody.
pub async fn signed(who: Caller<'_>, review: &str, controller: Option<&str>) -> Value {
    let body = controller.map_or_else(|| json!({}), |controller| json!({ "controller": controller }));
    who.post(format!("/api/v1/reviews/{review}/sign-off")).json(&body).await.expect(200).json()
}

/// Signs off every controller of a review as the admin.
pub async fn signed_off(app: &TestApp, review: &str) -> Value {
    let told: Value = app.reader().get(format!("/api/v1/reviews/{review}/report?format=json")).await.expect(200).json();
    let mut last = Value::Null;
    for of in told["controllers"].as_array().unwrap() {
        last = signed(app.admin(), review, of["controller"]["key"].as_str()).await;
    }
    last
}
