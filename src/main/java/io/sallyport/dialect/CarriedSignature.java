package io.sallyport.dialect;

import io.sallyport.inference.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A vendor's signature of the thought behind a call of a tool, carried in the call's id.
///
/// Some vendors refuse the next turn without it, and most wire forms have no place for it; ids come back from
/// every client. There the signature has the backend's stamp.
///
/// @param id of the call, without the signature
/// @param signature empty when the id carries none
public record CarriedSignature(String id, String signature) {
    private static final String MARK = "-signed-";

    /// An id that carries a signature; the id itself when there is none.
    public static String in(String id, String signature) {
        return signature.isEmpty()
                ? id
                : id
                        + MARK
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(signature.getBytes(StandardCharsets.UTF_8));
    }

    private static CarriedSignature of(String id) {
        int mark = id.indexOf(MARK);
        if (mark < 0) {
            return new CarriedSignature(id, "");
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id.substring(mark + MARK.length()));
            return new CarriedSignature(id.substring(0, mark), new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return new CarriedSignature(id, "");
        }
    }

    /// Whether a part is a call, or its result, whose id may carry a signature.
    static boolean isIn(Part part) {
        return switch (part) {
            case Part.ToolUse use -> use.id().contains(MARK);
            case Part.ToolResult result -> result.id().contains(MARK);
            default -> false;
        };
    }

    /// The same with the id as its vendor knows it, and the signature where it belongs.
    static Part takenOut(Part part, Stamp stamp) {
        return switch (part) {
            case Part.ToolUse use
            when isIn(use) -> {
                CarriedSignature found = of(use.id());
                yield new Part.ToolUse(found.id(), use.name(), use.arguments(), stamp.taken(found.signature()));
            }
            case Part.ToolResult result
            when isIn(result) -> new Part.ToolResult(of(result.id()).id(), result.parts(), result.failed());
            default -> part;
        };
    }

    /// The id of a call as clients get it.
    static String stamped(String id, Stamp stamp) {
        CarriedSignature found = of(id);
        return found.signature().isEmpty() ? id : in(found.id(), stamp.put(found.signature()));
    }

    static Part stamped(Part part, Stamp stamp) {
        return part instanceof Part.ToolUse use && isIn(use)
                ? new Part.ToolUse(stamped(use.id(), stamp), use.name(), use.arguments(), use.signature())
                : part;
    }
}
