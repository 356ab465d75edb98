package io.sallyport.cli.importer;

/// How the files of older gateways say where their database is.
final class Stores {
    private static final String URL = "database.url";

    private Stores() {}

    /// Carries over an address that is given in parts.
    ///
    /// @param at path of the group
    /// @param name key of the name of the database
    /// @param user key of the name of the user
    static void parts(Sheet sheet, String at, String name, String user) {
        if (!sheet.has(at + ".host")) {
            return;
        }
        String port = sheet.text(at + ".port").isEmpty() ? "5432" : sheet.text(at + ".port");
        String ssl = sheet.text(at + ".ssl_mode");
        String url = "postgres://" + sheet.text(at + ".host") + ":" + port + "/" + sheet.text(at + "." + name)
                + (ssl.isEmpty() ? "" : "?sslmode=" + ssl);
        sheet.adapted(at + ".host", URL, url, "host, port and name are one address");
        sheet.partOf(at + ".port", URL);
        sheet.partOf(at + "." + name, URL);
        sheet.partOf(at + ".ssl_mode", URL);
        sheet.exact(at + "." + user, "database.user");
        sheet.exact(at + ".password", "database.password");
    }

    /// Says of an address in parts that another one goes before it.
    static void unused(Sheet sheet, String at, String... keys) {
        for (String key : keys) {
            sheet.left(at + "." + key, "the address in url goes before it");
        }
    }
}
