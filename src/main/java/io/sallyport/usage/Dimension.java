package io.sallyport.usage;

/// What usage can be divided and filtered by.
public enum Dimension {
    TENANT("tenant_id", "(select name from tenant where id = g.name)"),
    PROJECT("project_id", "(select name from project where id = g.name limit 1)"),
    KEY("key_id", "(select display_name from api_key where id = g.name)"),
    USER("user_id", "(select coalesce(nullif(name, ''), email) from app_user where id = g.name)"),
    BACKEND_PROFILE("backend_profile_id", "(select name from backend_profile where id = g.name)"),
    /// The name of the caller.
    PRINCIPAL("principal", ""),
    OPERATION("operation", ""),
    /// What the client asked for.
    MODEL("alias", ""),
    BACKEND("backend", ""),
    PROVIDER("provider_kind", ""),
    UPSTREAM_MODEL("upstream_model", ""),
    /// Class of the HTTP status, such as `2xx`.
    STATUS("case status_class when 0 then '' else status_class || 'xx' end", ""),
    /// Whom a trusted caller names behind its calls; those sums know no operation, backend, provider or status.
    END_USER("end_user", "");

    private final String sql;
    private final String label;

    Dimension(String sql, String label) {
        this.sql = sql;
        this.label = label;
    }

    /// The value of a row of sums.
    String sql() {
        return sql;
    }

    /// What people call a value; the value itself where it is a word already.
    String label() {
        return label.isEmpty() ? "null" : label;
    }

    /// Whether the sums of end users are kept by it.
    boolean isKnownOfEndUsers() {
        return switch (this) {
            case TENANT, PROJECT, KEY, USER, BACKEND_PROFILE, MODEL, END_USER -> true;
            default -> false;
        };
    }
}
