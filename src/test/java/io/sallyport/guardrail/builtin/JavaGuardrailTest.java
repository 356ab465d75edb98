package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("GU5")
final class JavaGuardrailTest {
    private static final Content LOUD = AskedServices.said("no!!!!");

    /// Throws a text that it saw.
    public static final class Clumsy implements Guardrail {
        @Override
        public Verdict check(Content content) {
            throw new IllegalStateException(content.whole());
        }
    }

    /// Masks nothing.
    public static final class Silent implements Guardrail.Masking {
        @Override
        public Verdict check(Content content) {
            throw new GuardrailFailed("nothing to say");
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            throw new GuardrailFailed("nothing to say");
        }
    }

    /// Does not start.
    public static final class Stubborn implements Guardrail {
        public Stubborn() {
            throw new IllegalArgumentException("not today");
        }

        @Override
        public Verdict check(Content content) {
            return Passed.CLEAN;
        }
    }

    @Test
    void asksAClassOfTheClassPath() {
        Guardrail guardrail = guardrail(NoShouting.class, Json.object());

        assertThat(guardrail.check(LOUD)).isEqualTo(new Blocked("marks 4", 1));
        assertThat(guardrail.waits()).isTrue();
    }

    @Test
    void givesAClassItsSettings() {
        Guardrail guardrail = guardrail(
                NoShouting.class, Json.object().put("settings", Json.object().put("most", "4")));

        assertThat(guardrail.check(LOUD)).isEqualTo(Passed.CLEAN);
    }

    @Test
    void asksAClassOfAFile(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("own.jar");
        String path = NoShouting.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream code = NoShouting.class.getClassLoader().getResourceAsStream(path)) {
            out.putNextEntry(new JarEntry(path));
            out.write(code.readAllBytes());
        }

        Guardrail guardrail = guardrail(NoShouting.class, Json.object().put("jar", jar.toString()));

        assertThat(guardrail.check(LOUD)).isEqualTo(new Blocked("marks 4", 1));
    }

    @Test
    void cannotTellWhenTheClassThrowsAndTellsNoText() {
        Guardrail guardrail = guardrail(Clumsy.class, Json.object());

        assertThatThrownBy(() -> guardrail.check(LOUD))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage("its class threw IllegalStateException");
    }

    @Test
    void staysOneThatMasksStreams() {
        Guardrail guardrail = guardrail(Silent.class, Json.object());

        assertThat(guardrail).isInstanceOf(Guardrail.Masking.class);
        assertThat(guardrail.waits()).isTrue();
        assertThatThrownBy(() -> guardrail.check(LOUD)).hasMessage("nothing to say");
        assertThatThrownBy(() -> ((Guardrail.Masking) guardrail).stream(_ -> {}))
                .hasMessage("nothing to say");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "com.example.Nobody,, there is no class 'com.example.Nobody'",
                "java.lang.String,, 'java.lang.String' is no io.sallyport.guardrail.Guardrail",
                "com.example.Nobody, /nowhere/own.jar, there is no file '/nowhere/own.jar'",
                "io.sallyport.guardrail.builtin.JavaGuardrailTest$Stubborn,, "
                        + "'io.sallyport.guardrail.builtin.JavaGuardrailTest$Stubborn' does not start: not today",
                "io.sallyport.guardrail.builtin.TextLimitsGuardrail,, "
                        + "\"'io.sallyport.guardrail.builtin.TextLimitsGuardrail' needs a public constructor with a map,"
                        + " or with nothing\""
            })
    void saysWhatIsWrongWithAClass(String name, @Nullable String jar, String problem) {
        JsonObject config = Json.object().put("name", name);
        if (jar != null) {
            config.put("jar", jar);
        }

        assertThatThrownBy(() -> JavaGuardrail.KIND.reader().apply(config.toJson()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    private static Guardrail guardrail(Class<?> type, JsonObject config) {
        return JavaGuardrail.KIND
                .reader()
                .apply(config.put("name", type.getName()).toJson());
    }
}
