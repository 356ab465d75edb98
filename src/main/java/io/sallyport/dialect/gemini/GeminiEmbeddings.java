package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Embeddings of OpenAI's form as they are asked of Gemini: all texts in one batch.
///
/// Gemini does not say how many tokens it read, so they are estimated.
/// Source: Gemini API reference, `models.batchEmbedContents`.
public final class GeminiEmbeddings implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "dimensions", "encoding_format");

    private static final long CHARACTERS_PER_TOKEN = 4;

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return new GeminiPath(model, "batchEmbedContents").below("/v1beta/models/");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonArray requests = Json.array();
        for (String text : Given.texts(asked.get("input"))) {
            JsonObject request = Json.object()
                    .put("model", "models/" + model)
                    .put(
                            "content",
                            Json.object()
                                    .put("parts", Json.array().add(Json.object().put("text", text))));
            Given.whole(asked.get("dimensions")).ifPresent(size -> request.put("outputDimensionality", size));
            requests.add(request);
        }
        return Json.object().put("requests", requests).toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        boolean packed = asked.get("encoding_format").textOr("float").equals("base64");
        JsonArray rows = Json.array();
        List<Json> vectors = answered.get("embeddings").elements();
        for (int i = 0; i < vectors.size(); i++) {
            Json values = vectors.get(i).get("values");
            rows.add(Json.object()
                    .put("object", "embedding")
                    .put("index", i)
                    .put("embedding", packed ? Json.of(packed(values.elements())) : values));
        }
        return Json.object()
                .put("object", "list")
                .put("data", rows)
                .put("model", model)
                .put("usage", usage(asked, losses))
                .toJson();
    }

    private static JsonObject usage(Json asked, Losses losses) {
        losses.emulated("answer.usage");
        long characters = Given.texts(asked.get("input")).stream()
                .mapToLong(String::length)
                .sum();
        long tokens = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
        return Json.object().put("prompt_tokens", tokens).put("total_tokens", tokens);
    }

    /// Little-endian floats of 32 bits, as OpenAI packs them.
    private static String packed(List<Json> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> bytes.putFloat(value.decimal().floatValue()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
