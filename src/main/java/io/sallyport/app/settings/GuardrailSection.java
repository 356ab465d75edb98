package io.sallyport.app.settings;

import io.sallyport.database.BatchWriterSettings;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.guardrail.GuardrailRule.Mode;
import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRule.OnFailure;
import io.sallyport.guardrail.GuardrailRule.Origin;
import io.sallyport.guardrail.GuardrailRule.Scope;
import io.sallyport.guardrail.GuardrailRule.Streams;
import io.sallyport.guardrail.GuardrailSettings;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.transport.AddressRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Declares `guardrails`.
///
/// Source: requirements GU6, GU14, GU21, C11, C12, C50.
final class GuardrailSection {
    private static final Kind<Duration> PATIENCE = Kind.duration(Duration.ofMillis(10), Duration.ofMinutes(2));

    private final List<GuardrailKind> kinds;

    GuardrailSection(List<GuardrailKind> kinds) {
        this.kinds = kinds;
    }

    GuardrailSettings read(Section root) {
        return root.section("guardrails", "Checks of what goes in and comes out.", this::settings);
    }

    private GuardrailSettings settings(Section guardrails) {
        boolean enabled =
                guardrails.key("enabled", "Lets guardrails look at calls.").on();
        Duration timeout = guardrails
                .key("timeout", "Longest wait for a guardrail that asks a service.")
                .or(PATIENCE, GuardrailSettings.USUAL_PATIENCE);
        List<Optional<GuardrailRule>> rules = new ArrayList<>(guardrails.sections(
                "input_guardrails", "They look at requests.", section -> rule(section, Layer.INPUT, timeout)));
        rules.addAll(guardrails.sections(
                "output_guardrails", "They look at answers.", section -> rule(section, Layer.OUTPUT, timeout)));
        boolean strict = guardrails
                .key("strict", "Refuses what guardrails cannot read, such as pictures, where one must look.")
                .off();
        String refusal = guardrails
                .key("refusal", "What a client is told instead.")
                .or(Kind.TEXT, GuardrailSettings.USUAL_REFUSAL);
        List<AddressRange> networks = guardrails
                .key(
                        "allowed_networks",
                        "Addresses services of guardrails may stand at although they are not public, such as 10.1.0.0/16.")
                .oneOrMore(AlertSection.NETWORK, List.of());
        List<GuardrailRule> working = rules.stream().flatMap(Optional::stream).toList();
        checkNames(guardrails, working);
        return new GuardrailSettings(enabled, working, timeout, strict, refusal, networks, writer(guardrails));
    }

    private static BatchWriterSettings writer(Section guardrails) {
        BatchWriterSettings usual = GuardrailSettings.USUAL_WRITER;
        int buffer = guardrails
                .key("metrics_buffer_size", "Looks that may wait to be written; more are dropped and counted.")
                .or(Kind.number(1, 1_000_000), usual.bufferSize());
        int batch = guardrails
                .key("metrics_batch_size", "Waiting looks that start a write.")
                .or(Kind.number(1, 1_000_000), usual.batchSize());
        if (batch > buffer) {
            guardrails.problem("metrics_batch_size", "must not be more than metrics_buffer_size, which is " + buffer);
        }
        int workers =
                guardrails.key("metrics_workers", "Threads that write looks.").or(Kind.number(1, 16), usual.workers());
        return new BatchWriterSettings(buffer, Math.min(batch, buffer), usual.flushInterval(), workers);
    }

    private static void checkNames(Section guardrails, List<GuardrailRule> rules) {
        Set<String> seen = new HashSet<>();
        for (GuardrailRule rule : rules) {
            if (!seen.add(rule.layer() + "/" + rule.name())) {
                guardrails.problem("", "has two guardrails with the name '" + rule.name() + "' at one door");
            }
        }
    }

    /// Empty for one that is switched off.
    private Optional<GuardrailRule> rule(Section rule, Layer layer, Duration usual) {
        String type = rule.key("type", "Kind of guardrail.")
                .or(
                        Kind.word(kinds.stream().map(GuardrailKind::type).toList()),
                        kinds.getFirst().type());
        boolean enabled = rule.key("enabled", "Lets it look.").on();
        Json config = rule.key("config", "What it looks for, by its kind.").tree();
        Guardrail guardrail = guardrail(rule, type, config);
        String name = rule.key("name", "Unique; what operators call it. Default: its type.")
                .or(Kind.TEXT, type);
        GuardrailRule made = new GuardrailRule(
                Origin.settings(layer, name, rule.place()),
                name,
                type,
                layer,
                rule.key("priority", "Lower ones look first, those of one number together.")
                        .or(Kind.number(0, 1_000), 100),
                guardrail,
                rule.key("on_block", "What the client gets: reject (403) or override (an answer that says no).")
                        .or(Kind.choice(OnBlock.class), OnBlock.usual(layer)),
                rule.key("on_failure", "What follows when it cannot tell: the call goes on (open) or not (closed).")
                        .or(Kind.choice(OnFailure.class), OnFailure.CLOSED),
                rule.key("mode", "Whether what it says has effect, or is only recorded (monitor).")
                        .or(Kind.choice(Mode.class), Mode.ENFORCE),
                rule.key(
                                "streams",
                                "Streamed answers: masked while they flow, held back until checked, or passed over.")
                        .or(Kind.choice(Streams.class), Streams.usual(guardrail)),
                scope(rule),
                rule.key("timeout", "Longest wait, for one that asks a service.")
                        .or(PATIENCE, usual),
                rule.key("disclaimer", "What stands behind an answer that it changed.")
                        .or(Kind.TEXT, ""),
                GuardrailKind.mark(config));
        return enabled ? Optional.of(made) : Optional.empty();
    }

    private Guardrail guardrail(Section rule, String type, Json config) {
        GuardrailKind kind = kinds.stream()
                .filter(known -> known.type().equals(type))
                .findFirst()
                .orElseThrow();
        try {
            return kind.reader().apply(config);
        } catch (JsonProblem e) {
            rule.problem("config", e.path() + " " + e.getMessage());
        } catch (IllegalArgumentException e) {
            rule.problem("config", String.valueOf(e.getMessage()));
        }
        return _ -> Passed.CLEAN;
    }

    private static Scope scope(Section rule) {
        return Scope.of(
                list(rule, "tenants", "Ids of the tenants it is for; all without it."),
                list(rule, "projects", "Ids of the projects it is for; all without it."),
                list(rule, "except_projects", "Ids of the projects it is switched off for."),
                list(rule, "keys", "Ids of the API keys it is for; all without it."),
                list(rule, "models", "Names and patterns of the models it is for; all without it."));
    }

    private static List<String> list(Section rule, String name, String doc) {
        return rule.key(name, doc).list(Kind.TEXT);
    }
}
