package io.sallyport.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest versions an instance has seen, kept in a file outside the database: a database that was restored
/// from an older backup is noticed by it also when nobody was running meanwhile. Holds nothing secret.
///
/// Threads: one.
final class HighWater {
    private static final Logger LOG = LoggerFactory.getLogger(HighWater.class);
    private static final String NAME = "database-versions";
    private static final String OLDER = "older";
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d+)");

    private final Optional<Path> file;

    private HighWater(Optional<Path> file) {
        this.file = file;
    }

    /// What was seen.
    ///
    /// @param older the database was seen in an older state, and nobody has said yet that this is meant
    record Mark(Map<String, Long> versions, boolean older) {
        static final Mark NONE = new Mark(Map.of(), false);

        Mark {
            versions = Map.copyOf(versions);
        }

        /// 0 for a topic that was never seen.
        long version(String topic) {
            return versions.getOrDefault(topic, 0L);
        }
    }

    /// Kept in a folder from one start to the next.
    static HighWater in(Path folder) {
        return new HighWater(Optional.of(folder.resolve(NAME)));
    }

    /// Kept nowhere.
    static HighWater forgotten() {
        return new HighWater(Optional.empty());
    }

    /// Errors: IllegalStateException when the file holds something else, UncheckedIOException when it cannot be
    /// read.
    Mark read() {
        if (file.filter(Files::exists).isEmpty()) {
            return Mark.NONE;
        }
        try {
            Map<String, Long> versions = new TreeMap<>();
            boolean older = false;
            for (String line : Files.readAllLines(file.get())) {
                Matcher version = LINE.matcher(line);
                if (version.matches()) {
                    versions.put(version.group(1), Long.parseLong(version.group(2)));
                } else if (line.equals(OLDER)) {
                    older = true;
                } else {
                    throw new IllegalStateException("the file " + file.get() + " is damaged; take it away");
                }
            }
            return new Mark(versions, older);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.get(), e);
        }
    }

    /// Replaces what was kept. A folder that cannot be written is no reason to stop.
    void write(Mark mark) {
        file.ifPresent(target -> write(target, mark));
    }

    private static void write(Path target, Mark mark) {
        String lines = new TreeMap<>(mark.versions())
                .entrySet().stream()
                        .map(version -> version.getKey() + ' ' + version.getValue() + '\n')
                        .collect(Collectors.joining());
        Path next = target.resolveSibling(NAME + ".next");
        try {
            Files.writeString(next, mark.older() ? lines + OLDER + '\n' : lines);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("database-versions written=false cause={}", e.getMessage());
        }
    }
}
