package io.sallyport.routing;

import io.sallyport.catalog.Bounds;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.Routing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a call may go, and why.
///
/// @param asked the client's word, empty for calls without a model
/// @param alias how metrics call it: the alias, else the upstream model
/// @param exposeReasoning reasoning stays in the answer
/// @param role what the request is shaped by; empty unless a role was asked for
/// @param outputCap most tokens of an answer, for vendors that must be told one; empty when unknown
/// @param metadata free words of the alias, for example `audio_voice`
/// @param choice how one of the targets is chosen
/// @param fallbacks plans of other aliases that take over, in order; they have no fallbacks of their own
public record Plan(
        String asked,
        String alias,
        List<Target> targets,
        String reason,
        boolean exposeReasoning,
        Optional<Long> outputCap,
        Optional<RoleEntry> role,
        Map<String, String> metadata,
        Choice choice,
        List<Plan> fallbacks) {

    /// A plan whose targets are chosen in the usual way.
    public Plan(
            String asked,
            String alias,
            List<Target> targets,
            String reason,
            boolean exposeReasoning,
            Optional<Long> outputCap) {
        this(
                asked,
                alias,
                targets,
                reason,
                exposeReasoning,
                outputCap,
                Optional.empty(),
                Map.of(),
                Choice.USUAL,
                List.of());
    }

    /// How one of the targets is chosen.
    ///
    /// @param rules names of the rules that led here or set bounds
    /// @param bucket side of an experiment; empty without one
    /// @param bounds what the labels of a backend must say; all targets are within
    /// @param contextWindow tokens that fit into prompt and answer; empty when unknown
    public record Choice(
            Routing routing, List<String> rules, String bucket, Bounds bounds, Optional<Long> contextWindow) {
        public static final Choice USUAL = new Choice(Routing.USUAL, List.of(), "", Bounds.NONE, Optional.empty());

        /// The same for a call that is tried once.
        Choice once() {
            return new Choice(routing.trying(1), rules, bucket, bounds, contextWindow);
        }

        /// The same for a call that came here by these rules.
        Choice by(Ruling ruling) {
            return new Choice(routing, ruling.rules(), ruling.bucket(), ruling.bounds(), contextWindow);
        }
    }

    /// Whether there was something to decide: several targets, a rule, an experiment or a bound.
    public boolean isOpen() {
        return targets.size() > 1
                || !fallbacks.isEmpty()
                || !choice.rules().isEmpty()
                || !choice.bucket().isEmpty()
                || !choice.bounds().isEmpty();
    }

    /// The targets of this plan and of all fallbacks.
    public List<Target> everyTarget() {
        return fallbacks.isEmpty()
                ? targets
                : legs().stream().flatMap(plan -> plan.targets().stream()).toList();
    }

    /// This plan and its fallbacks, in the order in which they are tried.
    List<Plan> legs() {
        return fallbacks.isEmpty()
                ? List.of(this)
                : Stream.concat(Stream.of(this), fallbacks.stream()).toList();
    }

    /// The same with some of its targets.
    Plan with(List<Target> some) {
        return new Plan(asked, alias, some, reason, exposeReasoning, outputCap, role, metadata, choice, fallbacks);
    }

    Plan with(Choice chosen) {
        return new Plan(asked, alias, targets, reason, exposeReasoning, outputCap, role, metadata, chosen, fallbacks);
    }

    Plan or(List<Plan> others) {
        return new Plan(asked, alias, targets, reason, exposeReasoning, outputCap, role, metadata, choice, others);
    }
}
