package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.WindowText;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Limits, which name tenants and backend profiles; whose use they add up in which window tells them apart.
///
/// Users, keys and projects are named by id, because their names are not theirs alone.
final class LimitWording implements Wording {
    private static final String SUBJECT = "subject";
    private static final String PROFILE = "backend_profile";
    private static final String AMOUNT = "amount";
    private static final String WINDOW = "window";
    private static final List<String> FIELDS = List.of(
            "name",
            "scope",
            SUBJECT,
            PROFILE,
            "model",
            "metric",
            AMOUNT,
            WINDOW,
            "reset_day",
            "time_zone",
            "action",
            "unknown_cost",
            "warn_at",
            "alert_emails",
            "alert_webhooks",
            "alert_cooldown_seconds");

    /// Limits that people gave themselves or their tenant are theirs.
    @Override
    public boolean isKept(Json view) {
        return Wording.word(view, "origin").equals("operator");
    }

    @Override
    public Json shown(Desk desk, Json view) {
        JsonObject element = Wording.fields(view, FIELDS);
        if (isParallel(view)) {
            element.remove(WINDOW).remove("reset_day").remove("time_zone");
        }
        if (view.get(SUBJECT).isPresent()) {
            element.put(SUBJECT, subject(desk, view, Names::name));
        }
        if (view.get(PROFILE).isPresent()) {
            element.put(PROFILE, Names.ofProfiles(desk).name(view.get(PROFILE).text()));
        }
        return element.toJson();
    }

    @Override
    public Json said(Desk desk, Json element) {
        JsonObject body = JsonObject.from(element);
        if (element.get(AMOUNT).isNumber()) {
            body.put(AMOUNT, element.get(AMOUNT).decimal().toPlainString());
        }
        if (element.get(SUBJECT).isText()) {
            body.put(SUBJECT, subject(desk, element, (names, name) -> names.id(name, SUBJECT)));
        }
        if (element.get(PROFILE).isText()) {
            body.put(PROFILE, Names.ofProfiles(desk).id(element.get(PROFILE).text(), PROFILE));
        }
        return body.toJson();
    }

    /// Whose limit it is, with the name in the place of an id, or the id in the place of a name.
    private static String subject(Desk desk, Json limit, BiFunction<Names, String, String> turned) {
        String subject = limit.get(SUBJECT).text();
        return switch (Wording.word(limit, "scope")) {
            case "tenant" -> turned.apply(Names.ofTenants(desk), subject);
            case PROFILE -> turned.apply(Names.ofProfiles(desk), subject);
            case "group" -> {
                String tenant = firstPart(subject);
                yield turned.apply(Names.ofTenants(desk), tenant) + subject.substring(tenant.length());
            }
            default -> subject;
        };
    }

    /// The tenant in `tenant/group`.
    private static String firstPart(String subject) {
        return subject.substring(0, Math.max(0, subject.indexOf('/')));
    }

    private static boolean isParallel(Json limit) {
        return Wording.word(limit, "metric").equals("parallel");
    }

    @Override
    public String key(Json element) {
        String whose = Stream.of(SUBJECT, PROFILE, "model")
                .map(field -> Wording.word(element, field))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
        return String.join(
                        " ",
                        Wording.word(element, "scope"),
                        whose.isEmpty() ? "each" : whose,
                        Wording.word(element, "metric"),
                        isParallel(element) ? "" : window(element))
                .strip();
    }

    /// In one spelling.
    private static String window(Json element) {
        String text = element.get(WINDOW).isText() ? element.get(WINDOW).text() : "month";
        String zone =
                element.get("time_zone").isText() ? element.get("time_zone").text() : "UTC";
        int day = element.get("reset_day").isNumber()
                ? element.get("reset_day").decimal().intValue()
                : 1;
        try {
            var window = WindowText.read(text, day, ZoneId.of(zone));
            int begins = WindowText.resetDay(window);
            String from = begins == 1 ? "" : " from day " + begins;
            String where = WindowText.zone(window).getId();
            return WindowText.of(window) + from + (where.equals("UTC") || where.equals("Z") ? "" : " in " + where);
        } catch (IllegalArgumentException | DateTimeException e) {
            return text;
        }
    }
}
