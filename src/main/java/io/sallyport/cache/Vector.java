package io.sallyport.cache;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What a text means, as an embeddings model says it; of length one.
///
/// Threads: immutable.
public final class Vector {
    /// Numbers; more than any model we know of says.
    private static final int LONGEST = 16_384;

    private final float[] numbers;

    private Vector(float[] numbers) {
        this.numbers = numbers;
    }

    /// Empty for what is no direction.
    ///
    /// @param said a list of numbers
    public static Optional<Vector> of(Json said) {
        List<Json> all = said.elements();
        if (all.isEmpty() || all.size() > LONGEST || !all.stream().allMatch(Json::isNumber)) {
            return Optional.empty();
        }
        double[] read = all.stream()
                .mapToDouble(number -> number.decimal().doubleValue())
                .toArray();
        double length = 0;
        for (double number : read) {
            length += number * number;
        }
        if (length == 0 || !Double.isFinite(length)) {
            return Optional.empty();
        }
        float[] unit = new float[read.length];
        for (int i = 0; i < read.length; i++) {
            unit[i] = (float) (read[i] / Math.sqrt(length));
        }
        return Optional.of(new Vector(unit));
    }

    /// Cosine similarity; 0 for vectors of different models.
    double likeness(Vector other) {
        if (numbers.length != other.numbers.length) {
            return 0;
        }
        float sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += numbers[i] * other.numbers[i];
        }
        return sum;
    }

    /// Bytes it takes in memory, roughly.
    int weight() {
        return numbers.length * Float.BYTES + 256;
    }

    Secret written() {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        return Secret.of(Base64.getEncoder().encodeToString(bytes.array()));
    }

    static Vector read(Secret written) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(written.reveal()));
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return new Vector(numbers);
    }
}
