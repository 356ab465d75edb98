package io.sallyport.app;

import io.sallyport.api.Dialects;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.builtin.AnswerSchemaGuardrail;
import io.sallyport.guardrail.builtin.JavaGuardrail;
import io.sallyport.guardrail.builtin.JudgeGuardrail;
import io.sallyport.guardrail.builtin.ModerationGuardrail;
import io.sallyport.guardrail.builtin.PatternGuardrail;
import io.sallyport.guardrail.builtin.PhraseGuardrail;
import io.sallyport.guardrail.builtin.PiiGuardrail;
import io.sallyport.guardrail.builtin.PresidioGuardrail;
import io.sallyport.guardrail.builtin.TextLimitsGuardrail;
import io.sallyport.guardrail.builtin.WasmGuardrail;
import io.sallyport.guardrail.builtin.WebhookGuardrail;
import io.sallyport.inference.Operation;
import io.sallyport.provider.Provider;
import io.sallyport.provider.anthropic.AnthropicProvider;
import io.sallyport.provider.azure.AzureProvider;
import io.sallyport.provider.bedrock.BedrockProvider;
import io.sallyport.provider.google.GeminiProvider;
import io.sallyport.provider.google.VertexAnthropicProvider;
import io.sallyport.provider.google.VertexProvider;
import io.sallyport.provider.huggingface.HuggingFaceProvider;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.provider.own.OwnForm;
import io.sallyport.provider.own.OwnFormProvider;
import io.sallyport.routing.CostStrategy;
import io.sallyport.routing.LatencyStrategy;
import io.sallyport.routing.LeastBusyStrategy;
import io.sallyport.routing.PriorityStrategy;
import io.sallyport.routing.RoundRobinStrategy;
import io.sallyport.routing.RouteStrategy;
import io.sallyport.routing.ScoredStrategy;
import io.sallyport.routing.StickyStrategy;
import io.sallyport.routing.WeightedStrategy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What comes with the gateway: one line each.
public final class BuiltIns {
    private BuiltIns() {}

    /// A provider, and where its key and its server are usually found.
    ///
    /// @param keyVariable environment variable that usually holds the key; empty when none is needed
    public record Kind(Provider provider, Optional<String> keyVariable, Home home) {
        /// Where servers of a kind stand.
        enum Home {
            /// At one address for everybody.
            CLOUD,
            /// At an address for each region, account or resource.
            PLACED,
            /// On the machines of those who run them, where they are looked for on their usual port.
            LOCAL,
            /// Anywhere.
            OPEN
        }

        /// Where such a backend usually is; empty when each has an address of its own.
        Optional<URI> usualUrl() {
            return home == Home.CLOUD || home == Home.LOCAL ? Optional.of(provider.defaultBaseUrl()) : Optional.empty();
        }

        /// A server people run on their own machine.
        boolean local() {
            return home == Home.LOCAL;
        }

        static Kind cloud(Provider provider, String keyVariable) {
            return new Kind(provider, Optional.of(keyVariable), Home.CLOUD);
        }

        static Kind placed(Provider provider, String keyVariable) {
            return new Kind(provider, Optional.of(keyVariable), Home.PLACED);
        }

        static Kind local(Provider provider) {
            return new Kind(provider, Optional.empty(), Home.LOCAL);
        }

        static Kind plain(Provider provider) {
            return new Kind(provider, Optional.empty(), Home.OPEN);
        }
    }

    /// Every kind of provider (`backends[].kind`).
    static List<Kind> providers() {
        return Stream.of(vendors(), clouds(), servers()).flatMap(List::stream).toList();
    }

    private static List<Kind> vendors() {
        return List.of(
                Kind.cloud(openai(), "OPENAI_API_KEY"),
                Kind.cloud(new AnthropicProvider(), "ANTHROPIC_API_KEY"),
                Kind.placed(new AzureProvider(), "AZURE_OPENAI_API_KEY"),
                Kind.cloud(new GeminiProvider(), "GEMINI_API_KEY"),
                Kind.cloud(new VertexProvider(), "GOOGLE_APPLICATION_CREDENTIALS_JSON"),
                Kind.cloud(new VertexAnthropicProvider(), "GOOGLE_APPLICATION_CREDENTIALS_JSON"),
                Kind.placed(new BedrockProvider(Clock.systemUTC()), "AWS_BEARER_TOKEN_BEDROCK"),
                Kind.cloud(new OwnFormProvider(OwnForm.cohere()), "COHERE_API_KEY"));
    }

