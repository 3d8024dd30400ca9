//! Services and where they answer: region → endpoint.

use crate::endpoint::Base;
use crate::error::Error;
use crate::regions::{self, RegionEndpoints};

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
    /// The regions it is for. None for an address that serves calls without a region, and all regions
    /// of a service that has no other address.
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
    /// When the service does not answer in `region`, naming the nearest regions, and when `region` is
    /// no region's id.
    pub fn url(&self, region: Option<&str>) -> Result<String, Error> {
        region.map_or(Ok(()), regions::check_region)?;
        self.public_url(region, &RegionEndpoints::default())
    }

    /// Where calls go: the service's own override, the one for all services, or the region's.
    pub(crate) fn base(&self, config: &crate::Config) -> Result<Base, Error> {
        if let Some(base) = config.endpoint_of(self.name) {
            return Ok(base.clone());
        }
        self.base_in(config.region(), config.region_endpoints(), config.allows_http())
    }

    /// The address for `region`: the one that the caller gave for it, that of the private cloud, or
    /// the service's own.
    fn base_in(
        &self,
        region: Option<&str>,
        given: &RegionEndpoints,
        allow_http: bool,
    ) -> Result<Base, Error> {
        if let Some(region) = region {
            regions::check_region(region)?;
            if let Some(base) = given.find(self.name, region) {
                return Ok(base.clone());
            }
        }
        let url = match given.cloud_domain() {
            Some(domain) => self.private_url(region, domain)?,
            None => self.public_url(region, given)?,
        };
        Base::parse(&url, allow_http)
    }

    fn public_url(&self, region: Option<&str>, given: &RegionEndpoints) -> Result<String, Error> {
        let of_region = |region| self.endpoints.iter().find(|one| one.regions.contains(&region));
        let endpoint = match (region, region.and_then(of_region), self.fixed()) {
            (_, Some(endpoint), _) => endpoint,
            (None, _, Some(fixed)) => fixed,
            (Some(_), _, Some(fixed)) if self.is_global() => fixed,
            // The region may be another cloud's, whose credentials this one is not to see.
            (Some(region), _, _) => return Err(self.unknown_region(region, given)),
            (None, _, None) => return Err(self.no_region()),
        };
        Ok(endpoint.url.replace("{region}", region.unwrap_or_default()))
    }

    /// The address in a private cloud, where hosts are named as in the public one.
    fn private_url(&self, region: Option<&str>, domain: &str) -> Result<String, Error> {
        let host = self.host_name();
        match (region, self.fixed()) {
            (Some(region), _) if !self.is_global() => Ok(format!("https://{host}.{region}.{domain}")),
            (_, Some(_)) => Ok(format!("https://{host}.{domain}")),
            (_, None) => Err(self.no_region()),
        }
    }

    /// The address that needs no region.
    fn fixed(&self) -> Option<&'static Endpoint> {
        self.endpoints.iter().find(|one| one.regions.is_empty() && !one.url.contains("{region}"))
    }

    /// Whether all regions have one address.
    fn is_global(&self) -> bool {
        self.fixed().is_some() && self.endpoints.iter().all(|one| one.regions.is_empty())
    }

    /// What the service's hosts begin with, which is not always its name.
    fn host_name(&self) -> &'static str {
        let url = self.endpoints.first().and_then(|one| one.url.split_once("://"));
        let name = url.and_then(|(_, rest)| rest.split_once('.')).map(|(name, _)| name);
        name.filter(|name| *name != "{region}").unwrap_or(self.name)
    }

    fn no_region(&self) -> Error {
        Error::config(format!(
            "no region is set, and {} ({}) has an address per region: set .region(…), or .service_endpoint(\"{}\", …)",
            self.title, self.name, self.name
        ))
    }

    fn unknown_region(&self, region: &str, given: &RegionEndpoints) -> Error {
        let given = given.regions_of(self.name);
        let own = self.endpoints.iter().flat_map(|one| one.regions).copied();
        let nearest = regions::nearest(region, own.chain(given.iter().map(String::as_str)));
        let nearest = match nearest.as_slice() {
            [] => String::new(),
            known => format!("; nearest: {}", known.join(", ")),
        };
        Error::config(format!(
            "{} ({}) has no known endpoint in region \"{region}\"{nearest}. Correct .region(…), or give the address \
             with .service_endpoint(\"{}\", …)",
            self.title, self.name, self.name
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regions::{IAM, RegionSources};

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

    static FIXED: Service = Service {
        name: "bss-intl",
        title: "Business Support System",
        endpoints: &[Endpoint { url: "https://bss.myhuaweicloud.com", regions: &[] }],
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
        for region in ["evil.example/?", "evil.example", "", "CN-NORTH-4", "r\n", "r@", &"r".repeat(64)] {
            for service in [&CSS, &FIXED] {
                let text = service.url(Some(region)).unwrap_err().to_string();
                assert!(
                    text.contains("is not a region id") && text.contains(&*region.escape_debug().to_string())
                );
            }
        }
    }

    #[test]
    fn a_fixed_address_serves_every_region_and_none() {
        assert_eq!(FIXED.url(None).unwrap(), "https://bss.myhuaweicloud.com");
        assert_eq!(FIXED.url(Some("anywhere")).unwrap(), "https://bss.myhuaweicloud.com");
    }

    fn given(variables: &[(&str, &str)], file: &str) -> RegionEndpoints {
        let named = [("HUAWEICLOUD_SDK_REGIONS_FILE", "regions.yaml")];
        let variables = variables.iter().chain(&named).map(|(name, value)| (name.into(), value.into()));
        let sources = RegionSources::from_variables(variables, |_, _| Ok(Some(file.to_owned()))).unwrap();
        sources.check(false).unwrap()
    }

    fn url(service: &'static Service, region: Option<&str>, given: &RegionEndpoints) -> String {
        service.base_in(region, given, false).unwrap().host().to_owned()
    }

    #[test]
    fn given_addresses_stand_before_the_private_cloud_and_that_before_the_own() {
        const FILE: &str = "CSS:\n- {id: my-region-1, endpoint: https://file.example}\n\
                            - {id: cn-north-4, endpoint: https://file.example}\n";
        let variable = ("HUAWEICLOUD_SDK_REGION_CSS_MY_REGION_1", "https://variable.example");
        let domain = ("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "mycloud.example");
        let all = given(&[variable, domain], FILE);
        for (region, given, host) in [
            ("my-region-1", &all, "variable.example"),
            ("my-region-1", &given(&[domain], FILE), "file.example"),
            ("cn-north-4", &all, "file.example"),
            ("cn-north-1", &all, "css.cn-north-1.mycloud.example"),
            ("my-region-2", &all, "css.my-region-2.mycloud.example"),
            ("cn-north-1", &given(&[variable], FILE), "es.cn-north-1.myhuaweicloud.com"),
        ] {
            assert_eq!(url(&CSS, Some(region), given), host, "{region}");
        }
        assert!(CSS.base_in(None, &all, false).unwrap_err().to_string().contains("no region is set"));
        assert!(CSS.base_in(Some("my.region"), &all, false).unwrap_err().to_string().contains("region id"));
    }

    #[test]
    fn a_region_that_only_the_caller_knows_is_good_and_is_among_the_nearest() {
        let given = given(&[("HUAWEICLOUD_SDK_REGION_CSS_MY_REGION_1", "https://a.example")], "");
        assert_eq!(url(&CSS, Some("my-region-1"), &given), "a.example");
        let text = CSS.base_in(Some("my-regoin-1"), &given, false).unwrap_err().to_string();
        assert!(text.contains("nearest: my-region-1, "), "{text}");
    }

    #[test]
    fn an_address_without_a_region_is_that_of_the_private_cloud() {
        let given = given(&[("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "mycloud.example")], "");
        assert_eq!(url(&FIXED, None, &given), "bss.mycloud.example");
        assert_eq!(url(&FIXED, Some("my-region-1"), &given), "bss.mycloud.example");
        assert_eq!(url(&IAM, None, &given), "iam.mycloud.example");
        assert_eq!(url(&IAM, Some("my-region-1"), &given), "iam.my-region-1.mycloud.example");
        static BARE: Service = Service { name: "bare", title: "Bare", endpoints: &[] };
        assert_eq!(url(&BARE, Some("my-region-1"), &given), "bare.my-region-1.mycloud.example");
        assert!(BARE.base_in(None, &given, false).is_err());
    }

    #[test]
    fn a_region_of_another_cloud_is_not_served_by_this_one() {
        let given = given(&[("HUAWEICLOUD_SDK_REGION_CSS_MY_REGION_1", "https://a.example")], "");
        let text = IAM.base_in(Some("my-region-1"), &given, false).unwrap_err().to_string();
        assert!(text.contains(".service_endpoint(\"iam\", …)"), "{text}");
        assert_eq!(url(&IAM, Some("cn-north-4"), &given), "iam.cn-north-4.myhuaweicloud.com");
        assert_eq!(url(&FIXED, Some("my-region-1"), &given), "bss.myhuaweicloud.com");
    }
}
