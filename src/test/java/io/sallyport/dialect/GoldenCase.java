package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.anthropic.AnthropicReplyReader;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.dialect.openai.OpenAiProviderChat;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
        ClientDialect client = isOpenAi() ? new OpenAiClientDialect() : new AnthropicClientDialect();
        Operation operation = isOpenAi() ? Operation.CHAT : Operation.MESSAGE;
        RawRequest asked =
                new RawRequest(operation, "POST", "/", "", "application/json", body, client.read(operation, body));
        ProviderChat provider = isOpenAi() ? new AnthropicProviderChat() : new OpenAiProviderChat("max_tokens");
        return new Translation(client.chat(), provider, asked, "target", USUAL_CAP, MADE);
    }

    /// Understands the answer as it comes.
    ReplyReader upstream() {
        return isOpenAi()
                ? new AnthropicReplyReader()
                : new OpenAiReplyReader(translation().request(), ReplyReader.Thoughts.SHOWN);
    }

    /// The client is OpenAI's, the backend Anthropic's; else the other way round.
    private boolean isOpenAi() {
        return pair().equals("openai-to-anthropic");
    }

    private String pair() {
        return folder.getName(folder.getNameCount() - 2).toString();
    }

    String path() {
        return isOpenAi() ? "/v1/messages" : "/v1/chat/completions";
    }

    /// How a whole stream ends.
    String closing() {
        return isOpenAi() ? "data: [DONE]\n\n" : "{\"type\":\"message_stop\"}\n\n";
    }

    boolean isStreamed() {
        return Files.exists(folder.resolve("answer.sse"));
    }

    String answer() {
        return isStreamed() ? "answer.sse" : "answer.json";
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
        Bytes answer = Bytes.of(text(answer()));
        if (!isStreamed()) {
            reader.whole(answer);
            return reader.rewritten(answer).orElseThrow().text() + "\n";
        }
        StringBuilder shown = new StringBuilder();
        new SseFramer().take(answer, event -> shown.append(shown(reader, event)));
        return shown.toString();
    }

    static String shown(ReplyReader reader, SseEvent event) {
        Verdict verdict = reader.event(event);
        return verdict == Verdict.DROP ? "" : reader.shown(event).text();
    }

    static boolean endsTruly(CharSequence shown) {
        return List.of("data: [DONE]\n\n", "{\"type\":\"message_stop\"}\n\n").stream()
                .anyMatch(shown.toString()::endsWith);
    }

    @Override
    public String toString() {
        return pair() + "/" + folder.getFileName();
    }
}
