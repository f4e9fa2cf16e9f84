//! The group code: RFC 9497 OPRF(ristretto255, SHA-512), base mode; must not know what the inputs stand for.

use curve25519_dalek::{
    RistrettoPoint, Scalar, ristretto::CompressedRistretto, traits::IsIdentity,
};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

/// A point as it stands in a file.
pub(super) type Encoded = [u8; 32];

/// `"HashToGroup-" || contextString` with its own length at the end (RFC 9380, 5.3.1).
const DST_PRIME: &[u8] = b"HashToGroup-OPRFV1-\x00-ristretto255-SHA512\x28";
/// The block of SHA-512, all zero.
const Z_PAD: [u8; 128] = [0; 128];

/// RFC 9497 `HashToGroup` of a private input of at most 65,535 bytes.
pub(super) fn hash_to_group(input: &[&[u8]]) -> RistrettoPoint {
    // expand_message_xmd for exactly one block of output.
    let mut hash = Sha512::new_with_prefix(Z_PAD);
    for part in input {
        hash.update(part);
    }
    hash.update([0, 64, 0]);
    hash.update(DST_PRIME);
    let mut last = Sha512::new_with_prefix(hash.finalize());
    last.update([1]);
    last.update(DST_PRIME);
    RistrettoPoint::from_uniform_bytes(&last.finalize().into())
}

/// RFC 9497 `Finalize` after unblinding. `None` if the input is longer than 65,535 bytes.
pub(super) fn finalize(input: &[&[u8]], unblinded: &Encoded) -> Option<Zeroizing<[u8; 64]>> {
    let length = u16::try_from(input.iter().map(|part| part.len()).sum::<usize>()).ok()?;
    let mut hash = Sha512::new_with_prefix(length.to_be_bytes());
    for part in input {
        hash.update(part);
    }
    hash.update([0, 32]);
    hash.update(unblinded);
    hash.update(b"Finalize");
    Some(Zeroizing::new(hash.finalize().into()))
}

/// The point of an encoding: `None` if it is not the one canonical encoding of a point, or is the identity.
pub(super) fn decode(bytes: &Encoded) -> Option<RistrettoPoint> {
    CompressedRistretto(*bytes)
        .decompress()
        .filter(|point| !point.is_identity())
}

/// A secret number made ready to multiply many points: half of it, as the batched encoding doubles.
pub(super) struct Factor(Zeroizing<Scalar>);

impl Factor {
    /// Ready to multiply by `scalar`.
    pub(super) fn new(scalar: &Scalar) -> Self {
        Self(Zeroizing::new(scalar.div_by_2()))
    }

    /// Ready to undo a multiplication by `scalar`, which is not zero.
    pub(super) fn undoing(scalar: &Scalar) -> Self {
        Self::new(&Zeroizing::new(scalar.invert()))
    }

    /// Encodings of the points multiplied, in the same order.
    pub(super) fn times(&self, points: impl Iterator<Item = RistrettoPoint>) -> Vec<Encoded> {
        let halves: Zeroizing<Vec<RistrettoPoint>> =
            Zeroizing::new(points.map(|point| *self.0 * point).collect());
        RistrettoPoint::double_and_compress_batch(halves.iter())
            .iter()
            .map(CompressedRistretto::to_bytes)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use voprf::{BlindedElement, OprfClient, OprfServer, Ristretto255};

    fn scalar(bytes: &[u8]) -> Scalar {
        Scalar::from_canonical_bytes(bytes.try_into().unwrap()).unwrap()
    }

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn the_vectors_of_rfc_9497_come_out_bit_for_bit() {
        let file = include_str!("../../tests/data/private/oprf_ristretto255_sha512.json");
        let file: serde_json::Value = serde_json::from_str(file).unwrap();
        let text = |v: &serde_json::Value, name: &str| unhex(v[name].as_str().unwrap());
        let key = scalar(&text(&file, "skSm"));
        let vectors = file["vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 2);
        for vector in vectors {
            let (input, blind) = (text(vector, "Input"), scalar(&text(vector, "Blind")));
            let blinded = Factor::new(&blind).times([hash_to_group(&[&input])].into_iter())[0];
            assert_eq!(blinded.to_vec(), text(vector, "BlindedElement"));
            let evaluated = Factor::new(&key).times([decode(&blinded).unwrap()].into_iter())[0];
            assert_eq!(evaluated.to_vec(), text(vector, "EvaluationElement"));
            let open = Factor::undoing(&blind).times([decode(&evaluated).unwrap()].into_iter())[0];
            let output = finalize(&[&input], &open).unwrap();
            assert_eq!(output.to_vec(), text(vector, "Output"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn another_implementation_agrees(input in proptest::collection::vec(any::<u8>(), 0..200), key: [u8; 64], blind: [u8; 64]) {
            let key = Scalar::from_bytes_mod_order_wide(&key);
            let blind = Scalar::from_bytes_mod_order_wide(&blind);
            prop_assume!(key != Scalar::ZERO && blind != Scalar::ZERO);
            let theirs = OprfServer::<Ristretto255>::new_with_key(key.as_bytes()).unwrap();
            let expected = theirs.evaluate(&input).unwrap();

            let blinded = Factor::new(&blind).times([hash_to_group(&[&input])].into_iter())[0];
            let element = BlindedElement::<Ristretto255>::deserialize(&blinded).unwrap();
            let evaluated: Encoded = theirs.blind_evaluate(&element).serialize().into();
            let ours = Factor::new(&key).times([decode(&blinded).unwrap()].into_iter())[0];
            prop_assert_eq!(ours, evaluated);
            let open = Factor::undoing(&blind).times([decode(&ours).unwrap()].into_iter())[0];
            prop_assert_eq!(finalize(&[&input], &open).unwrap().to_vec(), expected.to_vec());

            // And the other way round: their client, our server.
            let client = OprfClient::<Ristretto255>::blind(&input, &mut rand_core::OsRng).unwrap();
            let message: Encoded = client.message.serialize().into();
            let answer = Factor::new(&key).times([decode(&message).unwrap()].into_iter())[0];
            let answer = voprf::EvaluationElement::<Ristretto255>::deserialize(&answer).unwrap();
            prop_assert_eq!(client.state.finalize(&input, &answer).unwrap().to_vec(), expected.to_vec());
        }
    }

    #[test]
    fn what_is_no_canonical_point_or_the_identity_is_refused() {
        let mut prime = [0xff_u8; 32];
        (prime[0], prime[31]) = (0xed, 0x7f);
        let mut below = prime;
        below[0] = 0xec;
        let mut negative = [0_u8; 32];
        negative[0] = 1;
        let mut high = Factor::new(&Scalar::ONE).times([hash_to_group(&[b"x"])].into_iter())[0];
        assert!(decode(&high).is_some());
        high[31] |= 0x80;
        for bad in [[0; 32], [0xff; 32], prime, below, negative, high] {
            assert!(decode(&bad).is_none(), "{bad:02x?}");
        }
    }

    #[test]
    fn parts_of_an_input_are_the_input() {
        assert_eq!(
            hash_to_group(&[b"C|", b"d:a.com"]),
            hash_to_group(&[b"C|d:a.com"])
        );
        assert!(finalize(&[&vec![0; 70_000]], &[0; 32]).is_none());
    }
}
