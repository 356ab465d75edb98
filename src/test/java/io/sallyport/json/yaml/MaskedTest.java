package io.sallyport.json.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import org.junit.jupiter.api.Test;

final class MaskedTest {
    @Test
    void showsStarsWhereANameSaysThatItIsASecret() {
        Json tree = Json.parse("{\"url\":\"http://a\",\"api_key\":\"sk-1\",\"secrets\":[\"whsec_1\"],"
                + "\"list\":[{\"password\":\"p\",\"max_tokens\":5}]}");

        Json masked = Masked.of(tree);

        assertThat(masked)
                .isEqualTo(Json.parse("{\"url\":\"http://a\",\"api_key\":\"****\",\"secrets\":\"****\","
                        + "\"list\":[{\"password\":\"****\",\"max_tokens\":5}]}"));
    }

    @Test
    void putsSecretsBackWhereStarsWereLeft() {
        Json known =
                Json.parse("{\"url\":\"http://a\",\"api_key\":\"sk-1\",\"in\":{\"token\":\"t\",\"secret\":\"old\"}}");
        Json said = Json.parse(
                "{\"url\":\"http://b\",\"api_key\":\"****\",\"in\":{\"token\":\"****\",\"secret\":\"new\",\"key\":\"****\"}}");

        Json revealed = Masked.revealed(said, known);

        assertThat(revealed)
                .isEqualTo(Json.parse("{\"url\":\"http://b\",\"api_key\":\"sk-1\","
                        + "\"in\":{\"token\":\"t\",\"secret\":\"new\",\"key\":\"****\"}}"));
        assertThat(Masked.hasStars(revealed)).isTrue();
        assertThat(Masked.hasStars(Json.parse("[{\"token\":\"****\"}]"))).isTrue();
        assertThat(Masked.hasStars(known)).isFalse();
    }
}
