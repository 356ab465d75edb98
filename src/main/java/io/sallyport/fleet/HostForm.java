package io.sallyport.fleet;

import io.sallyport.fleet.FleetTable.HostRow;
import io.sallyport.fleet.NodeHost.Approval;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Hosts as the database keeps them.
final class HostForm {
    private HostForm() {}

    static HostRow row(NodeHost host) {
        return new HostRow(
                host.id(),
                host.name(),
                host.address(),
                host.owner(),
                host.approval().name().toLowerCase(Locale.ROOT),
                host.told().word(),
                host.ordered().word(),
                JsonCodec.write(host.labels()).toString(),
                host.facts().toString(),
                host.tenants(),
                ServiceForm.write(host.services()).toJson().toString(),
                host.registeredAt(),
                host.lastSeen(),
                host.returnedAt(),
                host.signedAt());
    }

    static NodeHost host(HostRow row) {
        Map<String, String> labels = new HashMap<>();
        Json.parse(row.labels())
                .fields()
                .forEach(label -> labels.put(label.name(), label.value().text()));
        return new NodeHost(
                row.id(),
                row.name(),
                row.address(),
                row.owner(),
                Approval.valueOf(row.approval().toUpperCase(Locale.ROOT)),
                Availability.of(row.told()).orElse(Availability.OFFLINE),
                Availability.of(row.ordered()).orElse(Availability.QUARANTINED),
                labels,
                Json.parse(row.facts()),
                row.tenants(),
                ServiceForm.read(Json.parse(row.services()), row.id(), "services"),
                row.registeredAt(),
                row.lastSeenAt(),
                row.returnedAt(),
                row.signedAt());
    }
}
