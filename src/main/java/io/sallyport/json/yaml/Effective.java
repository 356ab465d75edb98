package io.sallyport.json.yaml;

/// One value the gateway runs with, and where it comes from.
///
/// @param path such as `server.port`
/// @param shown the value as an operator may see it; secrets are masked
/// @param value for comparing; never to be printed
public record Effective(String path, String shown, Origin origin, Object value) {
    @Override
    public String toString() {
        return path + ": " + shown + "  (" + origin + ")";
    }
}
