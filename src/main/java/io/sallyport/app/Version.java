package io.sallyport.app;

import io.sallyport.telemetry.Service;
import java.util.UUID;

/// Which program this is.
final class Version {
    private static final String UNPACKAGED = "dev";

    private Version() {}

    /// The version of the jar, or `dev` when the classes were never packaged.
    static String text() {
        String built = Version.class.getPackage().getImplementationVersion();
        return built == null ? UNPACKAGED : built;
    }

    /// This process for logs, metrics and traces.
    static Service service() {
        return new Service("sallyport", text(), UUID.randomUUID().toString());
    }
}
