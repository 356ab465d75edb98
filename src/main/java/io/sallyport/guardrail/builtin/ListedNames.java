package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Readings;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names of an operator's choice, of people, projects or places, as whole words and in any case.
///
/// Errors: IllegalArgumentException for a name that is blank or longer than 100 characters.
final class ListedNames implements Recogniser {
    private static final int LONGEST = 100;

    private final String kind;
    private final Branch root = new Branch();

    ListedNames(String kind, List<String> names) {
        this.kind = kind;
        names.forEach(this::add);
    }

    private void add(String name) {
        if (name.isBlank() || name.length() > LONGEST) {
            throw new IllegalArgumentException("a listed name must have 1 to " + LONGEST + " characters");
        }
        Branch branch = root;
        for (char sign : Readings.plain(name.strip()).toCharArray()) {
            branch = branch.next.computeIfAbsent(small(sign), key -> new Branch());
        }
        branch.ends = true;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean beginsWith(char first) {
        return root.next.keySet().stream().anyMatch(sign -> first == OTHER ? sign >= OTHER : sign == small(first));
    }

    @Override
    public int end(Window text, int at) {
        int end = NOTHING;
        Branch branch = root;
        for (int place = at; ; place++) {
            int sign = text.at(place);
            branch = sign == NOTHING ? null : branch.next.get(small((char) sign));
            if (branch == null) {
                return end;
            }
            if (branch.ends && text.isEdge(place + 1)) {
                end = place + 1;
            }
        }
    }

    private static char small(char sign) {
        return Character.isWhitespace(sign) ? ' ' : Character.toLowerCase(sign);
    }

    /// What can follow after some signs.
    private static final class Branch {
        private final Map<Character, Branch> next = new HashMap<>();
        private boolean ends;
    }
}
