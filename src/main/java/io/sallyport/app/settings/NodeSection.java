package io.sallyport.app.settings;

import io.sallyport.fleet.FleetSettings;
import io.sallyport.fleet.FleetSettings.Approval;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.time.Duration;
import java.util.List;

/// Declares `nodes`.
///
/// Source: requirements RO24 to RO28.
final class NodeSection {
    private static final Duration STALE_AFTER = Duration.ofSeconds(30);
    private static final int MOST_HOSTS = 500;

    private NodeSection() {}

    static FleetSettings read(Section root, DeploymentProfile profile) {
        return root.section(
                "nodes", "Machines with model servers that register themselves.", nodes -> nodes(nodes, profile));
    }

    private static FleetSettings nodes(Section nodes, DeploymentProfile profile) {
        boolean isCasual = profile == DeploymentProfile.CASUAL;
        return new FleetSettings(
                nodes.key("stale_after", "How long a host may be silent before nothing goes to it any more.")
                        .or(Kind.duration(Duration.ofSeconds(15), Duration.ofHours(1)), STALE_AFTER),
                nodes.key(
                                "approval",
                                "required: hosts that show a shared node key wait for an operator."
                                        + " Default: required, in casual automatic.")
                        .optional(Kind.choice(Approval.class))
                        .orElse(isCasual ? Approval.AUTOMATIC : Approval.REQUIRED),
                nodes.key("max_hosts", "Most hosts that serve the same tenants.")
                        .or(Kind.number(1, 10_000), MOST_HOSTS),
                nodes.key(
                                "allowed_networks",
                                "Addresses that are not public but may be those of services."
                                        + " Default: none, in casual this machine and private networks.")
                        .list(AlertSection.NETWORK, isCasual ? FleetSettings.NEAR : List.of()),
                nodes.key("probe_services", "Asks services for their models too, like every other backend.")
                        .off());
    }
}
