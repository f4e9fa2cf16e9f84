//! What is derived from an OPRF output: the tag of a row, the keys of its two labels; must not know where they stand.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::{envelope::TAG, identity::PublicKey};

/// A key that seals exactly one message.
pub(super) type SealKey = Zeroizing<[u8; 32]>;

/// Everything derived hangs on this: the exchange, the very request, and both sides. What was made for one is
/// nothing in another.
#[derive(Clone, Copy)]
pub(super) struct Binding(pub(super) [u8; 32]);

impl Binding {
    pub(super) fn new(
        session: &[u8; 32],
        request: &[u8; 32],
        requester: &PublicKey,
        answerer: &PublicKey,
    ) -> Self {
        let hash = Sha256::new_with_prefix(b"partnerbook private binding v1")
            .chain_update(session)
            .chain_update(request)
            .chain_update(requester.0)
            .chain_update(answerer.0);
        Self(hash.finalize().into())
    }

    fn derive(&self, purpose: &[u8; 6], secret: &[u8]) -> SealKey {
        let hash = Zeroizing::new(<[u8; 64]>::from(
            Sha512::new_with_prefix(b"partnerbook private ")
                .chain_update(purpose)
                .chain_update(self.0)
                .chain_update(secret)
                .finalize(),
        ));
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&hash[..32]);
        key
    }

    /// What a row is found by: of the OPRF output, or in a count of the bare evaluated point.
    pub(super) fn tag(&self, secret: &[u8]) -> [u8; TAG] {
        let key = self.derive(b"tag   ", secret);
        let mut tag = [0; TAG];
        tag.copy_from_slice(&key[..TAG]);
        tag
    }

    /// What the answerer's label is sealed under.
    pub(super) fn label_key(&self, secret: &[u8]) -> SealKey {
        self.derive(b"label ", secret)
    }

    /// What both sides know of a match, and nobody else: tag and key of its row in a third file are made from it.
    pub(super) fn shared(&self, secret: &[u8]) -> SealKey {
        self.derive(b"finish", secret)
    }

    /// What a row of a third file is found by, and what the requester's label is sealed under. `salt` is that file's own:
    /// made twice, after a crash or from a copy of what is kept, no key seals two messages, and nobody who sees both files,
    /// or the second and the third, can count what they have in common.
    pub(super) fn third(&self, shared: &SealKey, salt: &[u8; 32]) -> ([u8; TAG], SealKey) {
        let secret = Zeroizing::new([**shared, *salt].concat());
        let found_by = self.derive(b"return", &secret);
        let mut tag = [0; TAG];
        tag.copy_from_slice(&found_by[..TAG]);
        (tag, self.derive(b"sealed", &secret))
    }

    /// Seals one label. The nonce is zero: no key seals a second one.
    pub(super) fn seal(&self, key: &SealKey, label: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: label,
            aad: &self.0,
        };
        ChaCha20Poly1305::new((&**key).into())
            .encrypt(&[0; 12].into(), payload)
            .ok()
    }

    /// Opens one; `None` if it is not one, or another key's.
    pub(super) fn open(&self, key: &SealKey, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload {
            msg: sealed,
            aad: &self.0,
        };
        ChaCha20Poly1305::new((&**key).into())
            .decrypt(&[0; 12].into(), payload)
            .ok()
            .map(Zeroizing::new)
    }
}
