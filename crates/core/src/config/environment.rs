//! The configuration that the surroundings of a program hold.

use std::sync::Arc;

use super::{Config, ConfigBuilder};
use crate::credentials::{
    ChainProvider, CredentialsProvider, DOMAIN_ID, EnvironmentProvider, PROJECT_ID, ProfileProvider,
    Variables,
};
use crate::error::Error;
use crate::regions::{self, RegionSources};

const REGION: &str = "HUAWEICLOUD_SDK_REGION";
const ENDPOINT: &str = "HUAWEICLOUD_SDK_ENDPOINT";
const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

impl Config {
    /// The configuration that the surroundings of the program hold.
    ///
    /// Credentials are looked for in environment variables, the profile file, the pod's identity and
    /// the metadata service of an ECS, in this order; [`ChainProvider`] says more. They are found
    /// before this returns. The rest is in these variables, of which an empty one is as good as none,
    /// but for secrets:
    ///
    /// | variable | is |
    /// |---|---|
    /// | `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` | access key and secret key |
    /// | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | the security token, for a temporary key |
    /// | `HUAWEICLOUD_SDK_AUTH_TOKEN` | an IAM token, in place of the keys |
    /// | `HUAWEICLOUD_SDK_USER_NAME`, `HUAWEICLOUD_SDK_USER_PASSWORD`, `HUAWEICLOUD_SDK_DOMAIN_NAME` | an IAM user, its password and the name of its account, in place of the keys |
    /// | `HUAWEICLOUD_SDK_CREDENTIALS_FILE` | the [profile file](ProfileProvider), in place of `~/.huaweicloud/credentials` |
    /// | `HC_CONTAINER_CREDENTIALS_FULL_URI`, `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE` | the [pod's identity](crate::credentials::PodIdentityProvider); CCE sets them |
    /// | `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID` | project and account |
    /// | `HUAWEICLOUD_SDK_REGION` | the region |
    /// | `HUAWEICLOUD_SDK_ENDPOINT` | an address for all services, in place of the region's |
    /// | `HUAWEICLOUD_SDK_IAM_ENDPOINT` | the address of IAM, in place of the region's |
    /// | `HUAWEICLOUD_SDK_REGION_{SERVICE}_{REGION}` | the address of a service in a region, as in `HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4` |
    /// | `HUAWEICLOUD_SDK_REGIONS_FILE` | a file with more of those, in place of `~/.huaweicloud/regions.yaml` |
    /// | `HUAWEICLOUD_SDK_CLOUD_DOMAIN` | the domain of a private cloud, see [`cloud_domain`](ConfigBuilder::cloud_domain) |
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), huaweicloud_core::Error> {
    /// let config = huaweicloud_core::Config::from_env().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`is_credentials`](Error::is_credentials) where there are no credentials, naming every place
    /// that was looked in and what it lacks; [`is_config`](Error::is_config) for credentials that are
    /// half there and whatever [`build`](ConfigBuilder::build) finds; and those of the calls by which
    /// credentials were to be got.
    pub async fn from_env() -> Result<Self, Error> {
        complete(Self::builder_from_env().await?).await
    }

    /// A builder filled from the same surroundings, to add to them or to overrule them. Credentials are
    /// looked for when a call needs them first.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), huaweicloud_core::Error> {
    /// use huaweicloud_core::Config;
    ///
    /// let config = Config::builder_from_env().await?.endpoint("http://127.0.0.1:4010").build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`is_config`](Error::is_config) for a variable that is not UTF-8, and for a regions file that
    /// cannot be read.
    pub async fn builder_from_env() -> Result<ConfigBuilder, Error> {
        let regions = RegionSources::from_variables(std::env::vars_os(), regions::read_file)?;
        Ok(ConfigBuilder { regions, ..from_variables(&Variables::default())? })
    }
}

/// Builds, and finds the credentials at once.
async fn complete(builder: ConfigBuilder) -> Result<Config, Error> {
    // `build` would not name the variables.
    if builder.region.is_none() && builder.endpoint.is_none() {
        return Err(Error::config(format!(
            "neither a region nor an endpoint in the environment: set {REGION}, or {ENDPOINT}"
        )));
    }
    let config = builder.build()?;
    config.credentials().get(&config).await?;
    Ok(config)
}

/// A builder filled from variables and what they lead to.
fn from_variables(variables: &Variables) -> Result<ConfigBuilder, Error> {
    let mut builder = ConfigBuilder {
        region: variables.setting(REGION)?,
        endpoint: variables.setting(ENDPOINT)?,
        credentials: Some(Arc::new(ChainProvider::reading(variables))),
        project_id: variables.setting(PROJECT_ID)?,
        domain_id: variables.setting(DOMAIN_ID)?,
        ..ConfigBuilder::default()
    };
    if let Some(url) = variables.setting(IAM_ENDPOINT)?.or_else(|| iam_endpoint(variables)) {
        builder = builder.service_endpoint("iam", url);
    }
    Ok(builder)
}

/// The address of IAM in the profile file, where the credentials will come from there. The mistakes of
/// either place are told by the chain, if it comes to be used.
fn iam_endpoint(variables: &Variables) -> Option<String> {
    let elsewhere = EnvironmentProvider::reading(variables.clone()).check();
    elsewhere.is_err_and(|error| error.is_credentials()).then_some(())?;
    ProfileProvider::iam_endpoint(variables)
}

#[cfg(test)]
mod tests;
