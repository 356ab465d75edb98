package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Layer;
import io.sallyport.lang.Bytes;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O07")
final class ScreenedBodyTest {
    @Test
    void readsDocumentsThatAreTextAndSealsThoseThatAreNot() {
        ScreenedBody body = ScreenedBody.of(Layer.INPUT, "m", Bytes.of("""
                {"messages":[{"role":"user","content":[
                  {"type":"document","source":{"data":"call Ada","media_type":"text/plain","type":"text"}},
                  {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]}]}"""));

        assertThat(body.content().pieces())
                .containsExactly(new Piece("messages[0].content[0].source.data", "call Ada"));
        assertThat(body.sealed()).containsExactly("messages[0].content[1].source.data");
        assertThat(body.with(Map.of("messages[0].content[0].source.data", "call [NAME]"))
                        .text())
                .contains("\"call [NAME]\"", "JVBERi0=");
    }
}
