package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.Shadow.Payer;
import io.sallyport.json.Json;
import io.sallyport.lang.Sharing;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingJsonTest {

    @Test
    void fillsInWhatIsUsual() {
        Routing routing = read("{\"semantic_cache\":{\"model\":\"e\"},\"shadow\":{\"use\":\"next\"}}");

        assertThat(routing.semanticCache()).contains(new SemanticCache("e", SemanticCache.USUAL, Sharing.TENANT));
        assertThat(routing.shadow())
                .contains(new Shadow("next", Shadow.USUAL_PERCENT, Shadow.USUAL_MOST, Payer.GATEWAY));
    }

    @Test
    void readsWhatItWrote() {
        Routing routing = read("{\"semantic_cache\":{\"model\":\"e\",\"threshold\":0.9,\"sharing\":\"key\"},"
                + "\"shadow\":{\"use\":\"next\",\"percent\":5,\"most\":2,\"payer\":\"caller\"}}");

        assertThat(RoutingJson.read(RoutingJson.write(routing))).isEqualTo(routing);
        assertThat(routing.semanticCache().orElseThrow().threshold()).isEqualByComparingTo(new BigDecimal("0.9"));
        assertThat(routing.shadow().orElseThrow().payer()).isEqualTo(Payer.CALLER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"semantic_cache\":{\"model\":\"e\",\"threshold\":0.4}}",
                "{\"semantic_cache\":{\"model\":\"e\",\"threshold\":1.1}}",
                "{\"semantic_cache\":{\"model\":\"no model\"}}",
                "{\"shadow\":{\"use\":\"next\",\"percent\":0}}",
                "{\"shadow\":{\"use\":\"next\",\"most\":0}}",
                "{\"shadow\":{\"use\":\"no model\"}}"
            })
    void refusesWhatCannotBe(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(RuntimeException.class);
    }

    private static Routing read(String json) {
        return RoutingJson.read(Json.parse(json));
    }
}
