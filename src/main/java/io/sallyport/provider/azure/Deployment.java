package io.sallyport.provider.azure;

import io.sallyport.inference.RawRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Where a call goes at an Azure resource of the older surface: to a deployment, in a version of the API.
///
/// Source: Azure OpenAI documentation, REST API reference, data plane inference.
///
/// @param version for example `2024-10-21`
/// @param name of the deployment, which stands in the place of the model
record Deployment(String version, String name) {
    private static final String PREFIX = "/v1/";

    /// What a model does; the rest concerns the whole resource.
    private static final Set<String> OF_MODELS = Set.of(
            "chat/completions",
            "completions",
            "embeddings",
            "images/generations",
            "images/edits",
            "audio/speech",
            "audio/transcriptions",
            "audio/translations");

    URI address(URI base, RawRequest request) {
        String path = request.path().startsWith(PREFIX)
                ? request.path().substring(PREFIX.length())
                : request.path().substring(1);
        String query = request.query().isEmpty() ? "" : request.query() + "&";
        String place = OF_MODELS.contains(path) && !name.isEmpty() ? "deployments/" + encoded(name) + "/" : "";
        return URI.create(base + "/openai/" + place + path + "?" + query + "api-version=" + encoded(version));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
