package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailKind.Home;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.guardrail.GuardrailRunTable;
import io.sallyport.guardrail.GuardrailRunTable.RunRow;
import io.sallyport.guardrail.GuardrailRunTable.RunSum;
import io.sallyport.guardrail.Guardrails;
import io.sallyport.guardrail.Judgement;
import io.sallyport.guardrail.Judgement.Look;
import io.sallyport.guardrail.Layer;
import io.sallyport.lang.Refusal.BadRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Guardrails for operators: which there are, what they did, and what they say of a text.
public final class GuardrailRoutes {
    private static final String HOME = "/admin/api/guardrails";
    private static final String RUNS = HOME + "/runs";

    /// The path that dashboards of the older gateway ask (requirement PG13).
    private static final String ALIAS = "/api/guardrail-metrics";

    private static final Duration LOOK = Duration.ofDays(1);
    private static final int LONGEST = 100_000;

    private final Guardrails guardrails;
    private final GuardrailRules stored;
    private final List<GuardrailKind> kinds;
    private final GuardrailRunTable runs;
    private final Clock clock;

    /// @param stored those that operators set up
    /// @param runs over a connection for reports
    public GuardrailRoutes(
            Guardrails guardrails,
            GuardrailRules stored,
            List<GuardrailKind> kinds,
            GuardrailRunTable runs,
            Clock clock) {
        this.guardrails = guardrails;
        this.stored = stored;
        this.kinds = kinds;
        this.runs = runs;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        JsonRoute page = JsonRoute.get(
                OPERATE, RUNS, "List runs of guardrails, newest first", GuardrailRunPage.class, this::page);
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        HOME,
                        "List guardrails, and what each did in the last 24 hours",
                        GuardrailList.class,
                        _ -> view()),
                page,
                page.at(ALIAS),
                JsonRoute.taking(
                                OPERATE,
                                GuardrailTrial.class,
                                "POST " + HOME + "/try",
                                "Say what guardrails make of a text; nothing is sent or recorded",
                                GuardrailTrialResult.class,
                                (_, trial) -> tried(trial))
                        .asking());
    }

    private GuardrailList view() {
        boolean enabled = guardrails.settings().enabled();
        List<GuardrailView> rules = Stream.concat(
                        guardrails.settings().rules().stream().map(rule -> view(rule, enabled, Optional.empty())),
                        stored.all().stream().map(one -> view(one.rule(), enabled && one.isEnabled(), one.problem())))
                .toList();
        List<GuardrailKindView> known = kinds.stream()
                .map(kind -> new GuardrailKindView(kind.type(), kind.description(), kind.home() == Home.ANYWHERE))
                .toList();
        return new GuardrailList(
                rules,
                known,
                runs.sums(clock.instant().minus(LOOK)),
                guardrails.settings().strict());
    }

    private static GuardrailView view(GuardrailRule rule, boolean enabled, Optional<String> problem) {
        Optional<String> place = rule.origin().place();
        return new GuardrailView(
                rule.origin().id(),
                place.isPresent() ? "config" : "admin",
                place,
                enabled,
                problem,
                rule.name(),
                rule.type(),
                word(rule.layer()),
                rule.priority(),
                word(rule.mode()),
                word(rule.onBlock()),
                word(rule.onFailure()),
                word(rule.streams()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private GuardrailRunPage page(JsonCall call) {
        int limit = call.limit();
        List<RunRow> rows = runs.list(
                call.query("cursor", Long::valueOf),
                call.query("name"),
                call.query("layer"),
                call.query("result"),
                call.query("request_id", UUID::fromString),
                limit + 1);
        return rows.size() <= limit
                ? new GuardrailRunPage(rows, Optional.empty())
                : new GuardrailRunPage(
                        rows.subList(0, limit),
                        Optional.of(Long.toString(rows.get(limit - 1).id())));
    }

    /// The very guardrails that calls meet (security row O31).
    private GuardrailTrialResult tried(GuardrailTrial trial) {
        if (trial.text().length() > LONGEST) {
            throw new BadRequest("invalid_value", "'text' has at most " + LONGEST + " characters.", "text")
                    .asException();
        }
        Layer layer = trial.layer().orElse(Layer.INPUT);
        GuardrailPanel asked = guardrails
                .all()
                .only(rule -> rule.layer() == layer
                        && trial.name().map(rule.name()::equals).orElse(true));
        Content content = new Content(
                layer,
                trial.model().orElse(""),
                List.of(new Piece("messages[0].content", trial.text())),
                Map.of("messages[0].role", "user"));
        Judgement judgement = asked.judge(content);
        return new GuardrailTrialResult(
                judgement.looks().stream().map(GuardrailRoutes::view).toList(),
                judgement.texts().getOrDefault("messages[0].content", trial.text()),
                judgement.stopped().isPresent());
    }

    private static GuardrailLookView view(Look look) {
        return new GuardrailLookView(
                look.rule().name(),
                look.rule().type(),
                word(look.result()),
                (int) Math.round(look.score() * 100),
                look.note(),
                look.micros());
    }

    /// Every guardrail that is set up.
    ///
    /// @param kinds that can be set up
    /// @param sums of the last 24 hours
    /// @param strict what cannot be read is refused
    record GuardrailList(
            List<GuardrailView> guardrails, List<GuardrailKindView> kinds, List<RunSum> sums, boolean strict) {}

    /// A guardrail as it is set up.
    ///
    /// @param source who owns it: `config` or `admin`
    /// @param place file and line in the settings
    /// @param enabled whether it looks at calls
    /// @param problem why it can tell nothing at present
    record GuardrailView(
            UUID id,
            String source,
            Optional<String> place,
            boolean enabled,
            Optional<String> problem,
            String name,
            String type,
            String layer,
            int priority,
            String mode,
            String onBlock,
            String onFailure,
            String streams) {}

    /// A kind of guardrail.
    ///
    /// @param addable whether operators can add one here, not only in the settings
    record GuardrailKindView(String type, String description, boolean addable) {}

    /// Some runs, and the value of `cursor` for the next ones.
    record GuardrailRunPage(List<RunRow> data, Optional<String> nextCursor) {}

    /// A text to be looked at.
    ///
    /// @param layer `input` unless said
    /// @param name of one guardrail; all of the layer without it
    public record GuardrailTrial(String text, Optional<Layer> layer, Optional<String> name, Optional<String> model) {}

    /// What guardrails made of it.
    ///
    /// @param text as it would go on
    /// @param stopped it would not go on
    record GuardrailTrialResult(List<GuardrailLookView> looks, String text, boolean stopped) {}

    /// What one guardrail said.
    ///
    /// @param certainty how sure it was, in percent
    record GuardrailLookView(String name, String type, String result, int certainty, String note, long micros) {}
}
