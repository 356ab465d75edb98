package io.sallyport.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the labels of a backend must say before a call may go there, such as `region: [eu, ch]`.
///
/// A backend that does not carry a label is outside of every bound on it: nothing is assumed.
///
/// @param value allowed words of each label
public record Bounds(Map<String, List<String>> value) {
    public static final Bounds NONE = new Bounds(Map.of());
    private static final int MOST = 20;

    public Bounds {
        Check.that(value.size() <= MOST, "at most 20 labels can be required");
        Map<String, List<String>> kept = new LinkedHashMap<>();
        value.forEach((label, words) -> {
            Check.that(!label.isBlank() && !words.isEmpty(), "a required label names the words it may have");
            kept.put(label, List.copyOf(words));
        });
        value = Map.copyOf(kept);
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /// The label that keeps a backend with these labels out; empty when none does.
    public Optional<String> brokenBy(Map<String, String> labels) {
        return value.entrySet().stream()
                .filter(bound ->
                        !labels.containsKey(bound.getKey()) || !bound.getValue().contains(labels.get(bound.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /// Both: a label that is bound twice may only have the words both allow.
    public Bounds and(Bounds other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Map<String, List<String>> both = new LinkedHashMap<>(value);
        other.value.forEach((label, words) -> both.merge(label, words, Bounds::common));
        return new Bounds(both);
    }

    /// Bounds that contradict each other leave a word no backend has.
    private static List<String> common(List<String> one, List<String> two) {
        List<String> common = one.stream().filter(two::contains).toList();
        return common.isEmpty() ? List.of("nothing at all") : common;
    }

    /// For people: `region eu or ch, data_class internal`.
    @Override
    public String toString() {
        return String.join(
                ", ",
                value.entrySet().stream()
                        .map(bound -> bound.getKey() + " " + String.join(" or ", bound.getValue()))
                        .sorted()
                        .toList());
    }
}
