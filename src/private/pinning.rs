//! A key as words that two people read to each other on the phone; must not decide whom to trust.

use sha2::{Digest, Sha256};

/// Words of a key: ten of eight bits each. To find another key with the same words takes 2^80 tries.
const WORDS: usize = 10;

/// 256 words that are told apart when they are heard.
const LIST: &str = "acorn actor album alley amber anchor avocado ankle apple apron arena armor arrow aspen atlas autumn \
    bacon badge bagel baker bamboo banana banjo barrel basket beach beacon beaver bench berry bishop \
    blanket bonus border bottle bridge bronze bucket buffalo butter cabin cactus camel camera candle \
    canoe canyon carpet castle cedar cellar cheese cherry circus citrus clover cobra cocoa comet copper \
    coral cotton cousin cradle crater cricket crystal curtain dairy daisy dancer delta denim desert \
    diamond dinner doctor dolphin donkey dragon drawer driver eagle earth echo eleven ember emerald \
    engine envelope equal evening fabric falcon farmer feather fender ferry fiddle finger flame flute \
    forest fossil fountain fox galaxy garden garlic gecko geyser ginger giraffe glacier glove golden \
    gondola granite guitar hammer harbor harvest hazel helmet heron hockey honey horizon hornet hotel \
    hunter icicle igloo indigo insect iron island ivory jacket jaguar jasmine jelly jersey jigsaw jockey \
    juice jungle kayak kennel kettle kidney kitchen kiwi koala ladder lagoon lantern laptop lemon \
    leopard library lilac lizard llama lobster locket lunar magnet mango maple marble market meadow \
    melon mirror mitten monkey morning muffin museum napkin needle nickel noodle number nutmeg oasis \
    ocean octopus olive onion opera orange orbit orchid otter oven oxygen oyster paddle palace panda \
    paper parrot pastry peanut pencil pepper piano pickle pigeon pillow planet plaza pocket polar \
    ponytail poppy potato puzzle python quarry quartz quiver rabbit radar ranger ribbon river robin \
    rocket ruby saddle salmon sandal saturn scarf shadow silver spider sugar summer temple thunder tiger tomato tulip turtle umbrella velvet \
    violin walnut window yellow zebra zipper";

/// The words of a key.
pub(super) fn words(key: &[u8; 32]) -> String {
    let hash = Sha256::new_with_prefix(b"partnerbook private words v1")
        .chain_update(key)
        .finalize();
    let list: Vec<&str> = LIST.split(' ').collect();
    hash.iter()
        .take(WORDS)
        .filter_map(|byte| list.get(usize::from(*byte)).copied())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_a_word_of_its_own() {
        let mut list: Vec<&str> = LIST.split(' ').collect();
        assert_eq!(list.len(), 256);
        list.dedup();
        assert_eq!(list.len(), 256);
        assert_eq!(words(&[7; 32]).split(' ').count(), WORDS);
        assert_ne!(words(&[7; 32]), words(&[8; 32]));
    }
}
