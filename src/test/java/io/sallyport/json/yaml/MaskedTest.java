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
}
