package io.sallyport.app.settings;

import io.sallyport.catalog.PromptPolicy;
import io.sallyport.catalog.RequestPolicy;
import io.sallyport.catalog.RequestPolicy.Position;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.RolePolicy;
import io.sallyport.catalog.RolePolicy.Devices;
import io.sallyport.catalog.RolePolicy.Loaded;
import io.sallyport.catalog.RolePolicy.Trust;
import io.sallyport.inference.Operation;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Nearest;
import io.sallyport.json.yaml.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Declares `roles` and `roles_path`.
///
/// Source: requirements RO14, RO15, RO20 to RO23.
final class RoleSection {
    private static final List<String> OPERATIONS = List.of("chat", "embeddings", "transcription");

    /// Role catalogs are shared with programs that run agents on their own.
    private static final String[] FOREIGN = {
        "guardrail_profile", "tool_mode", "force_respond_tool", "context_budget_mode", "agentic_benchmark_workloads"
    };

    private RoleSection() {}

    static List<RoleEntry> read(Section root, List<String> strategies) {
        List<RoleEntry> roles = new ArrayList<>(
                root.sections("roles", "Named tasks that clients may put in `model`.", role -> role(role, strategies)));
        root.key("roles_path", "File with further roles, in the same form; relative to this one.")
                .optional(Kind.TEXT)
                .ifPresent(file -> roles.addAll(root.sectionsOf(file, "roles", role -> role(role, strategies))));
        check(root, roles);
        return List.copyOf(roles);
    }

    private static void check(Section root, List<RoleEntry> roles) {
        List<String> ids = roles.stream().map(RoleEntry::id).toList();
        Set<String> seen = new HashSet<>();
        for (RoleEntry role : roles) {
            if (!seen.add(role.id())) {
                root.problem("roles", "has the role_id " + role.id() + " twice");
            }
            role.routing().fallbackRoles().stream()
                    .filter(id -> !ids.contains(id))
                    .forEach(id -> root.problem(
                            "roles", "names the fallback role " + id + ", which is not there" + Nearest.hint(id, ids)));
        }
    }

    private static RoleEntry role(Section role, List<String> strategies) {
        String id = role.key("role_id", "The word clients put in `model`; unique, an alias of the same name wins.")
                .required(ModelSection.MODEL);
        return new RoleEntry(
                id,
                role.key("display_name", "What people call it. Default: the role_id.")
                        .or(Kind.TEXT, id),
                role.key("description", "What it does, for people and for matching tasks with roles.")
                        .or(Kind.TEXT, ""),
                operation(role.key("operation", "What kind of call it is for.").or(Kind.word(OPERATIONS), "chat")),
                role.key("modality", "What it reads and writes.").or(Kind.TEXT, "text"),
                role.section("prompt_policy", "What it says to the model.", RoleSection::prompt),
                role.section("routing_policy", "Which places may serve it.", RoleSection::routing),
                role.key("expose_reasoning", "Leaves the model's reasoning in answers.")
                        .off(),
                role.section(
                        "routing",
                        "How calls find one of those places.",
                        section -> RoutingSection.role(section, strategies)));
    }

    private static Operation operation(String word) {
        return switch (word) {
            case "embeddings" -> Operation.EMBEDDING;
            case "transcription" -> Operation.TRANSCRIPTION;
            default -> Operation.CHAT;
        };
    }

    private static PromptPolicy prompt(Section prompt) {
        return new PromptPolicy(
                prompt.key("system_prompt", "The task; stands before the caller's own system message.")
                        .optional(Kind.TEXT),
                prompt.key("user_template", "Frame of the last user message, with {{ user_input }} in it.")
                        .optional(Kind.TEXT)
                        .filter(template -> !template.strip().equals(PromptPolicy.INPUT)),
                prompt.section("request_policy", "Further shaping of the request.", RoleSection::request));
    }

    private static RequestPolicy request(Section request) {
        return new RequestPolicy(
                request.key("body_defaults", "Members of the body that hold when the caller gives none.")
                        .tree(),
                request.key("system_prompt", "More words for the model.").optional(Kind.TEXT),
                request.key("system_prompt_position", "Where those stand beside the caller's own system message.")
                        .or(Kind.choice(Position.class), Position.PREPEND));
    }

    private static RolePolicy routing(Section routing) {
        routing.foreign(FOREIGN);
        return new RolePolicy(
                routing.key("models", "Globs over backend/model and local/model; left out, all.")
                        .list(Kind.TEXT),
                routing.key("preferred_families", "Best first; the best that is there is the only one used.")
                        .list(Kind.TEXT),
                routing.key("preferred_labels", "Labels of nodes that are tried first.")
                        .list(Kind.TEXT),
                tokens(routing),
                required(routing.key("require_loaded", "Only models that are in memory.")
                        .off()),
                new Trust(
                        routing.key("allowed_trust_tiers", "Only nodes with these values of the label trust_tier.")
                                .list(Kind.TEXT),
                        routing.key("denied_trust_tiers", "No nodes with these values of the label trust_tier.")
                                .list(Kind.TEXT)),
                routing.key("device_classes", "Only nodes with these values of the label device_class.")
                        .list(Kind.TEXT),
                routing.key("workload_classes", "Nodes that name their workload_classes must share one.")
                        .list(Kind.TEXT),
                employees(routing.key("allow_employee_devices", "Also nodes with the label ownership: employee.")
                        .off()),
                routing.key("fallback_roles", "Roles whose places are tried when none of this one is left.")
                        .list(Kind.TEXT));
    }

    private static Optional<Long> tokens(Section routing) {
        return routing.key(
                        "min_context", "Tokens that must fit in; models whose window is known to be smaller are out.")
                .optional(Kind.number(1, 1_000_000_000))
                .map(Integer::longValue);
    }

    private static Loaded required(boolean isOn) {
        return isOn ? Loaded.REQUIRED : Loaded.OR_NOT;
    }

    private static Devices employees(boolean isOn) {
        return isOn ? Devices.EMPLOYEES_TOO : Devices.COMPANY;
    }
}
