//! Randomness stretched from one seed that the caller made; must not be used twice with the same seed.

use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha512};
use zeroize::{Zeroize, Zeroizing};

/// Random bytes of one piece of work: SHA-512 of the seed and a counter. Erased when dropped.
pub struct Chance {
    seed: Zeroizing<[u8; 32]>,
    count: u64,
    rest: Zeroizing<Vec<u8>>,
}

impl Chance {
    /// From 32 bytes of the system's randomness, fresh for every file that is made: the secrets of an exchange come
    /// from here, and the same seed would give the same ones.
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            seed: Zeroizing::new(seed),
            count: 0,
            rest: Zeroizing::default(),
        }
    }

    /// Fills `out` with bytes nobody can tell.
    pub(super) fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            if self.rest.is_empty() {
                let mut hash = Sha512::new();
                hash.update(b"partnerbook private chance v1");
                hash.update(*self.seed);
                hash.update(self.count.to_le_bytes());
                self.count += 1;
                let mut block: [u8; 64] = hash.finalize().into();
                self.rest.extend_from_slice(&block);
                block.zeroize();
            }
            *byte = self.rest.pop().unwrap_or_default();
        }
    }

    /// So many bytes as an array.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }

    /// A secret number of the group, never zero.
    pub(super) fn scalar(&mut self) -> Zeroizing<Scalar> {
        loop {
            let wide = Zeroizing::new(self.bytes::<64>());
            let scalar = Zeroizing::new(Scalar::from_bytes_mod_order_wide(&wide));
            if *scalar != Scalar::ZERO {
                return scalar;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_seeds_share_nothing_and_no_bytes_come_twice() {
        let mut one = Chance::new([1; 32]);
        let mut other = Chance::new([2; 32]);
        let first = one.bytes::<32>();
        assert_ne!(first, other.bytes::<32>());
        assert_ne!(first, one.bytes::<32>());
        assert_eq!(first, Chance::new([1; 32]).bytes::<32>());
    }
}
