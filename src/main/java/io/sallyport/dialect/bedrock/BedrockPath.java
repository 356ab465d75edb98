package io.sallyport.dialect.bedrock;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Paths of Bedrock's runtime, which name the model.
///
/// Names have colons, and those of profiles slashes; both are written as the SDKs write them.
final class BedrockPath {
    private BedrockPath() {}

    /// @param act what is done with the model, for example `converse`
    static String of(String model, String act) {
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "/model/" + name.replace("%7E", "~") + "/" + act;
    }
}
