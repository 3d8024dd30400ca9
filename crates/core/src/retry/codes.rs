//! The error codes of services that mean "try again".
//!
//! Services give many of them with statuses that say otherwise: a full queue is a 400, too many requests
//! are a 400 or a 500. Codes whose cure takes longer than a call waits have no row (APIG.3711: a minute;
//! APIC.7701: until a gateway's upgrade is through).

use super::classify::Safety::{self, Idempotent, Unsafe};

/// A code, and what a request must be for a repeat after it: [`Unsafe`] stands where the request was
/// turned away before anything was done, [`Idempotent`] where nothing says so.
#[rustfmt::skip]
const CODES: &[(&str, Safety)] = &[
    // The gateway before all services: https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
    ("APIGW.0308", Unsafe), // 429: the throttling threshold has been reached
    ("APIGW.0613", Unsafe), // 503: IAM is unavailable, so that the gateway cannot tell who calls and passes nothing on

    // API Gateway as a service, before what it publishes: https://support.huaweicloud.com/intl/en-us/ocr_faq/ocr_01_0041.html
    ("APIG.0308", Unsafe), // 429: the throttling threshold has been reached
    // The same in ROMA Connect: https://support.huaweicloud.com/usermanual-roma/apic-ug-190215096.html
    ("APIC.0308", Unsafe), // 429: the throttling threshold has been reached
    // Its management: https://docs.otc.t-systems.com/api-gateway/api-ref/appendix/error_codes.html
    ("APIG.9008", Idempotent), // 500: too many requests, try again later; perhaps of a service behind it, half-way

    // Virtual Private Network: https://support.huaweicloud.com/intl/en-us/api-vpn/vpn_api_0067.html
    ("VPN.0030", Unsafe), // 400: the system is busy; its queue of changes to users and groups is full
    ("VPN.0031", Idempotent), // 400: repeated operation, try again later
    // Not on that page, so that they pass is all that is taken for granted.
    ("VPN.0009", Idempotent),
    ("VPN.0429", Idempotent), // where it comes with a 429, that counts

    // VPC Endpoint: https://support.huaweicloud.com/intl/en-us/ae-ad-1-api-vpcep/vpcep_08_0002.html
    ("EndPoint.0001", Idempotent), // 500: system error, please retry
    ("EndPoint.0013", Idempotent), // 504: the request timed out, try again later
    ("EndPoint.0022", Unsafe), // 400: the number of requests exceeded the limit, try later
    ("EndPoint.2004", Idempotent), // 400: the endpoint service is unavailable, try again later
    ("EndPoint.2019", Idempotent), // 400: the endpoint is being created, try again later
    ("EndPoint.2051", Idempotent), // 400: the endpoint is moving to another pool, try again later

    // Cloud Search Service: https://support.huaweicloud.com/en-us/api-css/css_03_0076.html
    ("CSS.0011", Idempotent), // "202": the cluster is busy with another operation, try again later
];

/// What a request must be for a repeat after `code`; `None` where the code does not ask for one.
pub(super) fn required(code: &str) -> Option<Safety> {
    CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, safety)| *safety)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_the_whole_name_in_any_case() {
        assert_eq!(required("APIGW.0308"), Some(Unsafe));
        assert_eq!(required("endpoint.0022"), Some(Unsafe));
        assert_eq!(required("VPN.0031"), Some(Idempotent));
        for code in ["", "APIGW", "APIGW.030", "APIGW.03080", "APIGW.0301", "VPN.0001", "429"] {
            assert_eq!(required(code), None, "{code}");
        }
    }

    #[test]
    fn no_code_has_two_rows() {
        for (index, (code, _)) in CODES.iter().enumerate() {
            assert!(CODES[..index].iter().all(|(earlier, _)| earlier != code), "{code}");
        }
    }
}
