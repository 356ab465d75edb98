package io.sallyport.portal;

import io.sallyport.portal.Banner.Position;
import io.sallyport.portal.Page.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What all pages have around them: head, bar, navigation, banners. Composed here, so that nothing flashes.
final class Frame {
    private final Template template;
    private final UiFiles files;

    Frame(UiFiles files) {
        this.files = files;
        this.template = new Template(files.text("frame.html").orElseThrow());
    }

    /// A page with its own scripts, for a visitor.
    String page(Page page, Visitor visitor, PortalSettings settings) {
        Map<String, String> parts = common(page.title(), visitor, settings);
        parts.put("page", page.folder());
        parts.put("screen", screen(page.folder()));
        parts.put("navigation", navigation(page, visitor));
        parts.put("content", files.text(page.folder() + "/index.html").orElseGet(() -> heading(page)));
        return template.fill(parts);
    }

    /// A page about a failure: without navigation, because who asks may be unknown.
    String notice(String title, String content, PortalSettings settings) {
        Map<String, String> parts = common(title, Visitor.NOBODY, settings);
        parts.put("page", "error");
        parts.put("screen", "");
        parts.put("navigation", "");
        parts.put("content", content);
        return template.fill(parts);
    }

    private static Map<String, String> common(String title, Visitor visitor, PortalSettings settings) {
        Map<String, String> parts = new HashMap<>();
        parts.put("title", Html.escape(title));
        parts.put("site", Html.escape(settings.title()));
        parts.put("theme", word(settings.defaultTheme()));
        parts.put("standing", word(visitor.standing()));
        parts.put("who", Html.escape(visitor.name()));
        for (Position position : Position.values()) {
            parts.put("banners_" + word(position), banners(position, visitor, settings.banners()));
        }
        return parts;
    }

    private String screen(String folder) {
        StringBuilder links = new StringBuilder();
        if (files.has(folder + "/screen.css")) {
            links.append("<link rel=\"stylesheet\" href=\"/ui/").append(folder).append("/screen.css\">\n");
        }
        if (files.has(folder + "/screen.js")) {
            links.append("<script type=\"module\" src=\"/ui/").append(folder).append("/screen.js\"></script>\n");
        }
        return links.toString();
    }

    private static String heading(Page page) {
        return "<header class=\"page-head\"><h1>" + Html.escape(page.title()) + "</h1></header>\n";
    }

    private static String navigation(Page open, Visitor visitor) {
        return group("", Place.PORTAL, open, visitor) + group("Console", Place.CONSOLE, open, visitor);
    }

    private static String group(String title, Place place, Page open, Visitor visitor) {
        List<Page> shown = PageList.ALL.stream()
                .filter(page -> page.place() == place && page.isShownTo(visitor))
                .toList();
        if (shown.isEmpty()) {
            return "";
        }
        String heading = title.isEmpty() ? "" : "<p class=\"side-title\">" + Html.escape(title) + "</p>\n";
        return shown.stream()
                .map(page -> link(page, open))
                .collect(Collectors.joining("", heading + "<ul class=\"side-list\">\n", "</ul>\n"));
    }

    private static String link(Page page, Page open) {
        return "<li><a href=\"%s\" data-letter=\"%s\"%s>%s</a></li>\n"
                .formatted(
                        page.path(),
                        page.letter(),
                        page.isAbove(open) ? " aria-current=\"page\"" : "",
                        Html.escape(page.title()));
    }

    private static String banners(Position position, Visitor visitor, List<Banner> banners) {
        return banners.stream()
                .filter(banner -> banner.position() == position && banner.isFor(visitor))
                .map(banner -> "<div class=\"banner banner-%s\" role=\"note\" data-markdown>%s</div>\n"
                        .formatted(word(banner.kind()), Html.escape(banner.text())))
                .collect(Collectors.joining());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
