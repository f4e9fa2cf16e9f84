//! Who signs a file: an Ed25519 key, and its public half; must not keep it anywhere.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::{
    pinning,
    wire::{hex, unhex},
};

/// Before everything that is signed, so that no signature of another use fits.
const CONTEXT: &[u8] = b"partnerbook private file v1\0";

/// The key one side signs its files with. Erased when dropped.
pub struct Identity(SigningKey);

impl Identity {
    /// From its 32 secret bytes: the system's randomness once, then kept.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// What others know it by.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// The signature of a file of this hash.
    pub(super) fn sign(&self, sha256: &[u8; 32]) -> [u8; 64] {
        self.0.sign(&message(sha256)).to_bytes()
    }
}

/// Who signed a file, as others know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(pub(super) [u8; 32]);

impl PublicKey {
    /// From its 64 hexadecimal digits; `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }

    /// As 64 hexadecimal digits, to be kept.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Its 32 bytes, as they stand in a file.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// Ten words to read to each other on the phone: whoever has the same ten has the same key.
    pub fn words(&self) -> String {
        pinning::words(&self.0)
    }

    /// Whether it signed a file of this hash. Weak keys sign nothing.
    pub(super) fn signed(&self, sha256: &[u8; 32], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            !key.is_weak()
                && key
                    .verify_strict(&message(sha256), &Signature::from_bytes(signature))
                    .is_ok()
        })
    }
}

fn message(sha256: &[u8; 32]) -> Vec<u8> {
    [CONTEXT, sha256].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_one_file_and_one_key() {
        let (one, other) = (Identity::from_seed(&[1; 32]), Identity::from_seed(&[2; 32]));
        let signature = one.sign(&[7; 32]);
        assert!(one.public().signed(&[7; 32], &signature));
        assert!(!one.public().signed(&[8; 32], &signature));
        assert!(!other.public().signed(&[7; 32], &signature));
        assert_eq!(PublicKey::parse(&one.public().hex()), Some(one.public()));
    }

    #[test]
    fn a_key_that_would_sign_anything_signs_nothing() {
        // The identity: with it, S = 0 and R = the identity would pass for every message.
        let mut weak = [0; 32];
        weak[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!PublicKey(weak).signed(&[7; 32], &signature));
        assert!(!PublicKey([0; 32]).signed(&[7; 32], &[0; 64]));
    }
}
