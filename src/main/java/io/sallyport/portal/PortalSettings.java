package io.sallyport.portal;

import java.util.List;

/// How the pages greet people.
///
/// @param enabled whether there are pages at all
/// @param title name of this installation, shown in every title and in the bar
/// @param defaultTheme holds until a person chooses
public record PortalSettings(boolean enabled, String title, Theme defaultTheme, List<Banner> banners) {
    public static final PortalSettings DEFAULT = new PortalSettings(true, "Sallyport", Theme.SYSTEM, List.of());

    public PortalSettings {
        banners = List.copyOf(banners);
    }
}