    private static List<Kind> clouds() {
        return List.of(
                Kind.cloud(under("groq", "Groq.", "https://api.groq.com", "/openai/v1"), "GROQ_API_KEY"),
                Kind.cloud(reranking("together", "Together AI.", "https://api.together.xyz"), "TOGETHER_API_KEY"),
                Kind.cloud(
                        under("fireworks", "Fireworks AI.", "https://api.fireworks.ai", "/inference/v1"),
                        "FIREWORKS_API_KEY"),
                Kind.cloud(openai("deepseek", "DeepSeek.", "https://api.deepseek.com"), "DEEPSEEK_API_KEY"),
                Kind.cloud(openai("xai", "xAI.", "https://api.x.ai"), "XAI_API_KEY"),
                Kind.cloud(mistral(), "MISTRAL_API_KEY"),
                Kind.cloud(
                        under("openrouter", "OpenRouter.", "https://openrouter.ai", "/api/v1"), "OPENROUTER_API_KEY"),
                Kind.cloud(under("perplexity", "Perplexity.", "https://api.perplexity.ai", ""), "PERPLEXITY_API_KEY"),
                Kind.cloud(
                        under("deepinfra", "DeepInfra.", "https://api.deepinfra.com", "/v1/openai"),
                        "DEEPINFRA_API_KEY"),
                Kind.cloud(openai("cerebras", "Cerebras.", "https://api.cerebras.ai"), "CEREBRAS_API_KEY"),
                Kind.cloud(openai("sambanova", "SambaNova.", "https://api.sambanova.ai"), "SAMBANOVA_API_KEY"),
                Kind.cloud(openai("nebius", "Nebius.", "https://api.studio.nebius.com"), "NEBIUS_API_KEY"),
                Kind.cloud(openai("nvidia", "NVIDIA NIM.", "https://integrate.api.nvidia.com"), "NVIDIA_API_KEY"),
                Kind.cloud(openai("moonshot", "Moonshot AI.", "https://api.moonshot.ai"), "MOONSHOT_API_KEY"),
                Kind.cloud(under("zhipu", "Z.ai, formerly Zhipu.", "https://api.z.ai", "/api/paas/v4"), "ZAI_API_KEY"),
                Kind.cloud(
                        under(
                                "dashscope",
                                "Alibaba's Qwen.",
                                "https://dashscope-intl.aliyuncs.com",
                                "/compatible-mode/v1"),
                        "DASHSCOPE_API_KEY"),
                Kind.cloud(jina(), "JINA_API_KEY"),
                Kind.cloud(voyage(), "VOYAGE_API_KEY"),
                Kind.cloud(new HuggingFaceProvider(), "HF_TOKEN"));
    }

    private static List<Kind> servers() {
        return List.of(
                Kind.local(openai("ollama", "Ollama on this machine.", "http://127.0.0.1:11434")),
                Kind.plain(new OwnFormProvider(OwnForm.ollama())),
                Kind.local(reranking("vllm", "vLLM.", "http://127.0.0.1:8000")),
                Kind.local(reranking("llamacpp", "llama.cpp or llamafile.", "http://127.0.0.1:8080")),
                Kind.local(openai("lmstudio", "LM Studio.", "http://127.0.0.1:1234")),
                Kind.local(reranking("sglang", "SGLang.", "http://127.0.0.1:30000")),
                Kind.plain(reranking("litellm", "A LiteLLM proxy.", "http://127.0.0.1:4000")),
                Kind.plain(reranking("localai", "LocalAI.", "http://127.0.0.1:8080")),
                Kind.plain(openai("tgi", "Hugging Face's Text Generation Inference.", "http://127.0.0.1:3000")),
                Kind.plain(reranking("openai_compatible", "Any server that speaks OpenAI's form.", "http://127.0.0.1")),
                Kind.plain(reranking("simulated", "The built-in simulated models.", "http://127.0.0.1")));
    }

    /// The forms in which clients speak.
    static Dialects dialects() {
        return new Dialects(new OpenAiClientDialect(), new AnthropicClientDialect(), new GeminiClientDialect());
    }

    /// Every kind of guardrail (`type`).
    static List<GuardrailKind> guardrails() {
        return List.of(
                PiiGuardrail.KIND,
                PhraseGuardrail.INJECTION,
                PhraseGuardrail.TOPICS,
                PatternGuardrail.KIND,
                AnswerSchemaGuardrail.KIND,
                TextLimitsGuardrail.KIND,
                ModerationGuardrail.KIND,
                PresidioGuardrail.KIND,
                JudgeGuardrail.KIND,
                WebhookGuardrail.KIND,
                JavaGuardrail.KIND,
                WasmGuardrail.KIND);
    }

    /// Every way to choose among targets (`routing.default_strategy`, `models[].routing.strategy`).
    public static List<RouteStrategy> strategies() {
        return List.of(
                new WeightedStrategy(),
                new PriorityStrategy(),
                new RoundRobinStrategy(),
                new LeastBusyStrategy(),
                new LatencyStrategy(),
                new CostStrategy(),
                new StickyStrategy(),
                new ScoredStrategy());
    }

    private static Provider openai() {
        return new OpenAiCompatible("openai", "OpenAI.", "https://api.openai.com", Quirks.NONE.cappingCompletions());
    }

    private static Provider openai(String kind, String description, String url) {
        return new OpenAiCompatible(kind, description, url, Quirks.NONE);
    }

    private static Provider reranking(String kind, String description, String url) {
        return new OpenAiCompatible(kind, description, url, Quirks.NONE.reranking());
    }

    private static Provider under(String kind, String description, String url, String prefix) {
        return new OpenAiCompatible(kind, description, url, Quirks.NONE.under(prefix));
    }

    /// Source: Jina API reference, embeddings and reranker.
    private static Provider jina() {
        Quirks quirks = Quirks.NONE.reranking().only(Set.of(Operation.EMBEDDING, Operation.RERANK));
        return new OpenAiCompatible("jina", "Jina AI: embeddings and rankings.", "https://api.jina.ai", quirks);
    }

    /// Source: Voyage AI documentation, text embeddings.
    private static Provider voyage() {
        Quirks quirks = Quirks.NONE.only(Set.of(Operation.EMBEDDING));
        return new OpenAiCompatible("voyage", "Voyage AI: embeddings.", "https://api.voyageai.com", quirks);
    }

    /// Source: Mistral AI API reference, endpoints, chat completion request.
    private static Provider mistral() {
        Quirks chatOnly = Quirks.NONE
                .without(Operation.RESPONSE, Operation.COMPLETION)
                .seeding("random_seed")
                .withoutStreamUsage()
                .lacking(
                        "user",
                        "logprobs",
                        "top_logprobs",
                        "logit_bias",
                        "service_tier",
                        "store",
                        "safety_identifier",
                        "prompt_cache_retention",
                        "verbosity");
        return new OpenAiCompatible("mistral", "Mistral AI.", "https://api.mistral.ai", chatOnly);
    }
}
