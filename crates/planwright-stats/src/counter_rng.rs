//! What a sample hangs on: the seed and the parts of a fact's name. Nothing else moves it: neither order nor threads
//! nor neighbours.

/// The finaliser of splitmix64: each bit of the result depends on each of the input (Steele, Lea and Flood 2014).
pub fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The key of a fact: FNV-1a over its parts (Fowler, Noll and Vo 1991), mixed with the seed.
pub fn stream_key(seed: u64, parts: [&str; 4]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // No byte of UTF-8 is 0xff: it ends the part.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    mix(hash ^ mix(seed))
}

/// The number at a place of the row that a key stands for.
pub fn number_at(key: u64, place: u64) -> u64 {
    mix(key ^ mix(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_counts() {
        let base = stream_key(1, ["acme", "initiative", "sso", "rice.reach"]);
        assert_eq!(base, stream_key(1, ["acme", "initiative", "sso", "rice.reach"]));
        for other in [
            stream_key(2, ["acme", "initiative", "sso", "rice.reach"]),
            stream_key(1, ["acm", "einitiative", "sso", "rice.reach"]),
            stream_key(1, ["acme", "metric", "sso", "rice.reach"]),
            stream_key(1, ["acme", "initiative", "ssor", "ice.reach"]),
            stream_key(1, ["acme", "initiative", "sso", "rice.effort"]),
        ] {
            assert_ne!(base, other);
        }
    }
}
