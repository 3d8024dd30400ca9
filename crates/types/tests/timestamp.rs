//! Every form in which the services write times.
#![allow(missing_docs)]

use std::time::{Duration, SystemTime};

use huaweicloud_types::Timestamp;

fn at(seconds: u64, nanos: u32) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos)
}

#[test]
fn all_forms_are_understood() {
    let moment = 1_718_607_226;
    for (text, nanos) in [
        ("2024-06-17T06:53:46Z", 0),
        ("2024-06-17T06:53:46.302Z", 302_000_000),
        ("2024-06-17t06:53:46.302z", 302_000_000),
        ("2024-06-17 06:53:46", 0),
        ("2024-06-17T06:53:46", 0),
        (" 2024-06-17 06:53:46.5 ", 500_000_000),
        ("2024-06-17T14:53:46+08:00", 0),
        ("2024-06-17T14:53:46+0800", 0),
        ("2024-06-17T14:53:46 +08", 0),
        ("2024-06-16T23:23:46-07:30", 0),
        ("1718607226", 0),
        ("1718607226302", 302_000_000),
    ] {
        assert_eq!(Timestamp::from(text).to_system_time(), Ok(at(moment, nanos)), "{text}");
        assert_eq!(Timestamp::from(text).as_str(), text);
    }
}

#[test]
fn what_is_no_time_is_an_error_and_keeps_its_text() {
    for text in [
        "",
        "never",
        "2024-13-01T00:00:00Z",
        "2024-06-17T06:53:46+8",
        "1969-12-31T23:59:59Z",
        "2024-06-17T06:53:46+ä:00",
        "ääääääääääää",
        "99999999999999999999",
        "2024-06-17T06:53:46+99999999:00",
    ] {
        let time = Timestamp::from(text);
        assert!(time.to_system_time().is_err(), "{text}");
        assert_eq!(time.to_string(), text);
    }
}

#[test]
fn moments_are_written_as_rfc_3339() {
    assert_eq!(Timestamp::try_from(at(1_718_607_226, 0)).unwrap().as_str(), "2024-06-17T06:53:46Z");
    let precise = at(1_718_607_226, 302_000_000);
    assert_eq!(Timestamp::try_from(precise).unwrap().to_system_time(), Ok(precise));
    assert!(Timestamp::try_from(SystemTime::UNIX_EPOCH - Duration::from_secs(1)).is_err());
    assert!(Timestamp::try_from(at(300_000_000_000, 0)).is_err());
}
