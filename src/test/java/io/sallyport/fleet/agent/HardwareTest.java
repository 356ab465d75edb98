package io.sallyport.fleet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareTest {
    private static final List<String> NOTHING = List.of("no-such-command-anywhere");

    @TempDir
    private Path root;

    @Test
    void readsWhatNvidiaSays() {
        List<String> query = List.of("printf", "%s", "RTX 4090, 24564, 9120\nGB10, [N/A], [N/A]\nbroken\n");

        Json gpus = new Hardware(root, query).resources().toJson().get("gpus");

        assertThat(gpus)
                .hasToString(
                        "[{\"name\":\"RTX 4090\",\"memory_total_mb\":24564,\"memory_used_mb\":9120},{\"name\":\"GB10\"}]");
    }

    @Test
    void readsCardsOfAmdAndMainMemoryFromTheKernel() throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/class/drm/card0/device"));
        Files.writeString(device.resolve("mem_info_vram_total"), "17163091968\n");
        Files.writeString(device.resolve("mem_info_vram_used"), "1048576\n");
        Files.writeString(
                Files.createDirectories(root.resolve("proc")).resolve("meminfo"),
                "MemTotal:       32768000 kB\nMemFree: 1 kB\n");

        Json resources = new Hardware(root, NOTHING).resources().toJson();

        assertThat(resources.path("gpus.0"))
                .hasToString("{\"name\":\"AMD\",\"memory_total_mb\":16368,\"memory_used_mb\":1}");
        assertThat(resources.get("memory_mb").asLong()).isEqualTo(32000);
    }

    @Test
    void tellsOfNoCardsWhereThereAreNone() {
        Json resources = new Hardware(root, NOTHING).resources().toJson();

        assertThat(resources.get("gpus").size()).isZero();
        assertThat(resources.get("memory_mb").isMissing()).isTrue();
    }
}
