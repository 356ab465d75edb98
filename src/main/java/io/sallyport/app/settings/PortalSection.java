package io.sallyport.app.settings;

import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.portal.Banner;
import io.sallyport.portal.Banner.Position;
import io.sallyport.portal.Banner.Visibility;
import io.sallyport.portal.PortalSettings;
import io.sallyport.portal.Theme;
import java.time.Duration;

/// Declares `portal`.
final class PortalSection {
    private PortalSection() {}

    static PortalSettings read(Section portal) {
        PortalSettings usual = PortalSettings.DEFAULT;
        return new PortalSettings(
                portal.key("enabled", "Serves the pages; without a sign-in they show nothing but the way to it.")
                        .on(),
                portal.key("title", "Name of this installation, shown on every page.")
                        .or(Kind.TEXT, usual.title()),
                portal.key("default_theme", "Look of the pages until a person chooses.")
                        .or(Kind.choice(Theme.class), usual.defaultTheme()),
                portal.key("session_idle", "How long somebody stays signed in without doing anything.")
                        .or(Kind.duration(Duration.ofMinutes(5), Duration.ofDays(30)), usual.sessionIdle()),
                portal.sections("banners", "Notices on every page.", PortalSection::banner));
    }

    private static Banner banner(Section banner) {
        return new Banner(
                banner.key("type", "How loud it is.").or(Kind.choice(Banner.Kind.class), Banner.Kind.INFO),
                banner.key("position", "Where it stands; permanent_footer stays in sight.")
                        .or(Kind.choice(Position.class), Position.BELOW_NAVBAR),
                banner.key("visibility", "Who sees it: anonymous for everybody, user for who signed in, admin.")
                        .or(Kind.choice(Visibility.class), Visibility.ANONYMOUS),
                banner.key("text", "What it says; emphasis, code and links in Markdown.")
                        .required(Kind.TEXT));
    }
}
