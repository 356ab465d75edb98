package io.sallyport.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;

/// What traces, metrics and logs have in common on their way to a collector.
public final class Otlp {
    /// Who says it.
    public static final String SCOPE = "io.sallyport";

    private Otlp() {}

    /// Where one kind of signal is sent to.
    ///
    /// @param collector base address
    /// @param path such as `/v1/logs`
    public static String endpoint(URI collector, String path) {
        String base = collector.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    static Resource resource(Service service) {
        return Resource.create(Attributes.builder()
                .put("service.name", service.name())
                .put("service.version", service.version())
                .put("service.instance.id", service.instance())
                .build());
    }
}
