//! One attempt at a call.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::authenticate::authenticate;
use super::within;
use crate::config::Config;
use crate::credentials::Kind;
use crate::error::Error;
use crate::request::Prepared;
use crate::retry;
use crate::transport::{TransportRequest, TransportResponse};

/// How far the clocks of both ends may differ before a refusal is put down to it. Gateways refuse
/// signatures that are 15 minutes old or early.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// The gateway's code for a token that has expired
/// ([APIG error codes](https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html)).
const TOKEN_EXPIRED: &str = "APIGW.0307";

/// Finds credentials, signs, sends and receives, within `limit`. Gives back the number of the attempt too.
pub(super) async fn attempt(
    config: &Config,
    prepared: &Prepared,
    number: u32,
    limit: Duration,
) -> Result<(TransportResponse, u32), Error> {
    match within(config.clock(), limit, pin!(authenticated(config, prepared))).await {
        Some(outcome) => outcome.map(|answer| (answer, number)),
        None => {
            let (host, line) = (prepared.request.base.host(), prepared.request.line());
            Err(timed_out(host, limit).with_request_line(&line))
        }
    }
}

/// Sends with credentials that hold and at the right time. Where the service knows better of either,
/// the request was not carried out and is sent once more.
async fn authenticated(config: &Config, prepared: &Prepared) -> Result<TransportResponse, Error> {
    let mut held = config.credentials().get(config).await?;
    let (mut time_learned, mut renewed) = (false, false);
    loop {
        let time = config.time();
        let request = authenticate(prepared, &held.credentials, time)?;
        let sent = |error: Error| error.with_request_line(&prepared.request.line());
        let answer = send(config, request).await.map_err(sent)?;
        if answer.status().is_success() {
            return readable(answer).map_err(sent);
        }
        let signed = matches!(held.credentials.kind, Kind::AccessKey { .. });
        let refused = matches!(answer.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let told = date(answer.headers());
        let error = sent(status_error(config, answer));
        if let Some(told) = told.filter(|told| refused && signed && differ(*told, time)) {
            if !time_learned {
                tracing::debug!("this machine's clock is wrong; signing by the service's");
                config.learn_time(told);
                time_learned = true;
                continue;
            }
        }
        if !refused || renewed || !is_expired(&error) {
            return Err(error);
        }
        match config.credentials().renewed(config, &held).await {
            Ok(Some(others)) => (held, renewed) = (others, true),
            Ok(None) => return Err(error),
            Err(cause) => {
                return Err(cause.while_doing("the service no longer takes the credentials used before"));
            }
        }
    }
}

/// Sends one request as it is, and receives its answer whatever the status, within `limit`.
pub(crate) async fn exchange(
    config: &Config,
    request: TransportRequest,
    limit: Duration,
) -> Result<TransportResponse, Error> {
    let host = request.base.host().to_owned();
    match within(config.clock(), limit, pin!(send(config, request))).await {
        Some(outcome) => outcome,
        None => Err(timed_out(&host, limit)),
    }
}

fn timed_out(host: &str, limit: Duration) -> Error {
    // What is left of a call's time is no round number.
    let shown = Duration::from_millis(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX));
    Error::timeout(format!("timed out waiting for the answer of {host} ({shown:?})"))
}

/// Hands the request over at once: a future that holds it would be a larger one.
fn send(
    config: &Config,
    request: TransportRequest,
) -> impl Future<Output = Result<TransportResponse, Error>> + Send + '_ {
    let base = request.base.clone();
    let answer = config.transport().send(request);
    async move {
        let answer = answer.await.map_err(|error| error.told_of(base.host()))?;
        tracing::debug!(
            host = base.host(),
            status = answer.status().as_u16(),
            request_id = crate::error::request_id(answer.headers()),
            "answered"
        );
        Ok(answer)
    }
}

fn status_error(config: &Config, answer: TransportResponse) -> Error {
    let (parts, body) = answer.into_parts();
    let retry_after = retry::retry_after(&parts.headers, config.time());
    Error::status_error(parts.status, &parts.headers, body).with_retry_after(retry_after)
}

/// Refuses a body that is still compressed: it would be taken for broken JSON.
fn readable(answer: TransportResponse) -> Result<TransportResponse, Error> {
    let encoding = answer.headers().get(header::CONTENT_ENCODING).map(|value| value.as_bytes());
    match encoding {
        None | Some(b"" | b"identity") => Ok(answer),
        Some(encoding) => {
            let encoding = String::from_utf8_lossy(encoding);
            let hint = if cfg!(feature = "gzip") { "" } else { "; enable the feature gzip where that is it" };
            let error = Error::unreadable(format!(
                "the answer is compressed as \"{}\"{hint}",
                encoding.escape_debug()
            ));
            let (parts, body) = answer.into_parts();
            Err(error.with_answer(parts.status, &parts.headers, body))
        }
    }
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()
}

fn differ(left: SystemTime, right: SystemTime) -> bool {
    let distance = left.duration_since(right).unwrap_or_else(|behind| behind.duration());
    distance > CLOCK_TOLERANCE
}

fn is_expired(error: &Error) -> bool {
    let says_so = |message: &str| {
        let message = message.to_ascii_lowercase();
        message.contains("expired") && (message.contains("token") || message.contains("credential"))
    };
    error.code() == Some(TOKEN_EXPIRED) || error.message().is_some_and(says_so)
}
