package io.sallyport.dialect.gemini;

import io.sallyport.lang.Refusal.BadRequest;
import java.util.Set;
import java.util.regex.Pattern;

/// The address of a call, in which Gemini's form says the model and what is wanted of it.
///
/// @param model as it stands there, without `models/`
/// @param method for example `generateContent`
public record GeminiPath(String model, String method) {
    public static final String GENERATE = "generateContent";
    public static final String STREAM = "streamGenerateContent";
    public static final String COUNT = "countTokens";
    public static final String EMBED = "embedContent";
    public static final String EMBED_ALL = "batchEmbedContents";

    private static final Set<String> METHODS = Set.of(GENERATE, STREAM, COUNT, EMBED, EMBED_ALL);
    private static final String MODELS = "/models/";
    private static final Pattern SEGMENTS =
            Pattern.compile("[A-Za-z0-9_@:+-][A-Za-z0-9._@:+-]*(/[A-Za-z0-9_@:+-][A-Za-z0-9._@:+-]*)*");

    /// Reads what stands behind `/models/`; names may hold colons themselves.
    ///
    /// Errors: BadRequest when there is no model, or no method.
    ///
    /// @param path decoded, for example `/v1beta/models/gemini-2.5-flash:generateContent`
    public static GeminiPath read(String path) {
        int from = path.indexOf(MODELS);
        int colon = path.lastIndexOf(':');
        if (from < 0 || colon < from + MODELS.length() + 1) {
            throw new BadRequest("invalid_value", "The path must end in models/MODEL:METHOD.", "model").asException();
        }
        return new GeminiPath(path.substring(from + MODELS.length(), colon), path.substring(colon + 1));
    }

    /// Whether a path is one of this form.
    public static boolean isOne(String path) {
        return METHODS.contains(path.substring(path.lastIndexOf(':') + 1));
    }

    /// Whether vectors are wanted.
    public static boolean embeds(String path) {
        return path.endsWith(":" + EMBED) || path.endsWith(":" + EMBED_ALL);
    }

    boolean streams() {
        return method.equals(STREAM);
    }

    /// As it stands behind the address of a backend.
    ///
    /// Errors: BadRequest for a model that would lead elsewhere.
    ///
    /// @param under for example `/v1beta/models/`
    public String below(String under) {
        String name = model.startsWith("models/") ? model.substring("models/".length()) : model;
        if (!SEGMENTS.matcher(name).matches()) {
            throw new BadRequest("invalid_value", "This cannot be the name of a Gemini model.", "model").asException();
        }
        return under + name + ":" + method;
    }
}
