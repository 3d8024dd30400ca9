//! What a call is for: its project or account.

use crate::error::Error;
use crate::request::{Prepared, Request, Scope};

/// Prepares a request for the project and account that the call, the configuration or the credentials
/// name. A project that a path needs and none of them names is looked up.
pub(super) async fn prepare(request: &Request) -> Result<Prepared, Error> {
    // A misspelt region is told before anything is sent.
    request.base()?;
    let config = request.config();
    let asked =
        request.project_id().is_none() || (config.domain_id().is_none() && request.path_has("{domain_id}"));
    let held = if asked { Some(config.credentials().get(config).await?) } else { None };
    let held = held.as_ref().map(|held| &held.credentials);
    let project_id = match request.project_id().or(held.and_then(|held| held.project_id())) {
        None if request.path_has("{project_id}") => Some(config.projects().find(config).await?),
        known => known,
    };
    let domain_id = config.domain_id().or(held.and_then(|held| held.domain_id()));
    request.prepare(&Scope { project_id, domain_id })
}
