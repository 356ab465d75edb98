package io.sallyport.catalog;

import java.util.List;
import java.util.Optional;

/// What a role asks of the places that serve it.
///
/// @param models globs over `backend/model` and `local/model`; empty for all
/// @param preferredFamilies best first; the best one that is there is the only one used
/// @param preferredLabels labels of hosts that are tried first
/// @param minContext tokens; a smaller window that is known is not used
/// @param loaded whether a model must be in memory already
/// @param trust tiers of hosts that may and may not serve
/// @param deviceClasses of hosts that may serve; empty for all
/// @param workloadClasses a host that names its own must share one; empty for all
/// @param employeeDevices whether machines of employees may serve
/// @param fallbackRoles roles whose places are tried when none of this one is left
public record RolePolicy(
        List<String> models,
        List<String> preferredFamilies,
        List<String> preferredLabels,
        Optional<Long> minContext,
        Loaded loaded,
        Trust trust,
        List<String> deviceClasses,
        List<String> workloadClasses,
        Devices employeeDevices,
        List<String> fallbackRoles) {

    public static final RolePolicy ANYWHERE = new RolePolicy(
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Loaded.OR_NOT,
            new Trust(List.of(), List.of()),
            List.of(),
            List.of(),
            Devices.COMPANY,
            List.of());

    /// Whether a model must be in memory already.
    public enum Loaded {
        REQUIRED,
        OR_NOT
    }

    /// Whose machines may serve.
    public enum Devices {
        COMPANY,
        EMPLOYEES_TOO
    }

    /// Tiers of trust that hosts are put into.
    ///
    /// @param allowed empty for all that are not denied
    public record Trust(List<String> allowed, List<String> denied) {
        public boolean allows(Optional<String> tier) {
            return (allowed.isEmpty() || tier.filter(allowed::contains).isPresent())
                    && tier.filter(denied::contains).isEmpty();
        }
    }
}
