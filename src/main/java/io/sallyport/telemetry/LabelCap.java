package io.sallyport.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lets so many combinations of open label values of one metric pass; all later ones become `other`.
///
/// Threads: safe; a few more than the cap may pass when several come at once.
public final class LabelCap {
    /// The value of every open label in the series that takes what is over the cap.
    public static final String OTHER = "other";

    private final int open;
    private final int cap;
    private final Set<List<String>> known = ConcurrentHashMap.newKeySet();

    public LabelCap(Metric metric, int cap) {
        this.open = metric.open().size();
        this.cap = cap;
    }

    /// The label values to count under.
    public List<String> admit(List<String> values) {
        List<String> traffic = values.subList(0, open);
        if (open == 0 || known.contains(traffic)) {
            return values;
        }
        if (known.size() < cap) {
            known.add(List.copyOf(traffic));
            return values;
        }
        List<String> overflow = new ArrayList<>(Collections.nCopies(open, OTHER));
        overflow.addAll(values.subList(open, values.size()));
        return List.copyOf(overflow);
    }
}
