//! What environment variables say of regions.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Place;
use crate::endpoint::Base;
use crate::error::Error;

/// Begins the variables that hold an address: service and region follow.
const ENDPOINT: &str = "HUAWEICLOUD_SDK_REGION_";
const REGIONS_FILE: &str = "HUAWEICLOUD_SDK_REGIONS_FILE";
pub(super) const CLOUD_DOMAIN: &str = "HUAWEICLOUD_SDK_CLOUD_DOMAIN";
/// Where the user's own files are.
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// What the environment says.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) endpoints: Vec<Variable>,
    /// The file to read, and whether a variable names it.
    pub(super) file: Option<(PathBuf, bool)>,
    pub(super) cloud_domain: Option<String>,
}

/// A variable that holds the address of a service in a region.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    name: String,
    value: String,
}

/// Finds the variables that are about regions. An empty one is as good as none.
pub(super) fn scan(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Found, Error> {
    let mut found = Found::default();
    let (mut named, mut home) = (None, None);
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|_| !value.is_empty()) else { continue };
        match name {
            REGIONS_FILE => named = Some(value),
            CLOUD_DOMAIN => found.cloud_domain = Some(text(name, value)?),
            HOME => home = Some(value),
            _ if name.starts_with(ENDPOINT) => {
                let value = text(name, value)?;
                found.endpoints.push(Variable { name: name.to_owned(), value });
            }
            _ => {}
        }
    }
    let default = |home| PathBuf::from(home).join(".huaweicloud").join("regions.yaml");
    found.file = match named {
        Some(path) => Some((PathBuf::from(path), true)),
        None => home.map(|home| (default(home), false)),
    };
    // The environment has no order of its own, and the first mistake is the one that is told.
    found.endpoints.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

fn text(name: &str, value: OsString) -> Result<String, Error> {
    value.into_string().map_err(|_| Error::config(format!("environment variable {name} is not UTF-8")))
}

impl Variable {
    /// The address that the variable holds; `None` for a variable of another meaning.
    pub(super) fn check(&self, allow_http: bool) -> Result<Option<Place>, Error> {
        let fail = |why: String| Error::config(format!("environment variable {}: {why}", self.name));
        let place = self.name.strip_prefix(ENDPOINT).unwrap_or_default();
        if !place.trim_matches('_').contains('_') {
            // HUAWEICLOUD_SDK_REGION_ID is a region's id in some SDKs, and no address.
            return match self.value.contains("://") {
                true => Err(fail(format!(
                    "a service and a region follow {ENDPOINT}, as in {ENDPOINT}VPN_CN_NORTH_4"
                ))),
                false => Ok(None),
            };
        }
        if !place.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') {
            let right = place.to_uppercase().replace('-', "_");
            return Err(fail(format!(
                "write service and region in capitals, hyphens as underscores: {ENDPOINT}{right}"
            )));
        }
        // Other SDKs go on to the further addresses when the first cannot be reached.
        let mut first = None;
        for address in self.value.split(',') {
            let base = Base::parse(address.trim(), allow_http).map_err(|error| fail(error.to_string()))?;
            first.get_or_insert(base);
        }
        Ok(first.map(|base| Place { name: place.to_owned(), base }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> Result<Found, Error> {
        scan(variables.iter().map(|(name, value)| (name.into(), value.into())))
    }

    fn place(name: &str, value: &str) -> Result<Option<(String, String)>, Error> {
        let variable = Variable { name: name.to_owned(), value: value.to_owned() };
        Ok(variable.check(false)?.map(|place| (place.name, place.base.host().to_owned())))
    }

    #[test]
    fn addresses_files_and_domains_are_found() {
        let found = found(&[
            ("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
            ("HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4", "https://b.example"),
            ("HUAWEICLOUD_SDK_REGION_CSS_CN_NORTH_4", "https://a.example"),
            ("HUAWEICLOUD_SDK_REGION_CSS_CN_NORTH_1", ""),
            ("HUAWEICLOUD_SDK_REGIONS_FILE", ""),
            ("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "mycloud.example"),
            (HOME, "/home/me"),
        ])
        .unwrap();
        let names: Vec<&str> = found.endpoints.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["HUAWEICLOUD_SDK_REGION_CSS_CN_NORTH_4", "HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4"]);
        assert_eq!(found.cloud_domain.as_deref(), Some("mycloud.example"));
        let default = PathBuf::from("/home/me").join(".huaweicloud").join("regions.yaml");
        assert_eq!(found.file, Some((default, false)));
    }

    #[test]
    fn a_named_file_stands_before_the_home_folder() {
        let variables = [(HOME, "/home/me"), (REGIONS_FILE, "my.yaml")];
        assert_eq!(found(&variables).unwrap().file, Some((PathBuf::from("my.yaml"), true)));
        assert_eq!(found(&[]).unwrap().file, None);
    }

    #[test]
    fn variables_hold_addresses() {
        let read = |name, value| place(name, value).unwrap();
        let held = |host: &str| Some(("VPN_CN_NORTH_4".to_owned(), host.to_owned()));
        let name = "HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4";
        assert_eq!(read(name, "https://a.example"), held("a.example"));
        assert_eq!(read(name, "http://127.0.0.1:4010"), held("127.0.0.1:4010"));
        assert_eq!(read(name, "https://a.example, https://b.example"), held("a.example"));
        assert_eq!(read("HUAWEICLOUD_SDK_REGION_ID", "cn-north-4"), None);
    }

    #[test]
    fn mistakes_name_the_variable() {
        for (tail, value, hint) in [
            ("VPN_CN_NORTH_4", "a.example", "https://"),
            ("VPN_CN_NORTH_4", "http://a.example", ".allow_http(true)"),
            ("VPN_CN_NORTH_4", "https://a.example,", "not a URL"),
            ("VPN_CN_NORTH_4", "https://a.example,http://b.example", "b.example"),
            ("VPN_CN_NORTH_4", "https://u:hunter2@a.example", ".credentials("),
            ("VPN", "https://a.example", "as in HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4"),
            ("VPN_", "https://a.example", "as in HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4"),
            ("VPN_cn-north-4", "https://a.example", "underscores: HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4"),
        ] {
            let name = format!("{ENDPOINT}{tail}");
            let error = place(&name, value).unwrap_err();
            let shown = error.to_string();
            assert!(
                error.is_config() && shown.starts_with(&format!("environment variable {name}: ")),
                "{shown}"
            );
            assert!(shown.contains(hint) && !shown.contains("hunter2"), "{shown}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_utf_8_is_refused_where_it_matters() {
        use std::os::unix::ffi::OsStringExt;

        let bytes = || OsString::from_vec(vec![0xe9]);
        for (name, refused) in
            [("HUAWEICLOUD_SDK_REGION_VPN_R", true), (CLOUD_DOMAIN, true), ("OTHER", false)]
        {
            assert_eq!(scan([(name.into(), bytes())]).is_err(), refused, "{name}");
        }
        assert!(scan([(bytes(), bytes())]).is_ok());
        assert!(scan([(REGIONS_FILE.into(), bytes())]).unwrap().file.is_some());
    }
}
