package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Verdict;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Asks a WebAssembly module of an operator's own, which sees nothing but the texts and calls nothing outside.
///
/// What it must export stands in docs/guides/add-a-guardrail.md. It starts afresh for every look, has as much
/// memory as it is given, and ends when its guardrail's time is over.
public final class WasmGuardrail implements Guardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND =
            GuardrailKind.ofMachine("wasm", "A WebAssembly module of your own.", WasmGuardrail::read);

    private static final int USUAL_MEGABYTES = 16;

    private final WasmCheck check;
    private final Optional<Json> settings;
    /// Looks that may compute at the same time.
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    private WasmGuardrail(WasmCheck check, Optional<Json> settings) {
        this.check = check;
        this.settings = settings;
    }

    /// What stands under `config`.
    ///
    /// @param file the module in binary form
    /// @param memoryMb most memory of a look
    /// @param settings given to the module as `settings`
    private record Config(String file, Optional<Integer> memoryMb, Optional<Map<String, String>> settings) {}

    private static Guardrail read(Json json) {
        Config config = JsonCodec.read(json, Config.class);
        WasmCheck check = WasmCheck.of(config.file(), config.memoryMb().orElse(USUAL_MEGABYTES));
        return new WasmGuardrail(check, config.settings().map(JsonCodec::write));
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public Verdict check(Content content) {
        JsonObject question = TextsForm.question(content);
        settings.ifPresent(own -> question.put("settings", own));
        byte[] answer = apart(question.toJson().toString());
        try {
            return TextsForm.verdict(content, Json.parse(Bytes.of(answer)));
        } catch (JsonProblem e) {
            throw new GuardrailFailed("its module answered in an unknown form");
        }
    }

    /// On a thread of its own: what computes without end on a virtual thread keeps the other ones from running,
    /// whoever should end it included.
    private byte[] apart(String question) {
        BlockingQueue<Supplier<byte[]>> done = new ArrayBlockingQueue<>(1);
        Thread thread = Thread.ofPlatform().daemon().name("wasm-guardrail").unstarted(() -> {
            try {
                done.add(told(question));
            } finally {
                turns.release();
            }
        });
        try {
            turns.acquire();
            start(thread);
            return done.take().get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new GuardrailFailed("the look was given up");
        }
    }

    private void start(Thread thread) {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            turns.release();
            throw new GuardrailFailed("there is no thread for its module");
        }
    }

    /// Whatever a module does, whoever waits for it hears of it.
    private Supplier<byte[]> told(String question) {
        try {
            byte[] answer = check.ask(question);
            return () -> answer;
        } catch (GuardrailFailed e) {
            return () -> {
                throw e;
            };
        } catch (RuntimeException | Error e) {
            return () -> {
                throw new GuardrailFailed("its module failed");
            };
        }
    }
}
