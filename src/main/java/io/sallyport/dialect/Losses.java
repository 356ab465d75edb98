package io.sallyport.dialect;

import io.sallyport.dialect.Loss.Kind;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatOptions.Rest;
import io.sallyport.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a translation could not carry over, gathered while it goes on; each thing once.
///
/// Threads: one owner.
public final class Losses {
    private static final int MOST = 32;
    private static final int LONGEST_NAME = 64;

    private final Set<Loss> all = new LinkedHashSet<>();
    private int told;

    public void dropped(String what) {
        add(Kind.DROPPED, what);
    }

    public void changed(String what) {
        add(Kind.CHANGED, what);
    }

    public void emulated(String what) {
        add(Kind.EMULATED, what);
    }

    /// The nearest effort that a vendor knows, noted where it is another than the client asked for.
    public Effort nearest(Effort asked, Effort least, Effort most) {
        Effort nearest = asked.within(least, most);
        if (nearest != asked) {
            changed("reasoning_effort");
        }
        return nearest;
    }

    /// Notes every member of an object that nobody reads, unless it is `null` or `false`.
    ///
    /// @param prefix where the object stands, with a dot behind; empty for the body
    public void unread(Json object, Set<String> read, String prefix) {
        if (object.isObject()) {
            object.fields().stream()
                    .filter(field -> !read.contains(field.name()) && says(field.value()))
                    .forEach(field -> dropped(prefix + field.name()));
        }
    }

    /// Notes that a vendor answers once, however many answers were asked for.
    public void onlyOne(ChatOptions options) {
        if (options.choices() > 1) {
            dropped("n");
        }
    }

    /// Notes what only vendors of another family understand, unless it is `false`.
    public void rest(Rest rest) {
        rest.members().stream().filter(member -> says(member.value())).forEach(member -> dropped(member.name()));
    }

    /// Whether a member asks for something: neither missing nor `null` nor `false`.
    public static boolean says(Json value) {
        return value.isPresent() && !(value.isBoolean() && !value.bool());
    }

    private void add(Kind kind, String what) {
        if (all.size() < MOST) {
            all.add(new Loss(kind, printable(what)));
        }
    }

    /// Names come from clients and end up in a header line.
    private static String printable(String what) {
        String word = what.replaceAll("[^A-Za-z0-9_.-]", "_");
        return word.length() <= LONGEST_NAME ? word : word.substring(0, LONGEST_NAME);
    }

    public List<Loss> all() {
        return List.copyOf(all);
    }

    /// What the other side never sees, in the client's words.
    public List<String> dropped() {
        return all.stream()
                .filter(loss -> loss.kind() == Kind.DROPPED)
                .map(Loss::what)
                .toList();
    }

    /// From now on, what there is so far counts as told.
    public void told() {
        told = all.size();
    }

    /// What was not told yet, as [#line()] says it; empty without any.
    public String news() {
        return all.stream().skip(told).map(Loss::toString).collect(Collectors.joining(", "));
    }

    /// As a header line says it, for example `dropped=seed, changed=temperature`; empty without any.
    public String line() {
        return all.stream().map(Loss::toString).collect(Collectors.joining(", "));
    }
}
