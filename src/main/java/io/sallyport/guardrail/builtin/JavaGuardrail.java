package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Verdict;
import io.sallyport.json.JsonCodec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A Java class of an operator's own that is a [Guardrail] (requirement GU5).
///
/// It has a public constructor that takes its settings, a map of texts, or one that takes nothing. Whatever it
/// throws means that it could not tell.
public final class JavaGuardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = GuardrailKind.ofMachine(
            "java", "A Java class of your own.", json -> made(JsonCodec.read(json, Config.class)));

    private JavaGuardrail() {}

    /// What stands under `config`.
    ///
    /// @param name of the class
    /// @param jar file the class is in; without it, it is on the class path
    private record Config(String name, Optional<String> jar, Optional<Map<String, String>> settings) {}

    private static Guardrail made(Config config) {
        Guardrail own = instance(type(config), config.settings().orElse(Map.of()));
        return own instanceof Guardrail.Masking masking ? new Masks(masking) : new Checks(own);
    }

    private static Class<? extends Guardrail> type(Config config) {
        try {
            ClassLoader loader = config.jar().map(JavaGuardrail::loader).orElseGet(JavaGuardrail.class::getClassLoader);
            return Class.forName(config.name(), true, loader).asSubclass(Guardrail.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no class '" + config.name() + "'", e);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("'" + config.name() + "' is no " + Guardrail.class.getName(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("'" + config.name() + "' cannot be loaded: " + e.getMessage(), e);
        }
    }

    /// It stays open as long as its classes are used.
    private static ClassLoader loader(String jar) {
        Path file = Path.of(jar);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file '" + jar + "'");
        }
        try {
            return new URLClassLoader(new URL[] {file.toUri().toURL()}, JavaGuardrail.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("'" + jar + "' is no file", e);
        }
    }

    private static Guardrail instance(Class<? extends Guardrail> type, Map<String, String> settings) {
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Map.class) {
                    return (Guardrail) constructor.newInstance(settings);
                }
            }
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException("'" + type.getName() + "' does not start: " + cause.getMessage(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException(
                    "'" + type.getName() + "' needs a public constructor with a map, or with nothing", e);
        }
    }

    /// What it throws must not end a call in another way than on_failure says; what it says may hold texts.
    private static <T> T told(Supplier<T> look) {
        try {
            return look.get();
        } catch (GuardrailFailed e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new GuardrailFailed("its class threw " + e.getClass().getSimpleName());
        }
    }

    /// One that looks at whole texts; nobody knows how long.
    private record Checks(Guardrail own) implements Guardrail {
        @Override
        public Verdict check(Content content) {
            return told(() -> own.check(content));
        }

        @Override
        public boolean waits() {
            return true;
        }
    }

    /// One that masks, streams too.
    private record Masks(Masking own) implements Guardrail.Masking {
        @Override
        public Verdict check(Content content) {
            return told(() -> own.check(content));
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return own.stream(found);
        }

        @Override
        public boolean waits() {
            return true;
        }
    }
}
