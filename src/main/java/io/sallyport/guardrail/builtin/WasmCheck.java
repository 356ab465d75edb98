package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.GuardrailFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;

/// A WebAssembly module that takes a text and answers with one.
///
/// It exports `memory`, `alloc(i32 length) -> i32 place` and `check(i32 place, i32 length) -> i64`, whose upper
/// half is the place of the answer and whose lower half is its length; both texts are UTF-8.
/// Threads: safe; each question has an instance of its own, so nothing of a text stays.
final class WasmCheck {
    private static final long LARGEST_FILE = 32L << 20;
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int PAGES_PER_MEGABYTE = 16;
    private static final int MOST_MEGABYTES = 1_024;

    private final WasmModule module;
    private final int pages;

    private WasmCheck(WasmModule module, int pages) {
        this.module = module;
        this.pages = pages;
    }

    /// Errors: IllegalArgumentException for a file that is no such module, or that wants to call something.
    static WasmCheck of(String file, int megabytes) {
        if (megabytes < 1 || megabytes > MOST_MEGABYTES) {
            throw new IllegalArgumentException("memory_mb must be 1 to " + MOST_MEGABYTES);
        }
        WasmCheck check = new WasmCheck(parsed(file), megabytes * PAGES_PER_MEGABYTE);
        if (check.module.importSection().importCount() > 0) {
            throw new IllegalArgumentException("the module imports something; there is nothing to import");
        }
        try {
            Instance instance = check.instance();
            instance.exports().memory("memory");
            instance.export("alloc");
            instance.export("check");
        } catch (WasmEngineException e) {
            throw new IllegalArgumentException(
                    "the module needs the exports memory, alloc and check, and must start within its memory", e);
        }
        return check;
    }

    private static WasmModule parsed(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_FILE) {
                throw new IllegalArgumentException("there is no file '" + file + "', or it is larger than 32 MB");
            }
            return Parser.parse(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file '" + file + "' cannot be read", e);
        } catch (WasmEngineException e) {
            throw new IllegalArgumentException("the file '" + file + "' is no WebAssembly module", e);
        }
    }

    private Instance instance() {
        int initial = module.memorySection()
                .filter(memories -> memories.memoryCount() > 0)
                .map(memories -> memories.getMemory(0).limits().initialPages())
                .orElse(0);
        if (initial > pages) {
            throw new WasmEngineException("more memory than it may have");
        }
        return Instance.builder(module)
                .withMemoryLimits(new MemoryLimits(initial, pages))
                .build();
    }

    /// What the module answers.
    ///
    /// Errors: GuardrailFailed when it traps, is interrupted, or answers outside of its memory.
    byte[] ask(String question) {
        byte[] text = question.getBytes(StandardCharsets.UTF_8);
        try {
            Instance instance = instance();
            Memory memory = instance.exports().memory("memory");
            int place = (int) instance.export("alloc").apply(text.length)[0];
            memory.write(place, text);
            long answer = instance.export("check").apply(place, text.length)[0];
            int length = (int) answer;
            if (length < 0 || length > LARGEST_ANSWER) {
                throw new GuardrailFailed("its module's answer is too large");
            }
            return memory.readBytes((int) (answer >>> Integer.SIZE), length);
        } catch (WasmEngineException | IndexOutOfBoundsException | StackOverflowError e) {
            throw new GuardrailFailed("its module failed");
        }
    }
}
