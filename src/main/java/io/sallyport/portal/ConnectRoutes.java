package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.PersonalKey;
import io.sallyport.key.PersonalKeys;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.portal.ReachableModels.Reachable;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How clients are set up: where the gateway is, and the file for VS Code Continue.
public final class ConnectRoutes {
    private static final String TITLE = "Sallyport";

    /// More of them make no better list in an editor.
    private static final int MOST_MODELS = 25;

    /// Lets the editor ask the gateway for its models.
    private static final String ANY_MODEL = "AUTODETECT";

    private final PersonalKeys keys;
    private final KeyReveals reveals;
    private final ReachableModels models;
    private final Supplier<Optional<URI>> publicUrl;
    private final Clock clock;

    /// @param publicUrl as configured, without a path
    public ConnectRoutes(PersonalKeys keys, ReachableModels models, Supplier<Optional<URI>> publicUrl, Clock clock) {
        this.keys = keys;
        this.reveals = new KeyReveals(keys, clock);
        this.models = models;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/connect",
                        "Say where programs call this gateway",
                        Connection.class,
                        _ -> new Connection(publicUrl.get())),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/keys/continue",
                        "Write the file of VS Code Continue for all my keys that opted in",
                        ContinueFile.class,
                        this::all),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/keys/{id}/continue",
                        "Write the file of VS Code Continue for one of my keys",
                        ContinueFile.class,
                        this::one));
    }

    private ContinueFile all(JsonCall call) {
        return file(
                call,
                keys.list(TermsRoutes.applicant(call).user()).stream()
                        .filter(PersonalKey::continueOptIn)
                        .filter(key -> key.worksAt(clock.instant()))
                        .toList());
    }

    private ContinueFile one(JsonCall call) {
        PersonalKey key = keys.get(TermsRoutes.applicant(call).user(), OwnKeyRoutes.id(call));
        if (!key.continueOptIn() || !key.worksAt(clock.instant())) {
            throw new Conflict("not_opted_in", "Opt this key in to Continue first; it must also still work.")
                    .asException();
        }
        return file(call, List.of(key));
    }

    private ContinueFile file(JsonCall call, List<PersonalKey> chosen) {
        URI address = publicUrl.get().orElseGet(() -> origin(call));
        List<Reachable> reachable = models.of(TermsRoutes.applicant(call));
        List<ContinueConfig.Model> lines = chosen.stream()
                .flatMap(key -> {
                    String text = text(call, key);
                    String suffix = chosen.size() == 1 ? "" : " (" + key.name() + ")";
                    return chatModels(key, reachable).stream()
                            .map(model -> new ContinueConfig.Model(model + suffix, model, text));
                })
                .toList();
        return new ContinueFile(new ContinueConfig(TITLE, address, lines).yaml());
    }

    /// Names that operators gave stand first.
    private static List<String> chatModels(PersonalKey key, List<Reachable> reachable) {
        List<String> names = reachable.stream()
                .filter(model -> ReachableModels.type(model.offer()).equals("llm"))
                .filter(model ->
                        model.by().stream().anyMatch(one -> one.profile().id().equals(key.profile())))
                .sorted(Comparator.comparing(model -> model.offer().entry().isEmpty()))
                .map(model -> model.offer().name())
                .limit(MOST_MODELS)
                .toList();
        return names.isEmpty() ? List.of(ANY_MODEL) : names;
    }

    private String text(JsonCall call, PersonalKey key) {
        return key.revealable() && reveals.isFresh(call) ? reveals.reveal(call, key) : "YOUR-KEY " + key.name();
    }

    private static URI origin(JsonCall call) {
        return call.query("origin", ConnectRoutes::address)
                .orElseThrow(
                        () -> new BadRequest("missing_value", "Say in origin where you reach the gateway.", "origin")
                                .asException());
    }

    private static URI address(String text) {
        URI origin = URI.create(text);
        boolean isWeb = "https".equals(origin.getScheme()) || "http".equals(origin.getScheme());
        boolean isBare = origin.getRawPath() == null || origin.getRawPath().isEmpty();
        if (!isWeb || origin.getHost() == null || !isBare || text.contains("?") || text.contains("@")) {
            throw new IllegalArgumentException("an origin is a scheme, a host and a port");
        }
        return origin;
    }

    /// Where the gateway is.
    ///
    /// @param baseUrl as configured, without a path; absent when the address of the pages is that of the gateway
    record Connection(Optional<URI> baseUrl) {}

    /// A file for VS Code Continue.
    ///
    /// @param yaml with the keys themselves where they can be shown and the sign-in is fresh, else with their names
    record ContinueFile(String yaml) {}
}
