package io.sallyport.fleet;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.Locale;
import java.util.TreeMap;

/// Hosts and services as JSON for those who look at them.
public final class NodeTrees {
    private NodeTrees() {}

    /// @param availability everything taken together
    public static JsonObject host(NodeHost host, Availability availability) {
        JsonObject labels = Json.object();
        new TreeMap<>(host.labels()).forEach(labels::put);
        JsonArray services = Json.array();
        host.services().forEach(service -> services.add(service.id()));
        return Json.object()
                .put("host_id", host.id())
                .put("display_name", host.name())
                .put("address", host.address())
                .put("labels", labels)
                .put("capabilities", host.facts().get("capabilities"))
                .put("resources", host.facts().get("resources"))
                .put("approval", host.approval().name().toLowerCase(Locale.ROOT))
                .put(
                        "status",
                        Json.object()
                                .put("state", availability.word())
                                .put("last_seen", host.lastSeen().toString()))
                .put("services", services);
    }

    public static JsonObject service(NodeService service) {
        return ServiceForm.write(service);
    }
}
