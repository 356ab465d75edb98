package io.sallyport.fleet;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a node says of itself when it registers, and with each heartbeat.
///
/// Errors: BadRequest with the member for a value that cannot be; members that are not known are let be.
///
/// @param host id the node chose for itself
/// @param labels what it says about itself
/// @param facts its capabilities, resources and metrics
/// @param tenants whom it asks to serve; empty for those of its key
/// @param told how it says it is
/// @param services empty where a heartbeat says nothing of them
record Registration(
        String host,
        String name,
        String address,
        Map<String, String> labels,
        Json facts,
        List<String> tenants,
        Availability told,
        Optional<List<NodeService>> services) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_FACTS = 16 << 10;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST = 50;

    static Registration read(Bytes body) {
        Json tree = Json.parse(body);
        String host = host(tree.get("host_id").textOr(""));
        Json state = tree.path("status.state");
        return new Registration(
                host,
                text(tree.get("display_name").textOr(host)),
                text(tree.get("address").textOr("")),
                labels(tree.get("labels")),
                facts(tree),
                tenants(tree.get("tenants")),
                Availability.of(state.textOr("")).orElse(Availability.AVAILABLE),
                tree.get("services").isArray()
                        ? Optional.of(ServiceForm.read(tree.get("services"), host, "services"))
                        : Optional.empty());
    }

    /// A host id as it may be.
    static String host(String id) {
        if (!HOST.matcher(id).matches()) {
            throw ServiceForm.refused("must have 1 to 64 letters, digits and . _ -", "host_id");
        }
        return id;
    }

    private static Map<String, String> labels(Json labels) {
        Map<String, String> read = new HashMap<>();
        if (labels.isObject()) {
            labels.fields().stream()
                    .filter(label -> label.value().isText())
                    .limit(MOST)
                    .forEach(label ->
                            read.put(text(label.name()), text(label.value().text())));
        }
        return read;
    }

    private static Json facts(Json tree) {
        Json facts = Json.object()
                .put("capabilities", tree.get("capabilities"))
                .put("resources", tree.get("resources"))
                .put("metrics", tree.get("metrics"))
                .toJson();
        if (facts.bytes().length() > LONGEST_FACTS) {
            throw new BadRequest("invalid_value", "The node tells more about itself than fits.", "resources")
                    .asException();
        }
        return facts;
    }

    private static List<String> tenants(Json tenants) {
        if (!tenants.isArray()) {
            return List.of();
        }
        List<String> read =
                tenants.elements().stream().map(tenant -> tenant.textOr("")).toList();
        if (read.size() > MOST || read.stream().anyMatch(tenant -> tenant.isEmpty() || tenant.indexOf('*') >= 0)) {
            throw ServiceForm.refused("must list ids of tenants, without wildcards", "tenants");
        }
        return read;
    }

    private static String text(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
