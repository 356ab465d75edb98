package io.sallyport.guardrail;

import io.sallyport.guardrail.Guardrail.Asking;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A guardrail as it is set up: where it stands, for whom, and what follows from what it says.
///
/// @param origin where it was set up
/// @param name unique; what operators call it
/// @param type word of its kind, such as `pii`
/// @param priority lower ones run first; those of one number run together
/// @param timeout after which it counts as failed
/// @param disclaimer what stands behind an answer it changed; empty for nothing
/// @param config digest of what its kind was told
public record GuardrailRule(
        Origin origin,
        String name,
        String type,
        Layer layer,
        int priority,
        Guardrail guardrail,
        OnBlock onBlock,
        OnFailure onFailure,
        Mode mode,
        Streams streams,
        Scope scope,
        Duration timeout,
        String disclaimer,
        String config) {

    /// Where a guardrail was set up.
    ///
    /// @param id by which operators name it; one of the settings keeps its id as long as its name
    /// @param place file and line in the settings; empty for one that an operator added
    public record Origin(UUID id, Optional<String> place) {
        /// In the settings.
        public static Origin settings(Layer layer, String name, String place) {
            String named = "guardrail/" + layer + "/" + name;
            return new Origin(UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8)), Optional.of(place));
        }

        /// In the database.
        static Origin stored(UUID id) {
            return new Origin(id, Optional.empty());
        }
    }

    /// What a client is told of a content that may not go on.
    public enum OnBlock {
        /// 403 `content_policy_violation`.
        REJECT,
        /// 200 with an answer that says so.
        OVERRIDE;

        /// Where nothing is said (requirement C11).
        public static OnBlock usual(Layer layer) {
            return layer == Layer.OUTPUT ? OVERRIDE : REJECT;
        }
    }

    /// What follows when a guardrail cannot tell.
    public enum OnFailure {
        /// The call goes on; the run is recorded as failed.
        OPEN,
        /// 503 `guardrail_unavailable`.
        CLOSED
    }

    /// Whether what a guardrail says has effect.
    public enum Mode {
        ENFORCE,
        /// Only recorded.
        MONITOR
    }

    /// What is done with streamed answers.
    public enum Streams {
        /// Masked while they flow.
        WINDOW,
        /// Held back until they are whole and checked.
        BUFFER,
        /// Not looked at; recorded as not scanned.
        SKIP;

        /// Where nothing is said.
        public static Streams usual(Guardrail guardrail) {
            return guardrail instanceof Guardrail.Masking ? WINDOW : BUFFER;
        }
    }

    /// Whose calls it is for.
    ///
    /// @param projects ids of projects
    /// @param exceptProjects ids of projects it is switched off for (requirement GU14)
    /// @param keys ids of keys
    public record Scope(
            AllowList tenants, AllowList projects, Set<String> exceptProjects, AllowList keys, AllowList models) {
        /// Every call.
        public static final Scope ALL = Scope.of(List.of(), List.of(), List.of(), List.of(), List.of());

        /// Those that are named; all of a sort of which none is.
        public static Scope of(
                List<String> tenants,
                List<String> projects,
                List<String> exceptProjects,
                List<String> keys,
                List<String> models) {
            return new Scope(named(tenants), named(projects), Set.copyOf(exceptProjects), named(keys), named(models));
        }

        private static AllowList named(List<String> names) {
            return names.isEmpty() ? AllowList.anything() : AllowList.of(names);
        }

        boolean covers(Caller caller, String model) {
            return models.allows(model)
                    && tenants.allows(caller.tenant().value())
                    && projects.allows(caller.project().value())
                    && !exceptProjects.contains(caller.project().value())
                    && (keys.isUnrestricted()
                            || caller.key()
                                    .filter(key -> keys.allows(key.value()))
                                    .isPresent());
        }
    }

    /// The same rule, whose guardrail is let out where it asks somebody, and says when it changed an answer.
    GuardrailRule ready(Outside outside) {
        Guardrail made = guardrail instanceof Asking asking ? new LetOut(asking, outside.within(timeout)) : guardrail;
        return with(disclaimer.isEmpty() || layer == Layer.INPUT ? made : new Disclaimer(disclaimer).on(made));
    }

    private GuardrailRule with(Guardrail other) {
        return new GuardrailRule(
                origin,
                name,
                type,
                layer,
                priority,
                other,
                onBlock,
                onFailure,
                mode,
                streams,
                scope,
                timeout,
                disclaimer,
                config);
    }

    /// A guardrail that can ask.
    private record LetOut(Asking asking, Outside outside) implements Guardrail {
        @Override
        public Verdict check(Content content) {
            return asking.ask(content, outside);
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public boolean masks() {
            return asking.masks();
        }

        @Override
        public String state() {
            return asking.state();
        }
    }

    /// All that decides what an answer may say; the same on every instance with the same settings.
    public String mark() {
        return List.of(name, type, priority, onBlock, onFailure, mode, streams, disclaimer, config, guardrail.state())
                .toString();
    }

    boolean isEnforced() {
        return mode == Mode.ENFORCE;
    }

    /// True when what it finds does not go on.
    public boolean masks() {
        return isEnforced() && guardrail.masks();
    }

    /// True when streams can be masked by it while they flow.
    public boolean masksStreams() {
        return streams == Streams.WINDOW && isEnforced() && guardrail instanceof Guardrail.Masking;
    }
}
