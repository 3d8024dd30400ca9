//! The table for programs, and for the next run of this one.

use serde_json::{Map, Value, json};

use super::Report;
use crate::bench::row::{Bar, Row, Unit};
use crate::bench::table::{Part, Table};

/// `machine`, and under `parts` an object a part: `name`, `date`, and under `rows` an object a row: `what`,
/// `unit`, `decimals`, `ours`, `others` by name, `ratio` of ours to the least of them, `bar` with `times` or
/// `value`, `passed`, `remark`. What was not measured, or does not apply, is null.
pub fn text(report: &Report) -> String {
    let parts: Vec<Value> = report.table.parts().iter().map(part).collect();
    format!("{:#}\n", json!({ "machine": report.machine, "parts": parts }))
}

fn part(part: &Part) -> Value {
    let rows: Vec<Value> = part.rows.iter().map(row).collect();
    json!({ "name": part.name, "date": part.date, "rows": rows })
}

fn row(row: &Row) -> Value {
    let others: Map<String, Value> =
        row.others.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let bar = match row.bar {
        Some(Bar::Times(times)) => json!({ "times": times }),
        Some(Bar::Value(value)) => json!({ "value": value }),
        None => Value::Null,
    };
    json!({
        "what": row.what,
        "unit": row.unit.name,
        "decimals": row.unit.decimals,
        "ours": row.ours,
        "others": others,
        "ratio": row.ratio(),
        "bar": bar,
        "passed": row.passed(),
        "remark": row.remark,
    })
}

/// What such a text tells; none where it is of another form.
pub fn report(text: &str) -> Option<Report> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let parts: Option<Vec<Part>> = whole["parts"].as_array()?.iter().map(read_part).collect();
    Some(Report { machine: words(&whole["machine"])?, table: Table::of(parts?) })
}

fn read_part(value: &Value) -> Option<Part> {
    let rows: Option<Vec<Row>> = value["rows"].as_array()?.iter().map(read_row).collect();
    Some(Part { name: words(&value["name"])?, date: words(&value["date"])?, rows: rows? })
}

fn read_row(value: &Value) -> Option<Row> {
    let bar = &value["bar"];
    let times = bar["times"].as_f64().map(Bar::Times);
    let others = value["others"].as_object()?.iter();
    Some(Row {
        what: words(&value["what"])?,
        unit: Unit {
            name: words(&value["unit"])?.into(),
            decimals: value["decimals"].as_u64()?.try_into().ok()?,
        },
        ours: value["ours"].as_f64(),
        others: others.filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect(),
        bar: times.or(bar["value"].as_f64().map(Bar::Value)),
        remark: words(&value["remark"])?,
    })
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    #[test]
    fn every_row_has_all_keys() {
        let value: Value = serde_json::from_str(&text(&report())).unwrap();
        assert_eq!(value["machine"], json!("2 cores"));
        assert_eq!(
            (&value["parts"][0]["name"], &value["parts"][0]["date"]),
            (&json!("generation"), &json!("2026-11-30"))
        );
        assert_eq!(
            value["parts"][0]["rows"][0],
            json!({
                "what": "generating <100> operations", "unit": "s", "decimals": 2, "ours": 0.5,
                "others": { "quick": 2.0, "slow | old": 4.0 }, "ratio": 0.25, "bar": { "times": 0.5 },
                "passed": true, "remark": "failing fails",
            })
        );
        let [.., missing] = value["parts"][1]["rows"].as_array().unwrap().as_slice() else {
            panic!("{value}")
        };
        assert_eq!((&missing["ours"], &missing["passed"]), (&Value::Null, &Value::Null));
    }
}
