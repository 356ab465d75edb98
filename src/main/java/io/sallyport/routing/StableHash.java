package io.sallyport.routing;

/// A hash that is the same on every instance and in every version.
///
/// Source: FNV-1a, with the finishing steps of MurmurHash3 so that neighbours differ in every bit.
final class StableHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1p-53;

    private StableHash() {}

    /// A number above 0 and below 1 that two texts stand for.
    static double share(String one, String two) {
        long hash = mixed(add(add(add(OFFSET, one), "\0"), two));
        return ((hash >>> 11) + 0.5) * UNIT;
    }

    private static long add(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static long mixed(long hash) {
        long mixed = hash;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
