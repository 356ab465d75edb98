/// Backend profiles: bundles of backends, policies, quotas and audit switches, and who may have keys for them.
///
/// May import: floors below, `policy`, `provider`.
/// Read first: BackendProfiles, then Entitlements.
@NullMarked
package io.sallyport.profile;

import org.jspecify.annotations.NullMarked;
