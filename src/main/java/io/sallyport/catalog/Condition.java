package io.sallyport.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which calls a rule is for; what is left out holds for every call, what is named must hold together.
///
/// Words may be globs such as `bulk*`; of several words one is enough.
///
/// @param headers request headers by lower-case name
/// @param workloads kinds of work, from the workload header or `metadata.workload`
/// @param models words clients put in `model`
/// @param operations such as `chat` or `embedding`
/// @param tenants ids
/// @param projects ids
/// @param groups names of groups the person is in
/// @param keys ids or names
/// @param profiles ids of backend profiles
/// @param tools whether the call brings tools
/// @param images whether the call brings pictures
/// @param stream whether the answer is to be streamed
/// @param promptAtLeast tokens of the prompt by our own count
/// @param promptAtMost tokens of the prompt by our own count
public record Condition(
        Map<String, List<String>> headers,
        List<String> workloads,
        List<String> models,
        List<String> operations,
        List<String> tenants,
        List<String> projects,
        List<String> groups,
        List<String> keys,
        List<String> profiles,
        Optional<Boolean> tools,
        Optional<Boolean> images,
        Optional<Boolean> stream,
        Optional<Long> promptAtLeast,
        Optional<Long> promptAtMost) {

    /// Holds for every call.
    public static final Condition ALWAYS = new Condition(
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Condition {
        headers = Map.copyOf(headers);
        workloads = List.copyOf(workloads);
        models = List.copyOf(models);
        operations = List.copyOf(operations);
        tenants = List.copyOf(tenants);
        projects = List.copyOf(projects);
        groups = List.copyOf(groups);
        keys = List.copyOf(keys);
        profiles = List.copyOf(profiles);
    }
}
