//! The table for programs.

use serde_json::{Value, json};

use super::Report;
use crate::bench::row::{Bar, Row};

/// `date`, `machine`, and under `rows` an object a row: `part`, `what`, `unit`, `ours`, `others` by name,
/// `ratio` of ours to the least of them, `bar` with `times` or `value`, `passed`, `remark`. What was not
/// measured, or does not apply, is null.
pub fn text(report: &Report<'_>) -> String {
    let parts = report.table.parts().iter();
    let rows: Vec<Value> =
        parts.flat_map(|part| part.rows.iter().map(|row| object(part.name, row))).collect();
    let whole = json!({ "date": report.date, "machine": report.machine, "rows": rows });
    format!("{whole:#}\n")
}

fn object(part: &str, row: &Row) -> Value {
    let others: serde_json::Map<String, Value> =
        row.others.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let bar = match row.bar {
        Some(Bar::Times(times)) => json!({ "times": times }),
        Some(Bar::Value(value)) => json!({ "value": value }),
        None => Value::Null,
    };
    json!({
        "part": part,
        "what": row.what,
        "unit": row.unit.name,
        "ours": row.ours,
        "others": others,
        "ratio": row.ratio(),
        "bar": bar,
        "passed": row.passed(),
        "remark": row.remark,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{report, table};
    use super::*;

    #[test]
    fn every_row_has_all_keys() {
        let table = table();
        let value: Value = serde_json::from_str(&text(&report(&table))).unwrap();
        assert_eq!((&value["date"], &value["machine"]), (&json!("2026-11-30"), &json!("2 cores")));
        assert_eq!(
            value["rows"][0],
            json!({
                "part": "generation", "what": "generating <100> operations", "unit": "s", "ours": 0.5,
                "others": { "quick": 2.0, "slow | old": 4.0 }, "ratio": 0.25, "bar": { "times": 0.5 },
                "passed": true, "remark": "failing fails",
            })
        );
        let [.., missing] = value["rows"].as_array().unwrap().as_slice() else { panic!("{value}") };
        assert_eq!((&missing["ours"], &missing["passed"]), (&Value::Null, &Value::Null));
    }
}
