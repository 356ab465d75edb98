package io.sallyport.dialect;

/// Finds one run of bytes in another.
final class ByteRun {
    private ByteRun() {}

    /// First position of the run between two positions, or -1. Skips ahead by the run's last byte (Horspool).
    static int find(byte[] in, byte[] run, int from, int to) {
        int[] skip = new int[256];
        java.util.Arrays.fill(skip, run.length);
        for (int i = 0; i < run.length - 1; i++) {
            skip[run[i] & 0xFF] = run.length - 1 - i;
        }
        int at = from;
        while (at + run.length <= to) {
            int last = run.length - 1;
            while (last >= 0 && in[at + last] == run[last]) {
                last--;
            }
            if (last < 0) {
                return at;
            }
            at += skip[in[at + run.length - 1] & 0xFF];
        }
        return -1;
    }
}
