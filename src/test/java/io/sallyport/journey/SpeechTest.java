package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Speech in the voice and the format of an alias, where the client names none.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA12")
final class SpeechTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("voices", upstream.url())
            .alias(alias())
            .alias("plain", "voices/tts")
            .start();
    private final Passerby caller = new Passerby(gateway.url());

    private static JsonObject alias() {
        return Json.object()
                .put("alias", "speak")
                .put("audio_voice", "nova")
                .put("audio_format", "wav")
                .put(
                        "targets",
                        Json.array().add(Json.object().put("backend", "voices").put("model", "tts")));
    }

    @BeforeEach
    void begins() {
        upstream.forget();
        upstream.always(Script.whole(200, "audio/wav", "RIFF"));
    }

    @AfterAll
    void closes() {
        caller.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void hasTheVoiceAndTheFormatOfTheAlias() {
        Json sent = spoken("{\"model\":\"speak\",\"input\":\"hello\"}");

        assertThat(sent)
                .hasToString("{\"model\":\"tts\",\"input\":\"hello\",\"voice\":\"nova\",\"response_format\":\"wav\"}");
    }

    @Test
    void hasWhatTheClientNames() {
        Json sent = spoken("{\"model\":\"speak\",\"input\":\"hello\",\"voice\":\"echo\"}");

        assertThat(sent)
                .hasToString("{\"model\":\"tts\",\"input\":\"hello\",\"voice\":\"echo\",\"response_format\":\"wav\"}");
    }

    @Test
    void goesAsItCameWhereAnAliasHasNoVoice() {
        Json sent = spoken("{\"model\":\"plain\",\"input\":\"hello\"}");

        assertThat(sent).hasToString("{\"model\":\"tts\",\"input\":\"hello\"}");
    }

    private Json spoken(String body) {
        caller.post("/v1/audio/speech", body, "authorization", "Bearer " + GatewayHarness.KEY);
        return Json.parse(upstream.requests().getFirst().text());
    }
}
