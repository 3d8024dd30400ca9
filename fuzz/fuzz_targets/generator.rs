#![no_main]

use huaweicloud_codegen::fuzzing;
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|input: &[u8]| fuzzing::generator(input));

// A byte changed somewhere seldom leaves a spec, so most changes are of lines, words and groups.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match std::str::from_utf8(&data[..size]) {
        Ok(text) if seed % 8 != 0 => put(fuzzing::mutate(text, seed, max_size), data),
        _ => fuzzer_mutate(data, size, max_size),
    }
});

fuzz_crossover!(|first: &[u8], second: &[u8], out: &mut [u8], seed: u32| {
    match (std::str::from_utf8(first), std::str::from_utf8(second)) {
        (Ok(first), Ok(second)) => put(fuzzing::splice(first, second, seed, out.len()), out),
        _ => 0,
    }
});

fn put(text: String, out: &mut [u8]) -> usize {
    let length = text.len().min(out.len());
    out[..length].copy_from_slice(&text.as_bytes()[..length]);
    length
}
