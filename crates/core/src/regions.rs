//! Where services answer in regions that the caller knows better than the services' own tables.
//!
//! In the order in which they are asked, after the addresses that a configuration sets itself:
//! 1. the variables `HUAWEICLOUD_SDK_REGION_{SERVICE}_{REGION}`, such as
//!    `HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4`: service and region in capitals, hyphens as underscores;
//! 2. the regions file, at `HUAWEICLOUD_SDK_REGIONS_FILE` or else `~/.huaweicloud/regions.yaml`;
//! 3. a private cloud's domain, from `HUAWEICLOUD_SDK_CLOUD_DOMAIN` or the configuration.
//!
//! Names and formats of the first two are those of the cloud's SDKs in other languages. Those try
//! further addresses of a region when the first cannot be reached; here all are checked and the first
//! is used.

mod disk;
mod domain;
mod file;
mod iam;
mod nearest;
mod variables;

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

pub(crate) use disk::read_file;
pub(crate) use iam::IAM;
pub(crate) use nearest::nearest;

use crate::endpoint::Base;
use crate::error::Error;
use file::RegionsFile;

/// Checks what the environment says of addresses, plain http permitted or not.
type Check = dyn Fn(bool) -> Result<Vec<Place>, Error> + Send + Sync;

/// What a configuration is told of regions, checked when it is built.
#[derive(Clone, Default)]
pub(crate) struct RegionSources {
    /// A pointer, so that a program that asks no environment does not carry what reads its files.
    environment: Option<Arc<Check>>,
    cloud_domain: Option<(&'static str, String)>,
}

impl RegionSources {
    /// What the environment says. `read` has a file's text, where there is one, and is told whether
    /// the file was named by its variable.
    pub(crate) fn from_variables(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        read: impl FnOnce(&Path, bool) -> Result<Option<String>, Error>,
    ) -> Result<Self, Error> {
        let found = variables::scan(variables)?;
        let file = match found.file {
            Some((path, named)) => {
                read(&path, named)?.map(|text| RegionsFile { name: path.display().to_string(), text })
            }
            None => None,
        };
        let cloud_domain = found.cloud_domain.map(|domain| (variables::CLOUD_DOMAIN, domain));
        let check = move |allow_http| {
            let mut places = Vec::new();
            for variable in &found.endpoints {
                places.extend(variable.check(allow_http)?);
            }
            if let Some(file) = &file {
                places.extend(file::parse(file, allow_http)?);
            }
            Ok(places)
        };
        Ok(Self { environment: Some(Arc::new(check)), cloud_domain })
    }

    /// Sets the domain of a private cloud, in place of the environment's.
    pub(crate) fn set_cloud_domain(&mut self, domain: String) {
        self.cloud_domain = Some((".cloud_domain(…)", domain));
    }

    /// Checks everything and makes it ready for use.
    pub(crate) fn check(&self, allow_http: bool) -> Result<RegionEndpoints, Error> {
        let places = match &self.environment {
            Some(check) => check(allow_http)?,
            None => Vec::new(),
        };
        let cloud_domain = match &self.cloud_domain {
            Some((origin, text)) => Some(domain::check(origin, text)?),
            None => None,
        };
        Ok(RegionEndpoints { places, cloud_domain })
    }
}

/// Addresses that stand before those of the services' own tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct RegionEndpoints {
    /// The first of a name holds.
    places: Vec<Place>,
    cloud_domain: Option<String>,
}

/// Where a service answers in a region.
#[derive(Clone, Debug)]
struct Place {
    /// Service and region as [`place_name`] spells them.
    name: String,
    base: Base,
}

impl RegionEndpoints {
    /// The address given for `service` in `region`.
    pub(crate) fn find(&self, service: &str, region: &str) -> Option<&Base> {
        let named = |place: &&Place| place.name.bytes().eq(place_name(service, region));
        self.places.iter().find(named).map(|place| &place.base)
    }

    /// The regions for which `service` is given an address.
    pub(crate) fn regions_of(&self, service: &str) -> Vec<String> {
        let start: Vec<u8> = place_name(service, "").collect();
        let region = |place: &Place| {
            let tail = place.name.as_bytes().strip_prefix(&*start)?;
            Some(String::from_utf8_lossy(tail).to_ascii_lowercase().replace('_', "-"))
        };
        self.places.iter().filter_map(region).collect()
    }

