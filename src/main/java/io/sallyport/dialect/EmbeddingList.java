package io.sallyport.dialect;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Vectors of another vendor in OpenAI's form.
///
/// Source: OpenAI API reference, create embeddings.
public final class EmbeddingList {
    private EmbeddingList() {}

    /// @param asked in OpenAI's form; says whether vectors are packed
    /// @param tokens that were read; empty when the vendor does not say
    public static Json of(List<Json> vectors, Json asked, String model, Optional<Long> tokens) {
        boolean isPacked = asked.get("encoding_format").textOr("float").equals("base64");
        JsonArray rows = Json.array();
        for (int i = 0; i < vectors.size(); i++) {
            Json vector = vectors.get(i);
            rows.add(Json.object()
                    .put("object", "embedding")
                    .put("index", i)
                    .put("embedding", isPacked ? Json.of(packed(vector.elements())) : vector));
        }
        JsonObject list = Json.object().put("object", "list").put("data", rows).put("model", model);
        tokens.ifPresent(count ->
                list.put("usage", Json.object().put("prompt_tokens", count).put("total_tokens", count)));
        return list.toJson();
    }

    /// Little-endian floats of 32 bits.
    private static String packed(List<Json> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> bytes.putFloat(number.decimal().floatValue()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
