package io.sallyport.guardrail.builtin;

import static io.sallyport.guardrail.builtin.WasmBytes.hex;
import static io.sallyport.guardrail.builtin.WasmBytes.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class WasmGuardrailTest {
    private static final byte[] ENDLESS = WasmBytes.bytes(hex("0340" + "0c00" + "0b"), WasmBytes.allowing());

    @TempDir
    Path folder;

    @Test
    void letsAModuleJudge() throws IOException {
        Guardrail guardrail = guardrail(WasmBytes.noShouting());

        assertThat(guardrail.check(AskedServices.said("no!!!!"))).isEqualTo(new Blocked("marks 1", 1));
        assertThat(guardrail.check(AskedServices.said("no!!!"))).isEqualTo(Passed.CLEAN);
        assertThat(guardrail.waits()).isTrue();
    }

    @Test
    void givesAModuleItsSettings() throws IOException {
        JsonObject config =
                config(WasmBytes.noShouting()).put("settings", Json.object().put("note", "!!!!"));

        Guardrail guardrail = WasmGuardrail.KIND.reader().apply(config.toJson());

        assertThat(guardrail.check(AskedServices.said("calm"))).isEqualTo(new Blocked("marks 1", 1));
    }

    @Test
    void remembersNothingOfAnotherText() throws IOException {
        byte[] code = WasmBytes.bytes(
                i32(512),
                hex("2d0000"), // what the last look left
                i32(512),
                i32(1),
                hex("3a0000"), // leaves something
                WasmBytes.either());
        Guardrail guardrail = guardrail(WasmBytes.module(code));

        assertThat(guardrail.check(AskedServices.said("one"))).isEqualTo(Passed.CLEAN);
        assertThat(guardrail.check(AskedServices.said("two"))).isEqualTo(Passed.CLEAN);
    }

    @Test
    void givesAModuleNoMoreMemoryThanItMayHave() throws IOException {
        byte[] code = WasmBytes.bytes(i32(16), hex("4000"), i32(-1), hex("46"), WasmBytes.either());
        Guardrail small = WasmGuardrail.KIND
                .reader()
                .apply(config(WasmBytes.module(code)).put("memory_mb", 1).toJson());
        Guardrail large = WasmGuardrail.KIND
                .reader()
                .apply(config(WasmBytes.module(code)).put("memory_mb", 2).toJson());

        assertThat(small.check(AskedServices.said("hi"))).isInstanceOf(Blocked.class);
        assertThat(large.check(AskedServices.said("hi"))).isEqualTo(Passed.CLEAN);
    }

    @Test
    @Timeout(120)
    @Tag("S07")
    void endsAModuleThatDoesNot() throws Exception {
        Guardrail guardrail = guardrail(WasmBytes.module(ENDLESS));
        CountDownLatch looks = new CountDownLatch(1);
        CompletableFuture<String> failure = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            looks.countDown();
            try {
                guardrail.check(AskedServices.said("hi"));
            } catch (GuardrailFailed e) {
                failure.complete(e.getMessage());
            }
        });
        looks.await();

        caller.interrupt();

        assertThat(failure.get(30, TimeUnit.SECONDS)).isEqualTo("the look was given up");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean ended = !thread.getName().equals("wasm-guardrail") || thread.join(Duration.ofSeconds(30));
            assertThat(ended).isTrue();
        }
    }

    @Test
    @Timeout(120)
    void cannotTellWhenAModuleFailsOrAnswersOddly() throws IOException {
        Guardrail traps = guardrail(WasmBytes.module(hex("00")));
        Guardrail outside = guardrail(WasmBytes.module(WasmBytes.packed(65_530, 100)));
        Guardrail endless = guardrail(WasmBytes.module(WasmBytes.packed(0, 5_000_000)));
        Guardrail odd = guardrail(WasmBytes.module(WasmBytes.packed(0, 4)));
        Guardrail silent = guardrail(WasmBytes.silent());
        Guardrail deep = guardrail(WasmBytes.module(hex("2000" + "2001" + "1001")));

        assertFails(traps, "its module failed");
        assertFails(outside, "its module failed");
        assertFails(endless, "its module's answer is too large");
        assertFails(odd, "its module answered in an unknown form");
        assertFails(silent, "its module failed");
        assertFails(deep, "its module failed");
    }

    private static void assertFails(Guardrail guardrail, String message) {
        assertThatThrownBy(() -> guardrail.check(AskedServices.said("hi")))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage(message);
    }

    @Test
    void takesNothingThatIsNoSuchModule() throws IOException {
        assertRefused(config(hex("6e6f")), "the file '" + file() + "' is no WebAssembly module");
        assertRefused(
                config(WasmBytes.importing(WasmBytes.allowing())),
                "the module imports something; there is nothing to import");
        assertRefused(
                config(hex("0061736d01000000")),
                "the module needs the exports memory, alloc and check, and must start within its memory");
        assertRefused(config(WasmBytes.noShouting()).put("memory_mb", 0), "memory_mb must be 1 to 1024");
        assertRefused(
                Json.object().put("file", "/nowhere.wasm"),
                "there is no file '/nowhere.wasm', or it is larger than 32 MB");
    }

    private static void assertRefused(JsonObject config, String message) {
        assertThatThrownBy(() -> WasmGuardrail.KIND.reader().apply(config.toJson()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private Guardrail guardrail(byte[] module) throws IOException {
        return WasmGuardrail.KIND.reader().apply(config(module).toJson());
    }

    private JsonObject config(byte[] module) throws IOException {
        Files.write(file(), module);
        return Json.object().put("file", file().toString());
    }

    private Path file() {
        return folder.resolve("own.wasm");
    }
}
