//! Randomness, for waits that differ from one program to the next and for the boundaries of forms.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};

/// A number from 0 up to and without 1, from the system; one half where the system has none to give.
pub(crate) fn fraction() -> f64 {
    const BITS: u32 = f64::MANTISSA_DIGITS;
    let mut bytes = [0; 8];
    match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => (u64::from_le_bytes(bytes) >> (u64::BITS - BITS)) as f64 / (1u64 << BITS) as f64,
        Err(_) => 0.5,
    }
}

/// Letters and digits that nobody else has; where the system has none to give, those of the time.
pub(crate) fn letters() -> String {
    let mut bytes = [0; 16];
    let number = match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => u128::from_le_bytes(bytes),
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos()),
    };
    format!("{number:032x}")
}
