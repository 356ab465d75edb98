package io.sallyport.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page with holes, written `{{name}}`; what fills them is HTML already.
final class Template {
    private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z_]+)}}");

    private final List<String> texts = new ArrayList<>();
    private final List<String> holes = new ArrayList<>();

    Template(String text) {
        Matcher hole = HOLE.matcher(text);
        int from = 0;
        while (hole.find()) {
            texts.add(text.substring(from, hole.start()));
            holes.add(hole.group(1));
            from = hole.end();
        }
        texts.add(text.substring(from));
    }

    /// Errors: IllegalArgumentException for a hole that nothing fills.
    String fill(Map<String, String> parts) {
        StringBuilder page = new StringBuilder(8192);
        for (int i = 0; i < holes.size(); i++) {
            String part = parts.get(holes.get(i));
            if (part == null) {
                throw new IllegalArgumentException("nothing fills {{" + holes.get(i) + "}}");
            }
            page.append(texts.get(i)).append(part);
        }
        return page.append(texts.getLast()).toString();
    }
}
