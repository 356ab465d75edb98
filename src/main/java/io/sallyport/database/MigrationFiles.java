package io.sallyport.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The migrations this program knows, in the order of their numbers.
public final class MigrationFiles {
    private static final String ON_CLASS_PATH = "migrations/versions/";

    private final List<MigrationScript> scripts;

    private MigrationFiles(List<MigrationScript> scripts) {
        this.scripts = scripts.stream()
                .sorted(Comparator.comparingInt(MigrationScript::version))
                .toList();
        for (int i = 1; i < this.scripts.size(); i++) {
            if (this.scripts.get(i).version() == this.scripts.get(i - 1).version()) {
                throw new MigrationRefused("Two migrations share a number: "
                        + this.scripts.get(i - 1).fileName() + " and "
                        + this.scripts.get(i).fileName());
            }
        }
    }

    /// The files that were shipped with the program.
    public static MigrationFiles shipped() {
        URL url = MigrationFiles.class.getClassLoader().getResource(ON_CLASS_PATH);
        if (url == null) {
            throw new MigrationRefused("The program was built without its migrations");
        }
        return at(url);
    }

    static MigrationFiles at(URL url) {
        try {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection jar) {
                return new MigrationFiles(entries(jar.getJarFile()));
            }
            return in(Path.of(url.toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new MigrationRefused("The shipped migrations cannot be read: " + e.getMessage(), e);
        }
    }

    /// The files of a folder, for operators who keep their own copy.
    public static MigrationFiles in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<MigrationScript> scripts = new ArrayList<>();
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (MigrationScript.isScript(name)) {
                    scripts.add(MigrationScript.read(name, Files.readAllBytes(file)));
                }
            }
            return new MigrationFiles(scripts);
        } catch (IOException e) {
            throw new MigrationRefused("The migrations in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// All up parts as one script: what a database looks like after the last step, for readers and for `psql -f`.
    public String consolidated() {
        StringBuilder schema = new StringBuilder("""
                -- Generated from migrations/versions; do not edit. Write it anew with:
                --   mvn test -Dtest=SchemaFileTest -Dschema.write=true
                begin;
                """);
        schema.append(Changelog.CREATE)
                .append("set local search_path to ")
                .append(Connections.SCHEMA)
                .append(";\n");
        for (MigrationScript script : scripts) {
            schema.append("\n-- ").append(script.fileName()).append('\n');
            schema.append(script.up().strip()).append('\n');
            schema.append(Changelog.record(script));
        }
        return schema.append("\ncommit;\n").toString();
    }

    List<MigrationScript> scripts() {
        return scripts;
    }

    private static List<MigrationScript> entries(JarFile jar) throws IOException {
        List<MigrationScript> scripts = new ArrayList<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().startsWith(ON_CLASS_PATH) && MigrationScript.isScript(entry.getName())) {
                try (InputStream content = jar.getInputStream(entry)) {
                    String name = entry.getName().substring(ON_CLASS_PATH.length());
                    scripts.add(MigrationScript.read(name, content.readAllBytes()));
                }
            }
        }
        return scripts;
    }
}
