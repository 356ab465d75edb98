package io.sallyport.cli;

import io.sallyport.database.Backup;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import io.sallyport.fleet.agent.AgentSettings;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program around the commands whose gateway and database belong to the test.
final class FakeWorkbench implements Workbench {
    final Map<String, String> environment = new HashMap<>();
    SettingsReport settings = new SettingsReport(List.of(), List.of(), List.of("server.port: 8080  (default)"));
    List<Lack> lacks = List.of();
    int standbysStarted;
    int standbysStopped;

    private final URI url;
    private final Secret adminKey;
    private final DatabaseAddress address;
    private final Clock clock;

    FakeWorkbench(URI url, Secret adminKey, DatabaseAddress address, Clock clock) {
        this.url = url;
        this.adminKey = adminKey;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public SettingsReport settings(Place place) {
        return settings;
    }

    @Override
    public List<Lack> lacks(Place place) {
        return lacks;
    }

    @Override
    public Json settingsSchema() {
        return Json.object().put("type", "object").toJson();
    }

    @Override
    public Standby standBy(Place place) {
        standbysStarted++;
        return new Standby() {
            @Override
            public URI url() {
                return url;
            }

            @Override
            public Secret adminKey() {
                return adminKey;
            }

            @Override
            public void close() {
                standbysStopped++;
            }
        };
    }

    @Override
    public Schema schema(Place place) {
        return new Schema() {
            @Override
            public Migrations migrations() {
                return new Migrations(address, MigrationFiles.shipped());
            }

            @Override
            public Backup backup() {
                return new Backup(address, MigrationFiles.shipped());
            }

            @Override
            public void close() {
                // The database belongs to the test.
            }
        };
    }

    @Override
    public void simulate(int port, PrintWriter out) {
        out.println("http://127.0.0.1:" + port);
    }

    @Override
    public void node(AgentSettings settings, PrintWriter out) {
        out.println(settings.host() + " at " + settings.gateway());
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
