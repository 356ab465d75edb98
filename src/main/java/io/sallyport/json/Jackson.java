package io.sallyport.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one Jackson mapper: strict, and exact with numbers.
final class Jackson {
    /// Objects and arrays inside each other; deeper input is refused before it can exhaust a stack.
    static final int DEEPEST = 64;

    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_TEXT = 512 * 1024 * 1024;
    private static final int POOLED_BUFFERS = 64;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // Jackson's default pool is per thread, which virtual threads defeat.
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Jackson() {}
}
