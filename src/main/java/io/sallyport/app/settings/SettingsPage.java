package io.sallyport.app.settings;

import io.sallyport.json.yaml.Declared;
import io.sallyport.json.yaml.SchemaPage;

/// The reference page of all settings, `docs/settings.md`.
public final class SettingsPage {
    private static final String HEAD = """
            # Settings

            One YAML file configures the gateway. This page is written from the declarations that also read the file
            and make its JSON Schema (`./sallyport config schema`); samples are in [config/](../config).

            * A key that is not on this page is an error, and so is a key given twice. All problems of a file are
              reported at once, each with its line (`./sallyport config check FILE`).
            * `${NAME}` and `${NAME:-default}` inside a value stand for an environment variable; `$${` is the text `${`.
              They are filled after the file was parsed, so a value cannot change the structure of the file.
            * Every key outside of lists can be set from the environment: `server.port` is `SALLYPORT_SERVER_PORT`.
              `DATABASE_URL` sets `database.url`, `REDIS_URL` sets `redis.url`, `LOG_LEVEL` sets
              `observability.log_level`. Lists stand with commas. An empty variable counts as not set.
            * A `.env` file beside the settings file is read too. Command line goes before environment before `.env`
              before file before defaults; `./sallyport config show` names the origin of every value.
            * A secret can come from a file: `password_file: /run/secrets/password` instead of `password`.
            * A changed file is read again within two seconds, or at once on SIGHUP. If anything in it is wrong,
              the old settings stay in force. `server.*`, `database.*` and `redis.*` take effect with the next start.
            * Durations are `250ms`, `5s`, `2m`, `1h`, `30d`, or a number of seconds. Sizes are bytes, or `64KB`, `1MB`.
            """;

    private SettingsPage() {}

    public static String of(Declared.Group declared) {
        return SchemaPage.of(declared, HEAD);
    }
}
