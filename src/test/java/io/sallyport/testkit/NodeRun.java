package io.sallyport.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a command of Node's world ended.
///
/// @param output what it wrote, errors among it
public record NodeRun(int code, String output) {

    /// Runs a command to its end.
    public static NodeRun of(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = start(builder);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new NodeRun(process.waitFor(), output);
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "This test needs " + builder.command().getFirst() + " on the PATH; ./sallyport test installs it.",
                    e);
        }
    }
}
