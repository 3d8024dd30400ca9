#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| huaweicloud_core::fuzzing::timestamp(input));
