//! Randomness, for waits that differ from one program to the next.

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
