package io.sallyport.guardrail;

import io.sallyport.json.JsonLeaves.Leaf;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What the texts of requests and answers are to a guardrail, by where they stand.
///
/// A name that is not known is content: what a vendor adds tomorrow is looked at, not passed over.
public enum TextPlaces {
    /// Somebody wrote it: it is looked at, and may be replaced.
    CONTENT,
    /// A word of the protocol or a name by which machines find things; it is neither looked at nor replaced.
    CODE,
    /// Content that cannot be read here: pictures, sounds, files, ciphers.
    SEALED;

    private static final Set<String> CODES = Set.of(
            "model",
            "role",
            "type",
            "object",
            "id",
            "format",
            "encoding_format",
            "response_format",
            "media_type",
            "mime_type",
            "mimeType",
            "detail",
            "effort",
            "reasoning_effort",
            "verbosity",
            "status",
            "voice",
            "finish_reason",
            "finishReason",
            "stop_reason",
            "service_tier",
            "system_fingerprint",
            "tool_choice",
            "modelVersion",
            "responseId",
            "truncation",
            "phase",
            "mode",
            "$schema",
            "$ref",
            "required");

    private static final String SOURCE_TYPE = ".source.type";

    private static final Set<String> CIPHERS = Set.of(
            "signature",
            "thought_signature",
            "thoughtSignature",
            "encrypted_content",
            "b64_json",
            "file_data",
            "fileData");

    /// Where documents stand whose data is text as it is, not a picture or a file in other signs.
    ///
    /// Source: Anthropic API reference, messages, plain text documents.
    public static Set<String> documents(List<Leaf> leaves) {
        return leaves.stream()
                .filter(leaf -> leaf.path().endsWith(SOURCE_TYPE)
                        && leaf.isText()
                        && leaf.value().equals("text"))
                .map(leaf -> leaf.path().replaceFirst("type$", "data"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What a text is.
    ///
    /// @param documents of the same body, by [#documents]
    public static TextPlaces of(Leaf text, Set<String> documents) {
        return documents.contains(text.path()) ? CONTENT : of(text);
    }

    /// What a text is in a body without documents, such as an answer.
    public static TextPlaces of(Leaf text) {
        String path = text.path();
        String name = name(path);
        if (CIPHERS.contains(name) || isMedia(path, name) || isDataUrl(text)) {
            return SEALED;
        }
        boolean isCode = CODES.contains(name)
                || name.endsWith("_id")
                || (name.equals("name") && isOfTool(path))
                || path.equals("stream_options");
        return isCode ? CODE : CONTENT;
    }

    /// The last name of a path, without the index behind it.
    private static String name(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /// Sounds and pictures in a message are a `data` beside their media type.
    private static boolean isMedia(String path, String name) {
        return name.equals("data")
                && (path.endsWith(".source.data")
                        || path.endsWith("nlineData.data")
                        || path.endsWith("inline_data.data")
                        || path.endsWith("_audio.data")
                        || path.endsWith(".audio.data"));
    }

    private static boolean isDataUrl(Leaf text) {
        return text.span().length() > 5
                && text.span().slice(0, 5).text().toLowerCase(Locale.ROOT).equals("data:")
                && (text.path().endsWith("url") || text.path().endsWith("image_url"));
    }

    private static boolean isOfTool(String path) {
        return path.contains("function")
                || path.startsWith("tools[")
                || path.contains("tool_c")
                || path.contains("content_block")
                || path.contains("output[")
                || path.contains("item.");
    }
}
