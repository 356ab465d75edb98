package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pictures by Titan Image Generator and Nova Canvas on Bedrock.
///
/// Source: Amazon Nova user guide, image generation request and response; Bedrock user guide, Titan Image.
public final class BedrockImages implements Conversion {
    private static final Set<String> READ =
            Set.of("model", "prompt", "n", "size", "quality", "seed", "response_format", "user", "negative_prompt");
    private static final Pattern SIZE = Pattern.compile("(\\d{2,4})x(\\d{2,4})");

    @Override
    public String takes() {
        return "/v1/images/generations";
    }

    @Override
    public String path(String model) {
        return BedrockPath.of(model, "invoke");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        if (!model.contains("amazon.titan-image") && !model.contains("amazon.nova-canvas")) {
            throw asked.get("model").problem("is no model of Bedrock whose pictures are known here");
        }
        losses.unread(asked, READ, "");
        Given.text(asked.get("user")).ifPresent(_ -> losses.dropped("user"));
        if (asked.get("response_format").textOr("b64_json").equals("url")) {
            losses.changed("response_format");
        }
        JsonObject text = Json.object().put("text", asked.get("prompt").text());
        Given.text(asked.get("negative_prompt")).ifPresent(words -> text.put("negativeText", words));
        return Json.object()
                .put("taskType", "TEXT_IMAGE")
                .put("textToImageParams", text)
                .put("imageGenerationConfig", config(asked))
                .toJson();
    }

    private static JsonObject config(Json asked) {
        JsonObject config = Json.object().put("numberOfImages", asked.get("n").longOr(1));
        Given.whole(asked.get("seed")).ifPresent(seed -> config.put("seed", seed));
        switch (asked.get("quality").textOr("auto")) {
            case "hd", "high" -> config.put("quality", "premium");
            case "standard", "medium", "low" -> config.put("quality", "standard");
            default -> {
                // The vendor's own choice.
            }
        }
        String size = asked.get("size").textOr("auto");
        if (!size.equals("auto")) {
            Matcher sides = SIZE.matcher(size);
            if (!sides.matches()) {
                throw asked.get("size").problem("is a width and a height, such as 1024x1024");
            }
            config.put("width", Long.parseLong(sides.group(1))).put("height", Long.parseLong(sides.group(2)));
        }
        return config;
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        JsonArray pictures = Json.array();
        for (Json picture : answered.get("images").elements()) {
            pictures.add(Json.object().put("b64_json", picture.text()));
        }
        return Json.object().put("data", pictures).toJson();
    }
}
