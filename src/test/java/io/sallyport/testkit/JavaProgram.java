package io.sallyport.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A class of the product or of the tests as a process of its own.
public final class JavaProgram {
    private JavaProgram() {}

    /// The program with this Java and the class path of the tests, not started yet.
    public static ProcessBuilder of(Class<?> main, String... words) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(List.of(words));
        return new ProcessBuilder(line);
    }
}
