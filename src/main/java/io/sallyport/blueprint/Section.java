package io.sallyport.blueprint;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One section of a blueprint: the things of one kind, and how operators' routes list, write and remove them.
///
/// Errors: methods with a desk refuse what the routes refuse, and throw JsonProblem or [BodyProblems] for
/// elements that are no such things; paths begin in the element.
interface Section {
    /// The key of the section in a blueprint.
    String name();

    /// What is kept now and not by the configuration file, in a steady order.
    List<Thing> kept(Desk desk);

    /// What tells an element from the others, in words for people; empty where that is missing.
    String key(Json element);

    /// Makes a thing, or makes one that is kept as the element says.
    void write(Desk desk, Json element, Optional<Thing> kept);

    /// Whether an element gives a thing that is kept other secrets than the stored ones.
    default boolean givesOtherSecrets(Json element) {
        return false;
    }

    /// Takes a thing away; where that cannot be, the desk is told that it stays.
    void remove(Desk desk, Thing kept);

    /// Where things stand that belong to the configuration file and that nothing can lie on top of, by key.
    default Map<String, String> owned(Desk desk) {
        return Map.of();
    }
}
