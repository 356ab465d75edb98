package io.sallyport.pipeline;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.KeyId;
import io.sallyport.routing.Traits;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What rules and strategies may ask of a call that is here; nothing is read twice, and nothing before it is
/// asked for.
///
/// Threads: one for each call.
final class CallTraits implements Traits {
    private static final String USUAL_WORKLOAD_HEADER = "x-workload";

    /// Bytes of a prompt that its beginning has at most.
    private static final int BEGINNING = 4_096;

    private static final List<String> PREAMBLES = List.of("system", "instructions", "systemInstruction");
    private static final List<String> TURNS = List.of("messages", "input", "contents", "prompt");
    private static final ByteSearch TYPE = ByteSearch.member("type");
    private static final List<ByteSearch> BLOBS =
            List.of(ByteSearch.member("inlineData"), ByteSearch.member("inline_data"));
    private static final List<String> PICTURES = List.of("\"image\"", "\"image_url\"", "\"input_image\"");

    private final Call call;
    private final Caller caller;
    private final RawRequest request;
    private final String workloadHeader;
    private final ToLongFunction<RawRequest> tokens;
    private @Nullable JsonScan scan;
    private long promptTokens = -1;

    /// @param tokens counts those of a prompt
    CallTraits(Call call, Caller caller, RawRequest request, String workloadHeader, ToLongFunction<RawRequest> tokens) {
        this.call = call;
        this.caller = caller;
        this.request = request;
        this.workloadHeader = workloadHeader;
        this.tokens = tokens;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public String dialect() {
        return call.dialect().name();
    }

    @Override
    public String asked() {
        return request.facts().model().orElse("");
    }

    @Override
    public boolean streams() {
        return request.facts().stream();
    }

    @Override
    public Optional<String> header(String name) {
        return call.request().header(name);
    }

    @Override
    public Optional<String> workload() {
        return header(workloadHeader).or(() -> header(USUAL_WORKLOAD_HEADER)).or(this::taggedWorkload);
    }

    private Optional<String> taggedWorkload() {
        return body().filter(members -> members.startsWith("metadata", '{'))
                .flatMap(members -> members.value("metadata"))
                .map(JsonScan::object)
                .filter(metadata -> metadata.startsWith("workload", '"'))
                .flatMap(metadata -> metadata.text("workload"));
    }

    @Override
    public long promptTokens() {
        if (promptTokens < 0) {
            promptTokens = tokens.applyAsLong(request);
        }
        return promptTokens;
    }

    @Override
    public Optional<Long> outputCap() {
        return request.facts().outputCap();
    }

    @Override
    public boolean hasTools() {
        return body().flatMap(members -> members.value("tools").or(() -> members.value("functions")))
                .filter(tools -> tools.length() > 2)
                .isPresent();
    }

    @Override
    public boolean hasImages() {
        Bytes body = request.body();
        int at = TYPE.value(body, body.from());
        while (at >= 0) {
            if (isPicture(body, at)) {
                return true;
            }
            at = TYPE.value(body, at);
        }
        return BLOBS.stream().anyMatch(blob -> blob.value(body, body.from()) >= 0);
    }

    private static boolean isPicture(Bytes body, int at) {
        return PICTURES.stream()
                .anyMatch(word -> at + word.length() <= body.to()
                        && new Bytes(body.array(), at, at + word.length())
                                .text()
                                .equals(word));
    }

    @Override
    public String conversation() {
        return client() + header("x-session-id").orElseGet(() -> preamble() + firstTurn());
    }

    @Override
    public String client() {
        String who = caller.key().map(KeyId::value).orElse(caller.name());
        String behind = call.entry()
                .endUser()
                .map(EndUser::identity)
                .orElseGet(() ->
                        caller.key().isPresent() ? "" : call.entry().client().remoteAddress());
        return caller.tenant().value() + '/' + who + '/' + behind + '/';
    }

    @Override
    public String promptPrefix() {
        String whole = preamble()
                + turns().map(turns -> beginning(turns, turns.length())).orElse("");
        return whole.substring(0, Math.min(whole.length(), BEGINNING));
    }

    private String preamble() {
        return body().stream()
                .flatMap(members -> PREAMBLES.stream().flatMap(name -> members.value(name).stream()))
                .map(value -> beginning(value, value.length()))
                .findFirst()
                .orElse("");
    }

    /// The first message of the person: all turns of a conversation repeat it.
    private String firstTurn() {
        Bytes turns = turns().orElse(Bytes.EMPTY);
        if (turns.isEmpty() || turns.array()[turns.from()] != '[') {
            return beginning(turns, turns.length());
        }
        Bytes first = element(turns, turns.from() + 1);
        boolean isOrder = first.text().contains("\"system\"") || first.text().contains("\"developer\"");
        Bytes last = isOrder ? element(turns, first.to()) : first;
        return beginning(turns, Math.max(first.to(), last.to()) - turns.from());
    }

    private static Bytes element(Bytes turns, int from) {
        int at = from;
        while (at < turns.to() && turns.array()[at] != '{') {
            at++;
        }
        return ByteSearch.object(turns, at);
    }

    private Optional<Bytes> turns() {
        return body().stream()
                .flatMap(members -> TURNS.stream().flatMap(name -> members.value(name).stream()))
                .findFirst();
    }

    private static String beginning(Bytes value, int length) {
        int end = value.from() + Math.max(0, Math.min(Math.min(length, value.length()), BEGINNING));
        return new Bytes(value.array(), value.from(), end).text();
    }

    private Optional<JsonScan> body() {
        boolean isJson = request.body().length() > 1
                && switch (call.form()) {
                    case JSON, JSON_MODEL_OPTIONAL -> true;
                    case FORM, ANY -> false;
                };
        if (isJson && scan == null) {
            scan = JsonScan.object(request.body());
        }
        return Optional.ofNullable(scan);
    }
}
