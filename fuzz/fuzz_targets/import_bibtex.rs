#![no_main]

#[path = "../../tests/it/oracles/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each target uses one oracle")]
mod oracles;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::import(2, data));
