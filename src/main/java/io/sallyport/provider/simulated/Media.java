package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Behaviour.Told;
import io.sallyport.provider.simulated.Draft.Tokens;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// Answers embeddings, images and moderations.
final class Media {
    private static final int DIMENSIONS = 1536;
    private static final int MOST_DIMENSIONS = 4096;
    private static final int MOST_IMAGES = 10;
    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/instructions",
            "self-harm/intent",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    private final Ids ids;

    Media(Ids ids) {
        this.ids = ids;
    }

    /// Unit vectors; a text always gets the same one.
    Answer embeddings(Members body, Chosen chosen) {
        int dimensions = Math.clamp(body.json("dimensions").longOr(DIMENSIONS), 1, MOST_DIMENSIONS);
        boolean isPacked = body.text("encoding_format").equals("base64");
        List<String> inputs = inputs(body.json("input"));
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < inputs.size(); i++) {
            float[] vector = vector(inputs.get(i), dimensions);
            json.append(i == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":")
                    .append(i)
                    .append(",\"embedding\":")
                    .append(isPacked ? packed(vector) : listed(vector))
                    .append('}');
        }
        json.append("],\"model\":").append(Prose.quoted(chosen.model()));
        appendUsage(json, Tokens.of(body.size("input")), chosen.behaviour());
        return Answer.Whole.json(200, json.append('}').toString());
    }

    /// The same vectors in Gemini's form, which counts no tokens.
    Answer contentEmbeddings(Members body) {
        StringJoiner rows = new StringJoiner(",", "{\"embeddings\":[", "]}");
        for (Json request : body.json("requests").elements()) {
            rows.add(contentRow(request.get("content"), request.get("outputDimensionality")));
        }
        return Answer.Whole.json(200, rows.toString());
    }

    Answer contentEmbedding(Members body) {
        String row = contentRow(body.json("content"), body.json("outputDimensionality"));
        return Answer.Whole.json(200, "{\"embedding\":" + row + "}");
    }

    private static String contentRow(Json content, Json size) {
        int dimensions = Math.clamp(size.longOr(DIMENSIONS), 1, MOST_DIMENSIONS);
        String text = content.get("parts").at(0).get("text").textOr("");
        return "{\"values\":" + listed(vector(text, dimensions)) + "}";
    }

    /// Source: Vertex AI API reference, text embeddings.
    Answer predictions(Members body) {
        Json asked = body.json("parameters").get("outputDimensionality");
        int dimensions = Math.clamp(asked.longOr(DIMENSIONS), 1, MOST_DIMENSIONS);
        StringJoiner rows = new StringJoiner(",", "{\"predictions\":[", "]}");
        for (Json instance : body.json("instances").elements()) {
            String text = instance.get("content").text();
            rows.add("{\"embeddings\":{\"statistics\":{\"token_count\":" + Tokens.of(text.length()) + "},\"values\":"
                    + listed(vector(text, dimensions)) + "}}");
        }
        return Answer.Whole.json(200, rows.toString());
    }

    private static void appendUsage(StringBuilder json, long tokens, Behaviour behaviour) {
        Told told = behaviour instanceof Behaviour.Counting(Told says, long _) ? says : Told.TRUTH;
        long counted = switch (told) {
            case TRUTH -> tokens;
            case ZERO, NOTHING -> 0;
            case NEGATIVE -> -tokens;
        };
        if (told != Told.NOTHING) {
            json.append(",\"usage\":{\"prompt_tokens\":")
                    .append(counted)
                    .append(",\"total_tokens\":")
                    .append(counted)
                    .append('}');
        }
    }

    /// A single text, several texts, or token numbers in place of either.
    private static List<String> inputs(Json input) {
        if (!input.isPresent()) {
            throw input.problem("is missing");
        }
        boolean isOne = input.isText() || input.at(0).isNumber();
        return isOne
                ? List.of(input.toString())
                : input.elements().stream().map(Json::toString).toList();
    }

    /// The vector of one text.
    ///
    /// @param dimensions missing for the usual number
    Json vector(Json text, Json dimensions) {
        int wanted = Math.clamp(dimensions.longOr(DIMENSIONS), 1, MOST_DIMENSIONS);
        return Json.parse(listed(vector(text.toString(), wanted)));
    }

    private static float[] vector(String text, int dimensions) {
        float[] vector = new float[dimensions];
        long seed = text.hashCode();
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            seed = Prose.mix(seed);
            vector[i] = (float) (seed >> 40) / (1 << 23);
            squares += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < dimensions && length > 0; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static String listed(float[] vector) {
        StringBuilder json = new StringBuilder(vector.length * 12).append('[');
        for (int i = 0; i < vector.length; i++) {
            json.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return json.append(']').toString();
    }

    private static String packed(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
    }

    /// Small real PNG pictures, coloured by the prompt.
    ///
    /// @param format `url` for data URLs, anything else for bare base64
    Answer images(String prompt, long count, String format) {
        JsonArray pictures = Json.array();
        long wanted = Math.clamp(count, 1, MOST_IMAGES);
        for (long i = 0; i < wanted; i++) {
            String base64 = Base64.getEncoder().encodeToString(Picture.png(Prose.mix(prompt.hashCode() + i)));
            pictures.add(
                    format.equals("url")
                            ? Json.object().put("url", "data:image/png;base64," + base64)
                            : Json.object().put("b64_json", base64));
        }
        long input = Tokens.of(Prose.bytes(prompt));
        JsonObject usage = Json.object()
                .put("input_tokens", input)
                .put("output_tokens", wanted * 64)
                .put("total_tokens", input + wanted * 64)
                .put(
                        "input_tokens_details",
                        Json.object().put("text_tokens", input).put("image_tokens", 0));
        return Answer.Whole.json(
                200,
                Json.object()
                        .put("created", ids.seconds())
                        .put("data", pictures)
                        .put("usage", usage)
                        .toJson()
                        .toString());
    }

    /// Flags texts that contain the word "kill".
    Answer moderation(Members body, Chosen chosen) {
        JsonArray results = Json.array();
        inputs(body.json("input")).stream()
                .map(text -> text.toLowerCase(Locale.ROOT).contains("kill"))
                .forEach(flagged -> results.add(verdict(flagged)));
        return Answer.Whole.json(
                200,
                Json.object()
                        .put("id", ids.next("modr-"))
                        .put("model", chosen.model())
                        .put("results", results)
                        .toJson()
                        .toString());
    }

    private static JsonObject verdict(boolean flagged) {
        JsonObject categories = Json.object();
        JsonObject scores = Json.object();
        JsonObject inputTypes = Json.object();
        for (String category : CATEGORIES) {
            boolean hit = flagged && category.equals("violence");
            categories.put(category, hit);
            scores.put(category, Json.parse(hit ? "0.97" : "0.0001"));
            inputTypes.put(category, Json.array().add("text"));
        }
        return Json.object()
                .put("flagged", flagged)
                .put("categories", categories)
                .put("category_scores", scores)
                .put("category_applied_input_types", inputTypes);
    }
}
