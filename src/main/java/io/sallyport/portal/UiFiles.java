package io.sallyport.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The files of `ui/`, read once: what a browser loads, and what pages are composed of.
final class UiFiles {
    private static final String ON_CLASS_PATH = "ui/";

    private final Map<String, byte[]> files;

    private UiFiles(Map<String, byte[]> files) {
        this.files = files;
    }

    /// The files that were shipped with the program.
    static UiFiles shipped() {
        URL url = UiFiles.class.getClassLoader().getResource(ON_CLASS_PATH);
        if (url == null) {
            throw new IllegalStateException("the program was built without its pages");
        }
        try {
            URLConnection connection = url.openConnection();
            return new UiFiles(
                    connection instanceof JarURLConnection jar
                            ? inJar(jar.getJarFile())
                            : inFolder(Path.of(url.toURI())));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the shipped pages cannot be read", e);
        }
    }

    /// What a browser may load, by its name below `ui/`.
    List<Asset> assets() {
        List<Asset> assets = new ArrayList<>();
        files.forEach((name, content) ->
                Asset.typeOf(name).ifPresent(type -> assets.add(Asset.of("/ui/" + name, type, content))));
        return assets;
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    /// The text of a file, empty when there is none.
    Optional<String> text(String name) {
        return Optional.ofNullable(files.get(name)).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> inFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static Map<String, byte[]> inJar(JarFile jar) {
        Map<String, byte[]> files = new TreeMap<>();
        jar.stream()
                .filter(entry -> entry.getName().startsWith(ON_CLASS_PATH) && !entry.isDirectory())
                .forEach(entry -> files.put(entry.getName().substring(ON_CLASS_PATH.length()), read(jar, entry)));
        return files;
    }

    private static byte[] read(JarFile jar, JarEntry entry) {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
