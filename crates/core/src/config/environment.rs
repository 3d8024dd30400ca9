//! The configuration that environment variables hold.

use std::env::VarError;

use super::{Config, ConfigBuilder};
use crate::credentials::Credentials;
use crate::error::Error;

const AK: &str = "HUAWEICLOUD_SDK_AK";
const SK: &str = "HUAWEICLOUD_SDK_SK";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const AUTH_TOKEN: &str = "HUAWEICLOUD_SDK_AUTH_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";
const REGION: &str = "HUAWEICLOUD_SDK_REGION";
const ENDPOINT: &str = "HUAWEICLOUD_SDK_ENDPOINT";

impl Config {
    /// The configuration that the environment holds.
    ///
    /// | variable | is |
    /// |---|---|
    /// | `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` | access key and secret key |
    /// | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | the security token, for a temporary key |
    /// | `HUAWEICLOUD_SDK_AUTH_TOKEN` | an IAM token, in place of the keys |
    /// | `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID` | project and account |
    /// | `HUAWEICLOUD_SDK_REGION` | the region |
    /// | `HUAWEICLOUD_SDK_ENDPOINT` | an address for all services, in place of the region's |
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), huaweicloud_core::Error> {
    /// let config = huaweicloud_core::Config::from_env().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`is_config`](Error::is_config), naming the variable to set: credentials that are missing,
    /// empty or half there, and whatever [`build`](ConfigBuilder::build) finds.
    pub async fn from_env() -> Result<Self, Error> {
        placed(Self::builder_from_env().await?)?.build()
    }

    /// A builder filled from the same variables, to add to them or to overrule them.
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
    /// [`is_config`](Error::is_config) for credentials that are missing, empty or half there.
    pub async fn builder_from_env() -> Result<ConfigBuilder, Error> {
        from_variables(|name| std::env::var(name))
    }
}

/// Names the variables to set, which `build` would not.
fn placed(builder: ConfigBuilder) -> Result<ConfigBuilder, Error> {
    if builder.region.is_none() && builder.endpoint.is_none() {
        return Err(Error::config(format!(
            "neither a region nor an endpoint in the environment: set {REGION}, or {ENDPOINT}"
        )));
    }
    Ok(builder)
}

/// A builder filled from what `lookup` says of each variable.
fn from_variables(lookup: impl Fn(&str) -> Result<String, VarError>) -> Result<ConfigBuilder, Error> {
    let variable = |name: &str| match lookup(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(Error::config(format!("environment variable {name} is not UTF-8")))
        }
    };
    // An empty variable is as good as none, but for credentials: an empty key is a pipeline whose
    // secret did not arrive, and going on as someone else would hide it.
    let setting = |name: &str| variable(name).map(|value| value.filter(|value| !value.is_empty()));
    let secret = |name: &str| match variable(name)? {
        Some(value) if value.is_empty() => Err(Error::config(format!(
            "environment variable {name} is empty: give it its value, or unset it"
        ))),
        value => Ok(value),
    };

    let token = secret(AUTH_TOKEN)?;
    let credentials = match (secret(AK)?, secret(SK)?, token) {
        (Some(access_key), Some(secret_key), None) => {
            let keys = Credentials::access_key(access_key, secret_key);
            match setting(SECURITY_TOKEN)? {
                Some(token) => keys.with_security_token(token),
                None => keys,
            }
        }
        (None, None, Some(token)) => Credentials::token(token),
        (None, None, None) => {
            return Err(Error::config(format!(
                "no credentials in the environment: set {AK} and {SK}, or {AUTH_TOKEN}"
            )));
        }
        (Some(_), None, _) => return Err(Error::config(format!("{AK} is set and {SK} is not: set both"))),
        (None, Some(_), _) => return Err(Error::config(format!("{SK} is set and {AK} is not: set both"))),
        (Some(_), Some(_), Some(_)) => {
            return Err(Error::config(format!(
                "both {AK} and {AUTH_TOKEN} are set, and only one can be used: unset the other"
            )));
        }
    };
    Ok(ConfigBuilder {
        region: setting(REGION)?,
        endpoint: setting(ENDPOINT)?,
        credentials: Some(credentials),
        project_id: setting(PROJECT_ID)?,
        domain_id: setting(DOMAIN_ID)?,
        ..ConfigBuilder::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Kind;

    fn read(variables: &[(&str, &str)]) -> Result<ConfigBuilder, Error> {
        from_variables(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
        })
        .and_then(placed)
    }

    #[test]
    fn keys_and_places_are_read() {
        let builder = read(&[
            (AK, "ak"),
            (SK, "sk"),
            (SECURITY_TOKEN, "st"),
            (PROJECT_ID, "p"),
            (DOMAIN_ID, "d"),
            (REGION, "cn-north-4"),
            (ENDPOINT, "http://127.0.0.1:4010"),
        ])
        .unwrap();
        let config = builder.build().unwrap();
        assert_eq!(
            (config.region(), config.project_id(), config.domain_id()),
            (Some("cn-north-4"), Some("p"), Some("d"))
        );
        assert_eq!(
            config.endpoint_of("vpn").map(|base| base.host().to_owned()).as_deref(),
            Some("127.0.0.1:4010")
        );
        assert!(matches!(
            &config.credentials().0,
            Kind::AccessKey { access_key, secret_key, security_token: Some(token) }
                if access_key == "ak" && secret_key.expose() == "sk" && token.expose() == "st"
        ));
    }

    #[test]
    fn a_token_stands_in_for_keys() {
        let config = read(&[(AUTH_TOKEN, "t"), (REGION, "r"), (PROJECT_ID, "")]).unwrap().build().unwrap();
        assert!(matches!(&config.credentials().0, Kind::Token(token) if token.expose() == "t"));
        assert_eq!(config.project_id(), None);
    }

    #[test]
    fn mistakes_name_the_variable() {
        let rows: &[(&[(&str, &str)], &str)] = &[
            (&[], AUTH_TOKEN),
            (&[(AK, "a")], SK),
            (&[(SK, "s")], AK),
            (&[(AK, ""), (SK, "s")], "HUAWEICLOUD_SDK_AK is empty"),
            (&[(AUTH_TOKEN, "")], "HUAWEICLOUD_SDK_AUTH_TOKEN is empty"),
            (&[(AK, "a"), (SK, "s"), (AUTH_TOKEN, "t")], "unset"),
            (&[(AK, "a"), (SK, "s")], REGION),
        ];
        for (variables, hint) in rows {
            let error = read(variables).unwrap_err();
            assert!(error.is_config() && error.to_string().contains(hint), "{error}");
        }
        let error = from_variables(|_| Err(VarError::NotUnicode("x".into()))).unwrap_err();
        assert!(error.to_string().contains("UTF-8"), "{error}");
    }
}
