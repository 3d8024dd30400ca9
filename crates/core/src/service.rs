//! Services and where they answer: region → endpoint.

use crate::endpoint::Base;
use crate::error::Error;

/// A service as its generated crate describes it.
#[derive(Debug)]
pub struct Service {
    /// The name in crate names and in [`service_endpoint`](crate::ConfigBuilder::service_endpoint),
    /// such as `vpn`.
    pub name: &'static str,
    /// The name for people, such as `Virtual Private Network`.
    pub title: &'static str,
    /// Where the service answers. No region stands in two of them.
    pub endpoints: &'static [Endpoint],
}

/// An address of a service, for the regions that share it.
#[derive(Debug)]
pub struct Endpoint {
    /// The URL, in which `{region}` stands for the region.
    pub url: &'static str,
    /// The regions it is for; none for an address that serves all.
    pub regions: &'static [&'static str],
}

impl Service {
    /// The address for `region`.
    ///
    /// ```
    /// use huaweicloud_core::{Endpoint, Service};
    ///
    /// static VPN: Service = Service {
    ///     name: "vpn",
    ///     title: "Virtual Private Network",
    ///     endpoints: &[Endpoint {
    ///         url: "https://vpn.{region}.myhuaweicloud.com",
    ///         regions: &["cn-north-4", "eu-west-101"],
    ///     }],
    /// };
    /// assert_eq!(VPN.url(Some("cn-north-4"))?, "https://vpn.cn-north-4.myhuaweicloud.com");
    /// let error = VPN.url(Some("eu-west-1O1")).unwrap_err();
    /// assert!(error.to_string().contains("eu-west-101"));
    /// # Ok::<(), huaweicloud_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the service does not answer in `region`; the error names the nearest regions.
    pub fn url(&self, region: Option<&str>) -> Result<String, Error> {
        let fixed = |endpoint: &&Endpoint| endpoint.regions.is_empty() && !endpoint.url.contains("{region}");
        let of_region =
            region.and_then(|region| self.endpoints.iter().find(|one| one.regions.contains(&region)));
        match (of_region.or_else(|| self.endpoints.iter().find(fixed)), region) {
            (Some(endpoint), region) => Ok(endpoint.url.replace("{region}", region.unwrap_or_default())),
            (None, Some(region)) => Err(self.unknown_region(region)),
            (None, None) => Err(Error::config(format!(
                "no region is set, and {} ({}) has an address per region: set .region(…), or .service_endpoint(\"{}\", …)",
                self.title, self.name, self.name
            ))),
        }
    }

    fn unknown_region(&self, region: &str) -> Error {
        let mut known: Vec<&str> = self.endpoints.iter().flat_map(|one| one.regions).copied().collect();
        known.sort_by_key(|known| (distance(region, known), *known));
        known.truncate(3);
        let nearest = match known.as_slice() {
            [] => String::new(),
            known => format!("; nearest: {}", known.join(", ")),
        };
        Error::config(format!(
            "{} ({}) has no known endpoint in region \"{}\"{nearest}. Correct .region(…), or give the address \
             with .service_endpoint(\"{}\", …)",
            self.title,
            self.name,
            region.escape_debug(),
            self.name
        ))
    }

    /// Where calls go: the service's own override, the one for all services, or the region's.
    pub(crate) fn base(&self, config: &crate::Config) -> Result<Base, Error> {
        if let Some(base) = config.endpoint_of(self.name) {
            return Ok(base.clone());
        }
        Base::parse(&self.url(config.region())?, config.allows_http())
    }
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    static CSS: Service = Service {
        name: "css",
        title: "Cloud Search Service",
        endpoints: &[
            Endpoint {
                url: "https://css.{region}.myhuaweicloud.com",
                regions: &["cn-north-4", "ap-southeast-1", "ap-southeast-3", "la-south-2"],
            },
            Endpoint { url: "https://es.{region}.myhuaweicloud.com", regions: &["cn-north-1", "cn-east-2"] },
            Endpoint { url: "https://css.{region}.myhuaweicloud.eu", regions: &["eu-west-101"] },
        ],
    };

    #[test]
    fn exceptions_have_their_own_address() {
        let url = |region| CSS.url(Some(region)).unwrap();
        assert_eq!(url("cn-north-4"), "https://css.cn-north-4.myhuaweicloud.com");
        assert_eq!(url("cn-east-2"), "https://es.cn-east-2.myhuaweicloud.com");
        assert_eq!(url("eu-west-101"), "https://css.eu-west-101.myhuaweicloud.eu");
    }

    #[test]
    fn an_unknown_region_names_the_nearest() {
        let text = CSS.url(Some("cn-nort-4")).unwrap_err().to_string();
        assert!(text.contains("nearest: cn-north-4, cn-north-1, cn-east-2."), "{text}");
        assert!(text.contains("Cloud Search Service (css)"), "{text}");
        assert!(CSS.url(None).unwrap_err().to_string().contains(".region("));
    }

    #[test]
    fn a_region_cannot_rewrite_the_host() {
        assert!(CSS.url(Some("evil.example/?")).unwrap_err().is_config());
    }

    #[test]
    fn a_fixed_address_serves_every_region_and_none() {
        static FIXED: Service = Service {
            name: "iam",
            title: "IAM",
            endpoints: &[Endpoint { url: "https://iam.myhuaweicloud.com", regions: &[] }],
        };
        assert_eq!(FIXED.url(None).unwrap(), "https://iam.myhuaweicloud.com");
        assert_eq!(FIXED.url(Some("anywhere")).unwrap(), "https://iam.myhuaweicloud.com");
    }

    #[test]
    fn distances() {
        for (left, right, expected) in [("", "abc", 3), ("kitten", "sitting", 3), ("same", "same", 0)] {
            assert_eq!(distance(left, right), expected);
        }
    }
}
