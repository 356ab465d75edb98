package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.bedrock.ConverseChat;
import io.sallyport.dialect.cohere.CohereChat;
import io.sallyport.dialect.gemini.GeminiProviderChat;
import io.sallyport.dialect.ollama.OllamaChat;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.dialect.openai.OpenAiProviderChat;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How hard a model is to think, from OpenAI's seven words to what each vendor knows; where several become one,
/// it is said.
class EffortTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai    | gpt-5.4                | none    | "reasoning_effort":"none"    | ''
            openai    | gpt-5.4                | minimal | "reasoning_effort":"minimal" | ''
            openai    | gpt-5.4                | xhigh   | "reasoning_effort":"xhigh"   | ''
            openai    | gpt-5.4                | max     | "reasoning_effort":"xhigh"   | changed=reasoning_effort
            anthropic | claude-opus-4-7        | minimal | "effort":"low"               | changed=reasoning_effort
            anthropic | claude-opus-4-7        | xhigh   | "effort":"xhigh"             | ''
            anthropic | claude-opus-4-6        | xhigh   | "effort":"high"              | changed=reasoning_effort
            anthropic | claude-opus-4-6        | max     | "effort":"max"               | ''
            anthropic | claude-haiku-4-5       | max     | "budget_tokens":32768        | emulated=reasoning_effort
            gemini    | gemini-3-pro           | none    | "thinkingLevel":"low"        | changed=reasoning_effort
            gemini    | gemini-3-pro           | medium  | "thinkingLevel":"medium"     | ''
            gemini    | gemini-3-pro           | max     | "thinkingLevel":"high"       | changed=reasoning_effort
            gemini    | gemini-2.5-pro         | minimal | "thinkingBudget":512         | emulated=reasoning_effort
            gemini    | gemini-2.5-pro         | xhigh   | "thinkingBudget":24576       | emulated=reasoning_effort
            bedrock   | openai.gpt-oss-20b-1:0 | none    | "reasoning_effort":"low"     | changed=reasoning_effort
            bedrock   | amazon.nova-pro-v1:0   | high    | "messages"                   | dropped=reasoning_effort
            cohere    | command-a-reasoning    | none    | {"type":"disabled"}          | emulated=reasoning_effort
            ollama    | gpt-oss                | none    | "think":false                | ''
            ollama    | gpt-oss                | xhigh   | "think":"high"               | changed=reasoning_effort
            """)
    void isToldInTheWordsOfTheVendor(String vendor, String model, String asked, String sent, String lost) {
        Losses losses = new Losses();

        Json written = vendor(vendor).write(asking(asked, losses).with(model), 128_000, losses);

        assertThat(written.toString()).contains(sent);
        assertThat(losses.line()).contains(lost);
        if (lost.isEmpty()) {
            assertThat(losses.line()).doesNotContain("changed", "dropped");
        }
    }

    @Test
    void isLostWhenNobodyKnowsTheWord() {
        Losses losses = new Losses();

        asking("gigantic", losses);

        assertThat(losses.line()).isEqualTo("dropped=reasoning_effort");
    }

    private static ChatRequest asking(String effort, Losses losses) {
        Json body = Json.parse("{\"model\":\"m\",\"max_tokens\":100000,\"reasoning_effort\":\"" + effort
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        return new OpenAiClientDialect().chat(Operation.CHAT).read(body, losses);
    }

    private static ProviderChat vendor(String name) {
        return switch (name) {
            case "anthropic" -> new AnthropicProviderChat();
            case "gemini" -> new GeminiProviderChat(GeminiProviderChat.Ids.TOLD);
            case "bedrock" -> new ConverseChat();
            case "cohere" -> new CohereChat();
            case "ollama" -> new OllamaChat();
            default -> new OpenAiProviderChat("max_tokens", "seed", Set.of());
        };
    }
}
