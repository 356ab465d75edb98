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
        this.last = read(started);
    }

    /// @param right what was read last without a problem
    /// @param problems what was wrong at the last look
    /// @param digest of the values; asked for every second
    /// @param waiting keys whose values wait for the next start
    private record Last(Accepted<Settings> right, List<Problem> problems, String digest, Set<String> waiting) {}

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
        return last.digest();
    }

    /// What is wrong with the files; while there is something, the older settings stay.
    public List<Problem> problems() {
        return last.problems();
    }

    /// Whether a value is another one than the gateway runs with, until it is started again.
    public boolean waits(Effective value) {
        return last.waiting().contains(SettingsChanges.key(value.path()));
    }

    private Last read(Accepted<Settings> right) {
        return new Last(right, List.of(), digest(right.effective()), waiting(right.effective()));
    }

    private static String digest(List<Effective> values) {
        String all = values.stream()
                .map(value -> value.path() + ": " + value.shown())
                .sorted()
                .collect(Collectors.joining("\n"));
        return TextDigest.of(List.of(all)).brief();
    }

    private Set<String> waiting(List<Effective> values) {
        Set<String> waiting = new HashSet<>(SettingsChanges.between(started.effective(), values));
        waiting.removeIf(key -> !SettingsChanges.waitsForTheNextStart(key));
        return waiting;
    }

    Accepted<Settings> read() {
        return last.right();
    }

    void take(Accepted<Settings> next) {
        last = read(next);
    }

    void refuse(List<Problem> problems) {
        Last before = last;
        last = new Last(before.right(), problems, before.digest(), before.waiting());
    }
}
