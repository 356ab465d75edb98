package io.sallyport.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// The steps that a time consists of, without gaps, in the days of one time zone.
///
/// @param beginnings first to last; the first step begins no later than the time, the last one ends no earlier
public record Timeline(Step step, List<ZonedDateTime> beginnings) {

    public Timeline {
        beginnings = List.copyOf(beginnings);
    }

    /// @param to excluded
    public static Timeline of(Instant from, Instant to, Step step, ZoneId zone) {
        List<ZonedDateTime> beginnings = new ArrayList<>();
        ZonedDateTime at = step.begin(from.atZone(zone));
        do {
            beginnings.add(at);
            at = step.next(at);
        } while (at.toInstant().isBefore(to));
        return new Timeline(step, beginnings);
    }

    List<String> edges() {
        return beginnings.stream().map(edge -> edge.toInstant().toString()).toList();
    }

    /// What people call a step, counted from zero.
    String label(int index) {
        return step.label(beginnings.get(index));
    }
}
