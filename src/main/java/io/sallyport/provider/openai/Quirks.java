package io.sallyport.provider.openai;

import io.sallyport.inference.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How a server differs from OpenAI while speaking its form.
///
/// @param auth where the key goes
/// @param pathPrefix what stands in the place of the leading `/v1` of a path
/// @param streamUsage understands `stream_options.include_usage`
/// @param chatCap what the cap on the tokens of a chat answer is called
/// @param chatSeed what makes the answers of chats repeat is called
/// @param operations what it can do; empty means whatever OpenAI can
/// @param lacking members of a chat for which it refuses the call; translated chats are asked without them
/// @param reranks has `/v1/rerank`, which OpenAI has not
public record Quirks(
        Auth auth,
        String pathPrefix,
        boolean streamUsage,
        String chatCap,
        String chatSeed,
        Set<Operation> operations,
        Set<String> lacking,
        boolean reranks) {

    /// Where the key goes.
    public enum Auth {
        BEARER,
        /// Header `api-key`, as Azure wants it.
        API_KEY_HEADER
    }

    private static final String FORMER_CAP = "max_tokens";

    /// As most servers understand it.
    public static final Quirks NONE =
            new Quirks(Auth.BEARER, "/v1", true, FORMER_CAP, "seed", Set.of(), Set.of(), false);

    public Quirks with(Auth other) {
        return new Quirks(other, pathPrefix, streamUsage, chatCap, chatSeed, operations, lacking, reranks);
    }

    /// With the name of the cap that OpenAI's own models insist on.
    public Quirks cappingCompletions() {
        return new Quirks(
                auth, pathPrefix, streamUsage, "max_completion_tokens", chatSeed, operations, lacking, reranks);
    }

    /// With another name for what makes the answers of translated chats repeat.
    public Quirks seeding(String name) {
        return new Quirks(auth, pathPrefix, streamUsage, chatCap, name, operations, lacking, reranks);
    }

    /// With members of translated chats left out.
    public Quirks lacking(String... members) {
        return new Quirks(auth, pathPrefix, streamUsage, chatCap, chatSeed, operations, Set.of(members), reranks);
    }

    /// @param prefix for example `/v1beta/openai`
    public Quirks under(String prefix) {
        return new Quirks(auth, prefix, streamUsage, chatCap, chatSeed, operations, lacking, reranks);
    }

    public Quirks only(Set<Operation> some) {
        return new Quirks(auth, pathPrefix, streamUsage, chatCap, chatSeed, some, lacking, reranks);
    }

    /// A server that has chat only has its other chats translated to that.
    public Quirks without(Operation... missing) {
        Set<Operation> left = operations.isEmpty() ? EnumSet.allOf(Operation.class) : EnumSet.copyOf(operations);
        left.removeAll(List.of(missing));
        return only(left);
    }

    public Quirks withoutStreamUsage() {
        return new Quirks(auth, pathPrefix, false, chatCap, chatSeed, operations, lacking, reranks);
    }

    public Quirks reranking() {
        return new Quirks(auth, pathPrefix, streamUsage, chatCap, chatSeed, operations, lacking, true);
    }
}
