//! The project of a region, looked up where none is given.

use std::borrow::Cow;

use huaweicloud_types::model;
use tokio::sync::OnceCell;

use crate::config::Config;
use crate::error::Error;
use crate::operation::Operation;
use crate::regions;
use crate::request::ServiceClient;
use crate::send::Send;

/// [KeystoneListAuthProjects](https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html):
/// the projects that the caller may use.
static LIST_PROJECTS: Operation = Operation::new("KeystoneListProjects", "GET", "/v3/projects");

#[derive(Debug, Default, Clone)]
struct Project {
    id: Option<String>,
    name: Option<String>,
}
model!(Project { id, name });

#[derive(Debug, Default, Clone)]
struct ListProjectsResponse {
    projects: Vec<Project>,
}
model!(ListProjectsResponse { projects });

/// The project that the configuration's region has, once a call needed it.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    found: OnceCell<String>,
}

impl Projects {
    /// The id of the one project that is named as the region. Looked up by one call while others
    /// wait, and kept; a failure is not.
    pub(crate) async fn find(&self, config: &Config) -> Result<&str, Error> {
        self.found.get_or_try_init(|| look_up(config)).await.map(String::as_str)
    }
}

async fn look_up(config: &Config) -> Result<String, Error> {
    let Some(region) = config.region() else {
        return Err(Error::config(
            "the project id is missing, and without a region it cannot be looked up: set .project_id(…) on the \
             configuration (HUAWEICLOUD_SDK_PROJECT_ID), or .with_project_id(…) on the call",
        ));
    };
    let iam = ServiceClient::new(config, &regions::IAM);
    let call = Send::<ListProjectsResponse>::new(iam.request(&LIST_PROJECTS).query("name", &region));
    let answer = call.await.map_err(|error| {
        error.while_doing(format!(
            "this call was to find the project id of region {region}; set .project_id(…) on the configuration \
             (HUAWEICLOUD_SDK_PROJECT_ID) to do without it"
        ))
    })?;
    only(region, answer.into_inner().projects)
}

/// The one project there is. Where there are several, which was meant is not ours to guess.
fn only(region: &str, mut projects: Vec<Project>) -> Result<String, Error> {
    projects.retain(|project| project.id.as_ref().is_some_and(|id| !id.is_empty()));
    if let ([project], Some(id)) = (projects.as_slice(), projects.first().and_then(|one| one.id.clone())) {
        tracing::debug!(region, project_id = id, name = project.name, "found the project of the region");
        return Ok(id);
    }
    let named = |project: &Project| {
        let [id, name] = [&project.id, &project.name].map(|text| text.as_deref().unwrap_or("?"));
        format!("{name} ({id})")
    };
    let what: Cow<'_, str> = match projects.as_slice() {
        [] => "these credentials have no project".into(),
        several => {
            let list: Vec<String> = several.iter().map(named).collect();
            format!("these credentials have {} projects: {}", several.len(), list.join(", ")).into()
        }
    };
    Err(Error::config(format!(
        "{what} in region {region}: set .project_id(…) on the configuration (HUAWEICLOUD_SDK_PROJECT_ID), or \
         .with_project_id(…) on the call"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(id: &str, name: &str) -> Project {
        Project { id: Some(id.to_owned()), name: Some(name.to_owned()) }
    }

    #[test]
    fn one_project_is_taken() {
        assert_eq!(only("r", vec![project("p1", "r"), project("", "x")]).unwrap(), "p1");
    }

    #[test]
    fn none_and_several_say_what_to_set() {
        let none = only("cn-north-4", Vec::new()).unwrap_err();
        assert!(none.is_config() && none.to_string().contains("no project in region cn-north-4"), "{none}");
        let several = only("r", vec![project("p1", "r"), project("p2", "r_sub")]).unwrap_err().to_string();
        assert!(
            several.contains("2 projects: r (p1), r_sub (p2)") && several.contains(".project_id("),
            "{several}"
        );
    }
}
