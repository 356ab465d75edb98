package io.sallyport.fleet.agent;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What this machine is made of, as far as it can be read: graphics cards and their memory, main memory,
/// processors.
///
/// Source: nvidia-smi manual, selective query options; Linux kernel documentation, amdgpu memory in sysfs.
final class Hardware {
    private static final List<String> NVIDIA =
            List.of("nvidia-smi", "--query-gpu=name,memory.total,memory.used", "--format=csv,noheader,nounits");
    private static final long PATIENCE_SECONDS = 3;
    private static final long MEGABYTE = 1 << 20;
    private static final long KILOBYTES = 1024;

    private final Path root;
    private final List<String> query;

    Hardware() {
        this(Path.of("/"), NVIDIA);
    }

    /// @param root where `proc` and `sys` are
    /// @param query command that prints one card a line
    Hardware(Path root, List<String> query) {
        this.root = root;
        this.query = query;
    }

    JsonObject resources() {
        JsonObject resources = Json.object()
                .put("cpu_threads", Runtime.getRuntime().availableProcessors())
                .put("gpus", gpus());
        memoryMb().ifPresent(megabytes -> resources.put("memory_mb", megabytes));
        return resources;
    }

    private JsonArray gpus() {
        JsonArray gpus = Json.array();
        Optional<String> nvidia = output();
        if (nvidia.isPresent()) {
            nvidia.get().lines().forEach(line -> card(line).ifPresent(gpus::add));
            return gpus;
        }
        amd(gpus);
        return gpus;
    }

    /// `NVIDIA GeForce RTX 4090, 24564, 9120`; some boards say `[N/A]` where others have a number.
    private static Optional<JsonObject> card(String line) {
        String[] parts = line.split(",", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        JsonObject card = Json.object().put("name", parts[0].strip());
        number(parts[1]).ifPresent(megabytes -> card.put("memory_total_mb", megabytes));
        number(parts[2]).ifPresent(megabytes -> card.put("memory_used_mb", megabytes));
        return Optional.of(card);
    }

    private Optional<String> output() {
        try {
            Process process = new ProcessBuilder(query)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 && !text.isBlank() ? Optional.of(text) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void amd(JsonArray gpus) {
        Path cards = root.resolve("sys/class/drm");
        if (!Files.isDirectory(cards)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(cards, "card[0-9]")) {
            for (Path card : found) {
                Optional<Long> total = read(card.resolve("device/mem_info_vram_total"));
                total.ifPresent(bytes -> {
                    JsonObject gpu = Json.object().put("name", "AMD").put("memory_total_mb", bytes / MEGABYTE);
                    read(card.resolve("device/mem_info_vram_used"))
                            .ifPresent(used -> gpu.put("memory_used_mb", used / MEGABYTE));
                    gpus.add(gpu);
                });
            }
        } catch (IOException _) {
            // A machine that does not let itself be read has no cards to tell of.
        }
    }

    private Optional<Long> memoryMb() {
        try (var lines = Files.lines(root.resolve("proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .findFirst()
                    .flatMap(line -> number(line.replaceAll("[^0-9]", "")))
                    .map(kilobytes -> kilobytes / KILOBYTES);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<Long> read(Path file) {
        try {
            return number(Files.readString(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text) {
        String bare = text.strip();
        return bare.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(bare)) : Optional.empty();
    }
}
