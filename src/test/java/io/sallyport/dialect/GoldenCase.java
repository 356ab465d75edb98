package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.Translation.Terms;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.anthropic.AnthropicReplyReader;
import io.sallyport.dialect.bedrock.ConverseChat;
import io.sallyport.dialect.bedrock.ConverseWatch;
import io.sallyport.dialect.cohere.CohereChat;
import io.sallyport.dialect.cohere.CohereWatch;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.gemini.GeminiProviderChat;
import io.sallyport.dialect.gemini.GeminiReplyReader;
import io.sallyport.dialect.ollama.OllamaChat;
import io.sallyport.dialect.ollama.OllamaWatch;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.dialect.openai.OpenAiProviderChat;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One folder of `golden/`: a pair of dialects and a case.
record GoldenCase(Path folder) {
    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final Instant MADE = Instant.ofEpochSecond(1_800_000_000);
    private static final long USUAL_CAP = 4_096;

    static Stream<GoldenCase> all() throws IOException {
        try (Stream<Path> folders = Files.walk(ROOT, 2)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve("asked.json")))
                    .sorted()
                    .map(GoldenCase::new)
                    .toList()
                    .stream();
        }
    }

    Translation translation() {
        Bytes body = Bytes.of(text("asked.json"));
        Client client = client();
        RawRequest asked = new RawRequest(
                client.operation,
                "POST",
                "/",
                "",
                "application/json",
                body,
                client.dialect.read(client.operation, "/v1beta/models/asked:" + client.method(this), body));
        Translation translation = new Translation(
                client.dialect.chat(client.operation),
                provider().chat,
                asked,
                new Terms(model(), USUAL_CAP, MADE, Stamp.NONE));
        // The head of the answer tells what the request lost.
        translation.losses().told();
        return translation;
    }

    /// Some vendors ask models by what their names say.
    private String model() {
        return Files.exists(folder.resolve("model.txt")) ? text("model.txt").strip() : "target";
    }

    /// Understands the answer as it comes.
    ReplyReader upstream() {
        return provider().reader.apply(translation().request());
    }

    /// The pair's client or its provider, as its folder names them.
    private String side(int at) {
        return List.of(pair().split("-to-", -1)).get(at);
    }

    private String pair() {
        return folder.getName(folder.getNameCount() - 2).toString();
    }

    String path() {
        return provider().path;
    }

    /// Legacy completions have no place for thoughts.
    boolean showsThoughts() {
        return client().operation != Operation.COMPLETION;
    }

    /// Whether a whole stream has ended.
    boolean endsTruly(CharSequence shown) {
        return Pattern.compile(client().end).matcher(shown).find();
    }

    private Client client() {
        ClientDialect openai = new OpenAiClientDialect();
        return switch (side(0)) {
            case "openai" -> new Client(openai, Operation.CHAT, "data: \\[DONE]\n\n$");
            case "responses" ->
                new Client(openai, Operation.RESPONSE, "\nevent: response\\.(completed|incomplete)\ndata: .*\n\n$");
            case "completions" -> new Client(openai, Operation.COMPLETION, "data: \\[DONE]\n\n$");
            case "anthropic" ->
                new Client(new AnthropicClientDialect(), Operation.MESSAGE, "\\{\"type\":\"message_stop\"}\n\n$");
            case "gemini" -> new Client(new GeminiClientDialect(), Operation.CONTENT, "\"finishReason\":.*\n\n$");
            default -> throw new IllegalStateException("no such client: " + pair());
        };
    }

    /// A client's form.
    ///
    /// @param end how a whole stream ends
    private record Client(ClientDialect dialect, Operation operation, String end) {
        /// Where the path says it, whether events are wanted.
        String method(GoldenCase golden) {
            return golden.isStreamed() ? "streamGenerateContent" : "generateContent";
        }
    }

    private Provider provider() {
        return switch (side(1)) {
            case "openai" ->
                new Provider(
                        new OpenAiProviderChat("max_tokens", "seed", Set.of()),
                        "/v1/chat/completions",
                        request -> new OpenAiReplyReader(request, ReplyReader.Thoughts.SHOWN));
            case "anthropic" ->
                new Provider(new AnthropicProviderChat(), "/v1/messages", _ -> new AnthropicReplyReader());
            case "gemini" ->
                new Provider(
                        new GeminiProviderChat(GeminiProviderChat.Ids.TOLD),
                        "/v1beta/models/target:" + (isStreamed() ? "streamGenerateContent" : "generateContent"),
                        _ -> new GeminiReplyReader(ReplyReader.Thoughts.SHOWN));
            case "bedrock" ->
                new Provider(
                        new ConverseChat(),
                        "/model/" + model().replace(":", "%3A") + (isStreamed() ? "/converse-stream" : "/converse"),
                        _ -> new ParsedReader(new ConverseWatch()));
            case "cohere" -> new Provider(new CohereChat(), "/v2/chat", _ -> new ParsedReader(new CohereWatch()));
            case "ollama" -> new Provider(new OllamaChat(), "/api/chat", _ -> new ParsedReader(new OllamaWatch()));
            default -> throw new IllegalStateException("no such provider: " + pair());
        };
    }

    /// A vendor's form.
    private record Provider(ProviderChat chat, String path, Function<RawRequest, ReplyReader> reader) {}

    boolean isStreamed() {
        return Files.exists(folder.resolve("shown.sse"));
    }

    private String answer() {
        if (!isStreamed()) {
            return "answer.json";
        }
        return switch (framing()) {
            case SERVER_SENT_EVENTS -> "answer.sse";
            case JSON_LINES -> "answer.jsonl";
            case EVENT_STREAM -> "answer.events";
        };
    }

    /// Whether the model thinks before it answers.
    boolean thinks() {
        return text(answer()).contains("Hm.");
    }

    /// What the backend sends.
    byte[] answered() {
        String answer = text(answer());
        return framing() == Framing.EVENT_STREAM && isStreamed()
                ? BinaryEvents.of(answer)
                : answer.getBytes(StandardCharsets.UTF_8);
    }

    /// Cuts what the backend sends.
    StreamFramer framer() {
        return framing().framer();
    }

    private Framing framing() {
        return provider().chat.framing();
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the client is shown of the answer.
    String shown(ReplyReader reader) {
        Bytes answer = Bytes.of(answered());
        if (!isStreamed()) {
            reader.whole(answer);
            return reader.rewritten(answer).orElseThrow().text() + "\n";
        }
        StringBuilder shown = new StringBuilder();
        framer().take(answer, event -> shown.append(shown(reader, event)));
        return shown.append(endsTruly(shown) ? "" : reader.closing().text()).toString();
    }

    static String shown(ReplyReader reader, SseEvent event) {
        Verdict verdict = reader.event(event);
        return verdict == Verdict.DROP ? "" : reader.shown(event).text();
    }

    @Override
    public String toString() {
        return pair() + "/" + folder.getFileName();
    }
}
