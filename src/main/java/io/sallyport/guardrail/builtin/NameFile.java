package io.sallyport.guardrail.builtin;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file of names, one on each line; blank lines and those that begin with `#` are passed over.
final class NameFile {
    private static final long LARGEST = 8 << 20;

    private NameFile() {}

    /// Errors: IllegalArgumentException when it is not there, is larger than 8 MB or is no UTF-8.
    static List<String> read(String name) {
        Path file = Path.of(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("names_file must be a file of at most 8 MB: '" + name + "'");
            }
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("names_file must be UTF-8: '" + name + "'", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("names_file cannot be read: '" + name + "'", e);
        }
    }
}
