package io.sallyport.portal;

import io.sallyport.identity.SessionLife;
import java.time.Duration;
import java.util.List;

/// How the pages greet people.
///
/// @param enabled whether there are pages at all
/// @param title name of this installation, shown in every title and in the bar
/// @param defaultTheme holds until a person chooses
/// @param sessionIdle after so long without a request somebody has to sign in again
public record PortalSettings(
        boolean enabled, String title, Theme defaultTheme, Duration sessionIdle, List<Banner> banners) {
    public static final PortalSettings DEFAULT =
            new PortalSettings(true, "Sallyport", Theme.SYSTEM, SessionLife.USUAL.idle(), List.of());

    public PortalSettings {
        banners = List.copyOf(banners);
    }
}
