package io.sallyport.guardrail.builtin;

import static io.sallyport.guardrail.builtin.SecretShape.Signs.BASE64;
import static io.sallyport.guardrail.builtin.SecretShape.Signs.LETTERS_AND_DIGITS;
import static io.sallyport.guardrail.builtin.SecretShape.Signs.TOKENS;
import static io.sallyport.guardrail.builtin.SecretShape.Signs.WORDS;

import io.sallyport.guardrail.Recogniser;
import java.util.List;
import java.util.stream.Stream;

/// Keys and tokens whose looks their makers publish.
final class Secrets {
    private static final int ANY = Integer.MAX_VALUE;

    private static final List<SecretShape> SHAPES = List.of(
            SecretShape.of("aws", "AKIA", LETTERS_AND_DIGITS, 16, 16),
            SecretShape.of("aws", "ASIA", LETTERS_AND_DIGITS, 16, 16),
            SecretShape.of("aws", "ABIA", LETTERS_AND_DIGITS, 16, 16),
            SecretShape.of("aws", "ACCA", LETTERS_AND_DIGITS, 16, 16),
            SecretShape.of("aws_bedrock", "ABSK", BASE64, 100, ANY),
            SecretShape.of("google", "AIza", WORDS, 35, 35),
            SecretShape.of("google", "GOCSPX-", WORDS, 28, 28),
            SecretShape.of("google", "ya29.", BASE64, 20, ANY),
            SecretShape.of("github", "ghp_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("github", "gho_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("github", "ghu_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("github", "ghs_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("github", "ghr_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("github", "github_pat_", WORDS, 60, ANY),
            SecretShape.of("gitlab", "glpat-", TOKENS, 20, ANY),
            SecretShape.of("slack", "xoxb-", WORDS, 16, ANY),
            SecretShape.of("slack", "xoxp-", WORDS, 16, ANY),
            SecretShape.of("slack", "xoxa-", WORDS, 16, ANY),
            SecretShape.of("slack", "xoxe-", WORDS, 16, ANY),
            SecretShape.of("slack", "xapp-", WORDS, 16, ANY),
            SecretShape.of("stripe", "sk_live_", LETTERS_AND_DIGITS, 16, ANY),
            SecretShape.of("stripe", "sk_test_", LETTERS_AND_DIGITS, 16, ANY),
            SecretShape.of("stripe", "rk_live_", LETTERS_AND_DIGITS, 16, ANY),
            SecretShape.of("stripe", "rk_test_", LETTERS_AND_DIGITS, 16, ANY),
            SecretShape.of("stripe", "whsec_", BASE64, 24, ANY),
            SecretShape.of("anthropic", "sk-ant-", WORDS, 24, ANY),
            SecretShape.of("openai", "sk-proj-", WORDS, 20, ANY),
            SecretShape.of("openai", "sk-svcacct-", WORDS, 20, ANY),
            SecretShape.of("api_key", "sk-", TOKENS, 20, ANY),
            SecretShape.of("huggingface", "hf_", LETTERS_AND_DIGITS, 30, ANY),
            SecretShape.of("replicate", "r8_", LETTERS_AND_DIGITS, 30, ANY),
            SecretShape.of("groq", "gsk_", LETTERS_AND_DIGITS, 40, ANY),
            SecretShape.of("xai", "xai-", LETTERS_AND_DIGITS, 60, ANY),
            SecretShape.of("perplexity", "pplx-", LETTERS_AND_DIGITS, 40, ANY),
            SecretShape.of("nvidia", "nvapi-", WORDS, 40, ANY),
            SecretShape.of("npm", "npm_", LETTERS_AND_DIGITS, 36, ANY),
            SecretShape.of("pypi", "pypi-AgE", WORDS, 40, ANY),
            SecretShape.of("sendgrid", "SG.", TOKENS, 40, ANY),
            SecretShape.of("digitalocean", "dop_v1_", LETTERS_AND_DIGITS, 64, 64),
            SecretShape.of("shopify", "shpat_", LETTERS_AND_DIGITS, 32, 32),
            SecretShape.of("databricks", "dapi", LETTERS_AND_DIGITS, 32, 36),
            SecretShape.of("vault", "hvs.", WORDS, 24, ANY),
            SecretShape.of("jwt", "eyJ", TOKENS, 24, ANY));

    private Secrets() {}

    static List<Recogniser> all() {
        return Stream.concat(SHAPES.stream(), Stream.of(new PrivateKey(), new AssignedSecret(), new UrlCredential()))
                .toList();
    }
}
