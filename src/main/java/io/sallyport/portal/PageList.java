package io.sallyport.portal;

import java.util.List;

/// Every page there is, in the order of the navigation. A new screen is one folder in `ui/` and one line here.
final class PageList {
    private static final Page KEYS = Page.portal("/keys", "keys", "Keys", "k");
    private static final Page ACCOUNT = Page.portal("/account", "account", "Account", "a");

    static final List<Page> ALL = List.of(
            Page.open("/login", "login", "Sign in"),
            Page.open("/invitation", "invitation", "Invitation"),
            Page.portal("/", "home", "Home", "h"),
            KEYS,
            Page.below(KEYS, "/{id}", "key", "Key"),
            Page.portal("/profiles", "profiles", "Backend profiles", "p"),
            Page.portal("/models", "models", "Models", "m"),
            Page.portal("/playground", "playground", "Playground", "g"),
            Page.portal("/usage", "usage", "Usage", "e"),
            Page.portal("/connect", "connect", "Connect", "c"),
            ACCOUNT,
            Page.below(ACCOUNT, "/projects", "projects", "Projects"),
            Page.below(ACCOUNT, "/limits", "limits", "Limits"),
            Page.below(ACCOUNT, "/stopped", "stopped", "Stopped requests"),
            Page.console("/admin/overview", "admin-overview", "Overview", "o"),
            Page.console("/admin/requests", "admin-requests", "Requests", "q"),
            Page.console("/admin/status", "admin-status", "Status", "s"),
            Page.console("/admin/usage", "admin-usage", "Usage", "y"),
            Page.console("/admin/backends", "admin-backends", "Backends", "b"),
            Page.console("/admin/nodes", "admin-nodes", "Nodes", "n"),
            Page.console("/admin/routing", "admin-routing", "Models and routing", "r"),
            Page.console("/admin/profiles", "admin-profiles", "Backend profiles", "f"),
            Page.console("/admin/policies", "admin-policies", "Policies", "t"),
            Page.console("/admin/people", "admin-people", "People", "u"),
            Page.console("/admin/keys", "admin-keys", "All keys", "i"),
            Page.console("/admin/limits", "admin-limits", "Limits and budgets", "l"),
            Page.console("/admin/guardrails", "admin-guardrails", "Guardrails", "d"),
            Page.console("/admin/alerts", "admin-alerts", "Alerts", "w"),
            Page.console("/admin/audit", "admin-audit", "Audit", "j"));

    private PageList() {}
}
