package io.sallyport.crypto;

/// What one Argon2id hash costs.
///
/// @param memoryKib memory in KiB
/// @param passes over the memory
/// @param lanes that are computed side by side
record Argon2Cost(int memoryKib, int passes, int lanes) {
    private static final int MOST_MEMORY = 256 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 8;

    /// True when computing it is bearable; a row of the database must not be able to stop the gateway.
    boolean isBearable() {
        return lanes >= 1
                && lanes <= MOST_LANES
                && passes >= 1
                && passes <= MOST_PASSES
                && memoryKib >= 8 * lanes
                && memoryKib <= MOST_MEMORY;
    }
}
