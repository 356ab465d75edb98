package io.sallyport.app.settings;

import io.sallyport.crypto.TextDigest;
import io.sallyport.json.yaml.Effective;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings a gateway was started with, those that were read last, and what is wrong with the files now.
///
/// Threads: safe.
public final class SettingsInForce {
    private final Accepted<Settings> started;
    private volatile Last last;

    public SettingsInForce(Accepted<Settings> started) {
        this.started = started;
        this.last = new Last(started, List.of());
    }

    /// @param right what was read last without a problem
    /// @param problems what was wrong at the last look
    private record Last(Accepted<Settings> right, List<Problem> problems) {}

    /// What the gateway was started with.
    public Settings started() {
        return started.value();
    }

    /// What was read last, and so what the next start would take.
    public Settings settings() {
        return last.right().value();
    }

    /// Every value and where it comes from; secrets are masked.
    public List<Effective> values() {
        return last.right().effective();
    }

    /// Twelve signs that are the same for the same values; of secrets count only the signs that are shown.
    public String digest() {
        String all = values().stream()
                .map(value -> value.path() + ": " + value.shown())
                .sorted()
                .collect(Collectors.joining("\n"));
        return TextDigest.of(List.of(all)).brief();
    }

    /// What is wrong with the files; while there is something, the older settings stay.
    public List<Problem> problems() {
        return last.problems();
    }

    /// Whether a value is another one than the gateway runs with, until it is started again.
    public boolean waits(Effective value) {
        return waiting().contains(SettingsChanges.key(value.path()));
    }

    private Set<String> waiting() {
        Set<String> waiting = new HashSet<>(SettingsChanges.between(started.effective(), values()));
        waiting.removeIf(key -> !SettingsChanges.waitsForTheNextStart(key));
        return waiting;
    }

    Accepted<Settings> read() {
        return last.right();
    }

    void take(Accepted<Settings> next) {
        last = new Last(next, List.of());
    }

    void refuse(List<Problem> problems) {
        last = new Last(last.right(), problems);
    }
}
