import java.util.Arrays;

/// Times in nanoseconds, all of them kept, with their percentiles.
final class Samples {
    private long[] values = new long[1024];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /// Prints `NAME_p50_us=` and so on, in microseconds; sorts the samples.
    void print(String name) {
        Arrays.sort(values, 0, size);
        print(name + "_p50_us", 0.5);
        print(name + "_p99_us", 0.99);
        print(name + "_p999_us", 0.999);
        print(name + "_max_us", 1);
    }

    private void print(String name, double share) {
        long value = size == 0 ? 0 : values[Math.clamp((long) Math.ceil(share * size) - 1, 0, size - 1)];
        System.out.println(name + "=" + value / 1000.0);
    }
}
