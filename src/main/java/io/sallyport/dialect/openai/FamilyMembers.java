package io.sallyport.dialect.openai;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions.Rest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Members that mean the same in all of OpenAI's own ways to chat and nothing elsewhere.
///
/// Source: OpenAI API reference, create chat completion, create a model response.
final class FamilyMembers {
    private static final String FAMILY = "openai";
    private static final List<String> NAMES = List.of(
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_retention",
            "verbosity",
            "logit_bias");

    private FamilyMembers() {}

    /// Those of a body, as they came.
    static Rest ofChat(Json body) {
        return new Rest(
                FAMILY,
                body.fields().stream()
                        .filter(field ->
                                NAMES.contains(field.name()) && field.value().isPresent())
                        .toList());
    }

    /// Those of a body of the form for responses, where the measure of words stands elsewhere and to store
    /// means something else.
    static Rest ofResponse(Json body) {
        List<Json.Field> members = new ArrayList<>(body.fields().stream()
                .filter(field -> NAMES.contains(field.name())
                        && !field.name().equals("store")
                        && field.value().isPresent())
                .toList());
        Json verbosity = body.path("text.verbosity");
        if (verbosity.isPresent()) {
            members.add(new Json.Field("verbosity", verbosity));
        }
        return new Rest(FAMILY, members);
    }

    /// Their names and others.
    static Set<String> and(String... others) {
        return Stream.concat(NAMES.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    /// Writes those of OpenAI's family; others are lost.
    static void write(Rest rest, JsonObject body, Losses losses) {
        if (rest.family().equals(FAMILY)) {
            rest.members().forEach(member -> body.put(member.name(), member.value()));
        } else {
            losses.rest(rest);
        }
    }
}
