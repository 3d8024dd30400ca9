//! What a user tells of regions: mistakes are told in a line, and an address that is taken leads where
//! it says.

use std::ffi::OsString;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::texts;
use crate::endpoint::Base;
use crate::error::Error;
use crate::regions::{RegionEndpoints, RegionSources};

/// Takes the texts of the input as a regions file, the value of a variable for a service's region, a
/// private cloud's domain, and the id and address of a region in a file.
pub fn regions(input: &[u8]) {
    let Some([file, address, domain, id, endpoint]) = texts(input) else { return };
    if let Some(given) = checked(read(&[], Some(file))) {
        for service in ["vpn", "css", "dms-kafka"] {
            for region in given.regions_of(service) {
                leads_there(given.find(service, &region).expect("a region that is listed"));
            }
        }
    }
    if let Some(given) = checked(read(&[("HUAWEICLOUD_SDK_REGION_VPN_CN_NORTH_4", address)], None)) {
        given.find("vpn", "cn-north-4").into_iter().for_each(leads_there);
    }
    if let Some(given) = checked(read(&[("HUAWEICLOUD_SDK_CLOUD_DOMAIN", domain)], None)) {
        given.cloud_domain().into_iter().for_each(ends_the_host);
    }
    a_plain_file_says_it(id, endpoint);
}

fn read(variables: &[(&str, &str)], file: Option<&str>) -> Result<RegionEndpoints, Error> {
    let named = file.map(|_| ("HUAWEICLOUD_SDK_REGIONS_FILE", "regions.yaml"));
    let variables = variables.iter().copied().chain(named);
    let variables = variables.map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let text = file.map(str::to_owned);
    RegionSources::from_variables(variables, |_, _| Ok(text))?.check(false)
}

/// What was read; a mistake is one of the configuration and says so in one line.
fn checked(outcome: Result<RegionEndpoints, Error>) -> Option<RegionEndpoints> {
    let error = match outcome {
        Ok(given) => return Some(given),
        Err(error) => error,
    };
    let shown = error.to_string();
    assert!(error.is_config() && !shown.contains(char::is_control), "{shown:?}");
    None
}

/// An address that was taken is https, or on this machine, and has no user in it.
fn leads_there(base: &Base) {
    let url = base.url();
    assert!(url.starts_with("https://") || (url.starts_with("http://") && is_here(base.host())), "{url}");
    assert!(url.ends_with(&format!("://{}{}", base.host(), base.path())), "{url}");
    assert!(!base.host().contains(['@', '/', '?', '#', '\\']) && !base.path().contains(['?', '#']), "{url}");
    let joined = base.join("/v1/p1/things", "limit=1").unwrap();
    assert_eq!(joined.as_str(), format!("{url}/v1/p1/things?limit=1"));
    assert!(Base::parse(url, false).is_ok_and(|again| again.url() == url), "{url}");
}

/// Whether a host, with or without a port, is this machine or its metadata service.
fn is_here(host: &str) -> bool {
    let v4 = |address: Ipv4Addr| matches!(address.octets(), [127, ..] | [169, 254, ..]);
    if let Some((address, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        let address: Ipv6Addr = address.parse().unwrap();
        return address == Ipv6Addr::LOCALHOST || address.to_ipv4_mapped().is_some_and(v4);
    }
    let name = host.split(':').next().unwrap_or_default();
    name == "localhost" || name.parse().is_ok_and(v4)
}

fn ends_the_host(domain: &str) {
    let base = Base::parse(&format!("https://vpn.my-region-1.{domain}"), false).unwrap();
    let name = domain.split(':').next().unwrap_or_default();
    let host = base.host().split(':').next().unwrap_or_default();
    assert_eq!(host, format!("vpn.my-region-1.{name}"));
    leads_there(&base);
}

/// A region that the file has in plain words is taken exactly where its parts are good.
fn a_plain_file_says_it(id: &str, endpoint: &str) {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let printable = |text: &str| {
        text.chars().all(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
    };
    if !printable(id) || !printable(endpoint) {
        return;
    }
    let file = format!("VPN:\n  - id: {}\n    endpoint: {}\n", quoted(id), quoted(endpoint));
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let good = (1..=63).contains(&id.len()) && id.bytes().all(fits) && !endpoint.is_empty();
    let base = Base::parse(endpoint, false).ok().filter(|_| good);
    let given = checked(read(&[], Some(&file)));
    let found = given.as_ref().and_then(|given| given.find("vpn", id));
    assert_eq!(found.map(Base::url), base.as_ref().map(Base::url), "{file}");
}
