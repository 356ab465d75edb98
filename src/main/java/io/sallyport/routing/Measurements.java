package io.sallyport.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How targets do on this instance: what strategies look at.
///
/// Threads: safe; no locks on the way of a call.
public final class Measurements {
    /// Clients may make model names up; beyond this the memory starts anew.
    private static final int MOST = 10_000;

    private final Map<String, TargetLoad> loads = new ConcurrentHashMap<>();

    private final Reports reports;

    public Measurements() {
        this(Reports.NONE);
    }

    /// @param reports what others tell of targets that are not well known here
    public Measurements(Reports reports) {
        this.reports = reports;
    }

    Reports.Report reported(Target target) {
        return reports.of(target);
    }

    /// @param target `backend/model`
    public TargetLoad of(String target) {
        TargetLoad known = loads.get(target);
        if (known != null) {
            return known;
        }
        if (loads.size() >= MOST) {
            loads.clear();
        }
        return loads.computeIfAbsent(target, _ -> new TargetLoad());
    }
}
