package io.sallyport.alert;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.alert.AlertFilter.Outcome;
import io.sallyport.alert.AlertTable.Asked;
import io.sallyport.alert.AlertTable.AttemptRow;
import io.sallyport.alert.AlertTable.Row;
import io.sallyport.alert.AlertTable.TakenRow;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Alerts as rows, and back.
final class AlertRows {
    private AlertRows() {}

    static Row row(Alert alert) {
        return new Row(
                alert.id(),
                alert.at(),
                word(alert.topic().kind()),
                alert.topic().cause(),
                alert.topic().subject(),
                alert.topic().tenant(),
                word(alert.level()),
                alert.title(),
                JsonCodec.write(alert.facts()).toString(),
                alert.payload().toString());
    }

    static Alert alert(Row row) {
        return new Alert(
                row.id(),
                row.at(),
                new Topic(constant(Kind.class, row.kind()), row.cause(), row.subject(), row.tenant()),
                constant(AlertLevel.class, row.level()),
                row.title(),
                facts(Json.parse(row.facts())),
                Json.parse(row.payload()));
    }

    static Delivery delivery(TakenRow taken) {
        Alert alert = alert(new Row(
                taken.id(),
                taken.at(),
                taken.kind(),
                taken.cause(),
                taken.subject(),
                taken.tenant(),
                taken.level(),
                taken.title(),
                taken.facts(),
                taken.payload()));
        return new Delivery(alert, constant(Way.class, taken.way()), taken.target(), taken.attempt());
    }

    static AttemptRow row(AlertAttempt attempt) {
        return new AttemptRow(
                attempt.id(),
                attempt.alert(),
                attempt.at(),
                word(attempt.way()),
                attempt.target(),
                attempt.attempt(),
                attempt.error());
    }

    static AlertAttempt attempt(AttemptRow row) {
        return new AlertAttempt(
                row.id(),
                row.alert(),
                row.at(),
                constant(Way.class, row.way()),
                row.target(),
                row.attempt(),
                row.error());
    }

    static Asked asked(AlertFilter filter) {
        return new Asked(
                filter.kind().map(AlertRows::word),
                filter.level().map(AlertRows::word),
                filter.cause(),
                filter.tenant(),
                filter.outcome().filter(Outcome.FAILED::equals).isPresent());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> facts(Json json) {
        Map<String, String> facts = new LinkedHashMap<>();
        json.fields().forEach(field -> facts.put(field.name(), field.value().text()));
        return facts;
    }
}
