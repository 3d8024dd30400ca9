//! Randomness: for waits that differ from one program to the next, for the tokens by which services know
//! a call again, for the boundaries of forms.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};

/// How much a number says.
const BITS: u32 = f64::MANTISSA_DIGITS;

/// A number from 0 up to and without 1, from the system; where the system has none to give, from the time.
pub(crate) fn fraction() -> f64 {
    let mut bytes = [0; 8];
    match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => (u64::from_le_bytes(bytes) >> (u64::BITS - BITS)) as f64 / (1u64 << BITS) as f64,
        Err(_) => f64::from(since_1970().subsec_nanos()) / 1e9,
    }
}

/// Letters and digits that nobody else has; where the system has none to give, those of the time.
pub(crate) fn letters() -> String {
    let mut bytes = [0; 16];
    let number = match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => u128::from_le_bytes(bytes),
        Err(_) => since_1970().as_nanos(),
    };
    format!("{number:032x}")
}

/// A UUID of version 4, of three numbers from 0 up to and without 1.
pub(crate) fn uuid(random: impl Fn() -> f64) -> String {
    let mut bits = 0;
    for _ in 0..3 {
        bits = bits << BITS | u128::from((random() * (1u64 << BITS) as f64) as u64);
    }
    let [time_low, time_mid, version, variant, node] = [
        bits >> 96,
        bits >> 80 & 0xffff,
        bits >> 64 & 0x0fff | 0x4000,
        bits >> 48 & 0x3fff | 0x8000,
        bits & 0xffff_ffff_ffff,
    ];
    format!("{time_low:08x}-{time_mid:04x}-{version:04x}-{variant:04x}-{node:012x}")
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn uuids_say_their_version_whatever_the_numbers() {
        for (random, expected) in [
            (0.0, "00000000-0000-4000-8000-000000000000"),
            (0.5, "00000200-0000-4000-8010-000000000000"),
            (1.0 - f64::EPSILON / 2.0, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        ] {
            assert_eq!(uuid(|| random), expected);
        }
    }

    #[test]
    fn no_two_uuids_are_the_same() {
        let made: HashSet<String> = (0..1000).map(|_| uuid(fraction)).collect();
        assert_eq!(made.len(), 1000);
    }
}
