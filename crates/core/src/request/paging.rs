//! Limit and cursor of a list: parameters of the query, or members of the JSON body.

use serde_json::{Map, Value};

use super::{Content, Request};
use crate::error::Error;
use crate::operation::Pagination;
use crate::pointer::segments;

impl Request {
    /// What the limit or the cursor is set to, `name` being which.
    pub(crate) fn page_value(&self, by: &Pagination, name: &str) -> Result<Option<String>, Error> {
        if by.body.is_none() {
            return Ok(self.query_value(name).map(str::to_owned));
        }
        match self.json_body()?.pointer(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Error::invalid_request(format!(
                "body member {name} is neither a number nor text, as going through pages needs it there"
            ))),
        }
    }

    /// Sets the limit or the cursor.
    pub(crate) fn set_page_value(
        &mut self,
        by: &Pagination,
        name: &'static str,
        value: String,
    ) -> Result<(), Error> {
        let Some(form) = &by.body else {
            self.set_query(name, value);
            return Ok(());
        };
        let as_text = if name == by.limit { form.limit_as_text } else { form.cursor_as_text };
        let number = value.parse::<i64>().ok().filter(|_| !as_text);
        let mut body = self.json_body()?;
        let member = member(&mut body, name).ok_or_else(|| {
            Error::invalid_request(format!(
                "the body has no place for {name}, which going through pages sets: what leads there is no object"
            ))
        })?;
        *member = number.map_or(Value::String(value), Value::from);
        let media_type = match &self.body {
            Some(Ok(content)) => content.media_type.clone(),
            _ => "application/json".into(),
        };
        self.body = Some(Ok(Content { media_type, body: body.to_string().into() }));
        Ok(())
    }

    /// Whether the answer is a page, by what the body says.
    pub(crate) fn asks_for_page(&self, by: &Pagination) -> Result<bool, Error> {
        let when = by.body.map_or(&[][..], |form| form.when);
        if when.is_empty() {
            return Ok(true);
        }
        let body = self.json_body()?;
        Ok(when.iter().all(|(name, text)| body.pointer(name).and_then(Value::as_str) == Some(text)))
    }

    /// The body; null where there is none.
    fn json_body(&self) -> Result<Value, Error> {
        let content = match &self.body {
            None => return Ok(Value::Null),
            Some(Err(problem)) => return Err(Error::invalid_request(problem.clone())),
            Some(Ok(content)) => content,
        };
        let read = content.body.as_bytes().and_then(|bytes| serde_json::from_slice(bytes).ok());
        read.ok_or_else(|| {
            Error::invalid_request("the body is no JSON: going through pages sets members of it")
        })
    }
}

/// What a JSON pointer leads to, with objects made on the way where there is nothing; `None` where
/// something else is in the way.
fn member<'b>(body: &'b mut Value, pointer: &str) -> Option<&'b mut Value> {
    segments(pointer).try_fold(body, |value, name| {
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        Some(value.as_object_mut()?.entry(name).or_insert(Value::Null))
    })
}