    /// The domain of the private cloud that every service is called in.
    pub(crate) fn cloud_domain(&self) -> Option<&str> {
        self.cloud_domain.as_deref()
    }
}

/// The name that variables have for a service in a region: `VPN_CN_NORTH_4`.
fn place_name<'a>(service: &'a str, region: &'a str) -> impl Iterator<Item = u8> + 'a {
    let spelt = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_uppercase() };
    service.bytes().map(spelt).chain([b'_']).chain(region.bytes().map(spelt))
}

/// What [`is_region`] asks for.
const REGION_ID: &str = "a region id, which has lower-case letters, digits and hyphens, such as eu-west-101";

/// Whether a text can stand in a host name as a region does, so that none makes it another host.
fn is_region(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(fits)
}

/// Refuses a region of the configuration that is none.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    if is_region(region) {
        return Ok(());
    }
    Err(Error::config(format!("\"{}\" is not {REGION_ID}: correct .region(…)", region.escape_debug())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)], domain: Option<&str>) -> Result<RegionEndpoints, Error> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let read = |path: &Path, named: bool| {
            assert!(named, "{path:?}");
            Ok(Some("vpn:\n- id: file-1\n  endpoint: https://file.example\n".to_owned()))
        };
        let mut sources = RegionSources::from_variables(variables, read)?;
        if let Some(domain) = domain {
            sources.set_cloud_domain(domain.to_owned());
        }
        sources.check(false)
    }

    #[test]
    fn every_source_is_heard() {
        let given = found(
            &[
                ("HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4", "https://variable.example"),
                ("HUAWEICLOUD_SDK_REGION_DMS_KAFKA_CN_NORTH_4", "https://kafka.example"),
                ("HUAWEICLOUD_SDK_REGIONS_FILE", "regions.yaml"),
                ("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "mycloud.example"),
            ],
            None,
        )
        .unwrap();
        let host = |service, region| given.find(service, region).map(Base::host);
        assert_eq!(host("vpn", "cn-north-4"), Some("variable.example"));
        assert_eq!(host("vpn", "file-1"), Some("file.example"));
        assert_eq!(host("dms-kafka", "cn-north-4"), Some("kafka.example"));
        assert_eq!(
            (host("vpn", "cn-north"), host("vp", "cn-north-4"), host("css", "file-1")),
            (None, None, None)
        );
        assert_eq!(given.regions_of("vpn"), ["cn-north-4", "file-1"]);
        assert_eq!(given.cloud_domain(), Some("mycloud.example"));
    }

    #[test]
    fn the_domain_of_the_code_stands_before_that_of_the_environment() {
        let environment = [("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "https://wrong.example")];
        assert_eq!(found(&environment, Some("right.example")).unwrap().cloud_domain(), Some("right.example"));
        for (code, origin) in [(None, "HUAWEICLOUD_SDK_CLOUD_DOMAIN"), (Some(""), ".cloud_domain(")] {
            let error = found(&environment, code).unwrap_err();
            assert!(error.is_config() && error.to_string().starts_with(origin), "{error}");
        }
    }

    #[test]
    fn without_sources_nothing_is_given() {
        let given = RegionSources::default().check(false).unwrap();
        assert!(given.find("vpn", "cn-north-4").is_none() && given.cloud_domain().is_none());
        assert!(given.regions_of("vpn").is_empty());
    }

    #[test]
    fn a_mistake_of_any_source_is_told() {
        let read = |text: &'static str| move |_: &Path, _: bool| Ok(Some(text.to_owned()));
        let home = || [("HUAWEICLOUD_SDK_REGIONS_FILE".into(), "my/regions.yaml".into())];
        let sources = RegionSources::from_variables(home(), read("VPN:\n- id: r\n  url: x\n")).unwrap();
        let text = sources.check(false).unwrap_err().to_string();
        assert!(text.starts_with("my/regions.yaml:3: unknown key"), "{text}");
        let missing = RegionSources::from_variables(home(), |_, _| Err(Error::config("no such file")));
        assert!(missing.is_err_and(|error| error.is_config()));
    }
}
