package io.sallyport.guardrail;

import io.sallyport.guardrail.Guardrail.Asking;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import java.time.Duration;
import java.util.List;

/// A guardrail as it is set up: where it stands, for whom, and what follows from what it says.
///
/// @param name unique; what operators call it
/// @param type word of its kind, such as `pii`
/// @param priority lower ones run first; those of one number run together
/// @param timeout after which it counts as failed
/// @param config digest of what its kind was told
public record GuardrailRule(
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
        String config) {

    /// What a client is told of a content that may not go on.
    public enum OnBlock {
        /// 403 `content_policy_violation`.
        REJECT,
        /// 200 with an answer that says so.
        OVERRIDE
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
        SKIP
    }

    /// Whose calls it is for.
    ///
    /// @param projects ids of projects
    /// @param keys ids of keys
    public record Scope(AllowList tenants, AllowList projects, AllowList keys, AllowList models) {
        /// Every call.
        public static final Scope ALL =
                new Scope(AllowList.anything(), AllowList.anything(), AllowList.anything(), AllowList.anything());

        boolean covers(Caller caller, String model) {
            return models.allows(model)
                    && tenants.allows(caller.tenant().value())
                    && projects.allows(caller.project().value())
                    && (keys.isUnrestricted()
                            || caller.key()
                                    .filter(key -> keys.allows(key.value()))
                                    .isPresent());
        }
    }

    /// The same rule, whose guardrail is let out where it asks somebody.
    GuardrailRule letOut(Outside outside) {
        return guardrail instanceof Asking asking ? with(new LetOut(asking, outside.within(timeout))) : this;
    }

    private GuardrailRule with(Guardrail other) {
        return new GuardrailRule(
                name, type, layer, priority, other, onBlock, onFailure, mode, streams, scope, timeout, config);
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
    }

    /// All that decides what an answer may say; the same on every instance with the same settings.
    public String mark() {
        return List.of(name, type, priority, onBlock, onFailure, mode, streams, config)
                .toString();
    }

    boolean isEnforced() {
        return mode == Mode.ENFORCE;
    }

    /// True when streams can be masked by it while they flow.
    public boolean masksStreams() {
        return streams == Streams.WINDOW && isEnforced() && guardrail instanceof Guardrail.Masking;
    }
}
