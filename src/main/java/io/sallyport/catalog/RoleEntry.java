package io.sallyport.catalog;

import io.sallyport.inference.Operation;
import io.sallyport.lang.ModelAlias;

/// A model role: a named task that clients put in `model`; which model does it is decided anew for each call.
///
/// @param id the word clients use
/// @param operation what kind of call it is for
/// @param modality what it reads and writes, such as `text`
/// @param exposeReasoning leaves reasoning in answers
/// @param choosing how calls find one of the places
public record RoleEntry(
        String id,
        String displayName,
        String description,
        Operation operation,
        String modality,
        PromptPolicy prompt,
        RolePolicy routing,
        boolean exposeReasoning,
        Routing choosing) {

    /// In front of the id where allow-lists name a role.
    public static final String PREFIX = "role/";

    public RoleEntry {
        if (!ModelAlias.isValid(id) || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a role_id is 1 to 256 printable ASCII characters without blanks and /");
        }
    }

    /// How allow-lists call it, besides its bare id.
    public String qualified() {
        return PREFIX + id;
    }

    /// Whether a call is of the kind it is for; chats of every dialect are one kind.
    public boolean fits(Operation asked) {
        return operation == asked || (operation.isChat() && writes(asked));
    }

    private static boolean writes(Operation asked) {
        return asked.isChat() || asked == Operation.RESPONSE;
    }
}
