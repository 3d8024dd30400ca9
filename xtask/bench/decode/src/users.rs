//! Pages of VPN users: records of texts, whose members come in the order of the documentation.

use std::fmt::Write;

use serde::Deserialize;

use crate::numbers::Numbers;

/// A page of VPN users as structs with serde's derive.
#[derive(Debug, Deserialize)]
pub struct Page {
    pub users: Vec<User>,
    pub total_count: Option<i64>,
    pub page_info: Option<PageInfo>,
    pub request_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    pub id: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub user_group_id: Option<String>,
    pub user_group_name: Option<String>,
    pub static_ip: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct PageInfo {
    pub next_marker: Option<String>,
    pub current_count: Option<i64>,
}

/// The JSON of a page: the users of the documented example, over and over, varied by the seed.
pub fn page(users: usize, seed: u64, next_marker: Option<&str>) -> String {
    let mut numbers = Numbers(seed);
    let mut json = String::from(r#"{"users":["#);
    for number in 0..users {
        let comma = if number == 0 { "" } else { "," };
        // Writing to a string does not fail.
        let _ = write!(json, "{comma}{}", user(number, &mut numbers));
    }
    let next_marker = next_marker.map_or("null".to_owned(), |marker| format!("{marker:?}"));
    let request_id = numbers.hexadecimal(32);
    let _ = write!(
        json,
        r#"],"total_count":{users},"page_info":{{"next_marker":{next_marker},"current_count":{users}}},"request_id":"{request_id}"}}"#
    );
    json
}

fn user(number: usize, numbers: &mut Numbers) -> String {
    let (id, group) = (numbers.uuid(), numbers.uuid());
    let description = "User description ".repeat(numbers.below(4));
    let (team, second) = (numbers.below(100), numbers.below(60));
    format!(
        r#"{{"id":"{id}","name":"user{number:03}","description":"{description}","user_group_id":"{group}","user_group_name":"user-group{team}","created_at":"2024-06-17T06:53:{second:02}.302Z","updated_at":"2024-06-17T06:54:{second:02}.302Z"}}"#
    )
}
