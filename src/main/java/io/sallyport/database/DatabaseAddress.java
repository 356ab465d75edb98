package io.sallyport.database;

import io.sallyport.lang.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where a PostgreSQL database answers, and as whom we log in. The URL never holds the password.
///
/// @param url `jdbc:postgresql://host:port/name?parameters`, without credentials
public record DatabaseAddress(String url, String user, Secret password) {
    private static final List<String> SCHEMES = List.of("postgres://", "postgresql://", "jdbc:postgresql://");
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "channelBinding",
            "gssEncMode",
            "targetServerType",
            "loadBalanceHosts",
            "prepareThreshold",
            "ApplicationName"));

    /// Reads `postgres://user:password@host:port/name?sslmode=...` or the `jdbc:postgresql:` form.
    ///
    /// Errors: IllegalArgumentException that says what is wrong and never repeats the text, which holds a password.
    public static DatabaseAddress parse(String text) {
        String scheme = SCHEMES.stream()
                .filter(text::startsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("database url must start with postgres://"));
        String rest = text.substring(scheme.length());
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        Query query = Query.read(question < 0 ? "" : rest.substring(question + 1));
        int slash = place.indexOf('/');
        if (slash < 0 || slash == place.length() - 1) {
            throw new IllegalArgumentException("database url must name a database: postgres://host:5432/name");
        }
        int at = place.lastIndexOf('@', slash);
        String login = at < 0 ? "" : place.substring(0, at);
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return new DatabaseAddress(
                "jdbc:postgresql://" + place.substring(at + 1) + query.kept(),
                user.isEmpty() ? query.user() : decoded(user),
                Secret.of(password.isEmpty() ? query.password() : decoded(password)));
    }

    /// The same server and login, another database.
    public DatabaseAddress withDatabase(String name) {
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int slash = url.lastIndexOf('/', end - 1);
        return new DatabaseAddress(url.substring(0, slash + 1) + name + url.substring(end), user, password);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("database url holds a broken %-escape", e);
        }
    }

    /// The part behind the question mark: login taken out, the rest checked.
    private record Query(String user, String password, String kept) {

        static Query read(String text) {
            String user = "";
            String password = "";
            List<String> kept = new ArrayList<>();
            for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                switch (name) {
                    case "user" -> user = decoded(value);
                    case "password" -> password = decoded(value);
                    default -> kept.add(known(name) + "=" + value);
                }
            }
            return new Query(user, password, kept.isEmpty() ? "" : "?" + String.join("&", kept));
        }

        private static String known(String name) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "database url: unknown parameter, known are " + String.join(", ", PARAMETERS));
            }
            return name;
        }
    }
}
