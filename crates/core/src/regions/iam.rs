//! Where IAM answers, which the runtime itself calls for projects and tokens.

use crate::service::{Endpoint, Service};

const GLOBAL: &str = "https://iam.myhuaweicloud.com";

/// Identity and Access Management.
pub(crate) static IAM: Service = Service {
    name: "iam",
    title: "Identity and Access Management",
    endpoints: &[
        Endpoint {
            url: "https://iam.{region}.myhuaweicloud.com",
            regions: &[
                "ae-ad-1",
                "af-south-1",
                "ap-southeast-1",
                "ap-southeast-2",
                "ap-southeast-3",
                "ap-southeast-4",
                "cn-east-2",
                "cn-east-3",
                "cn-east-4",
                "cn-east-5",
                "cn-north-1",
                "cn-north-12",
                "cn-north-2",
                "cn-north-4",
                "cn-north-9",
                "cn-south-1",
                "cn-south-2",
                "cn-southwest-2",
                "eu-west-0",
                "la-north-2",
                "la-south-2",
                "me-east-1",
                "my-kualalumpur-1",
                "na-mexico-1",
                "ru-moscow-1",
                "sa-brazil-1",
                "tr-west-1",
            ],
        },
        Endpoint { url: "https://iam.{region}.myhuaweicloud.eu", regions: &["eu-west-101"] },
        // Other services answer in these regions, and IAM has no address of theirs.
        Endpoint {
            url: GLOBAL,
            regions: &[
                "af-north-1",
                "ap-southeast-5",
                "cn-north-11",
                "cn-south-4",
                "cn-southwest-3",
                "ru-northwest-2",
            ],
        },
        Endpoint { url: GLOBAL, regions: &[] },
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_the_addresses_that_the_cloud_gives() {
        for (region, url) in [
            (Some("cn-north-4"), "https://iam.cn-north-4.myhuaweicloud.com"),
            (Some("eu-west-0"), "https://iam.eu-west-0.myhuaweicloud.com"),
            (Some("eu-west-101"), "https://iam.eu-west-101.myhuaweicloud.eu"),
            (Some("my-kualalumpur-1"), "https://iam.my-kualalumpur-1.myhuaweicloud.com"),
            (Some("af-north-1"), "https://iam.myhuaweicloud.com"),
            (None, "https://iam.myhuaweicloud.com"),
        ] {
            assert_eq!(IAM.url(region).unwrap(), url);
        }
        let text = IAM.url(Some("cn-nort-4")).unwrap_err().to_string();
        assert!(text.contains("nearest: cn-north-4"), "{text}");
    }

    #[test]
    fn every_region_stands_in_one_place() {
        let mut regions: Vec<&str> = IAM.endpoints.iter().flat_map(|one| one.regions).copied().collect();
        let count = regions.len();
        regions.sort_unstable();
        regions.dedup();
        assert_eq!((regions.len(), count), (34, 34));
    }
}
