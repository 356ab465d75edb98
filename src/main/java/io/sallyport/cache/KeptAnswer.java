package io.sallyport.cache;

import io.sallyport.inference.StoredAnswer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import io.sallyport.usage.Saving;
import java.math.BigInteger;
import java.time.Instant;

/// An answer that may be given again, and what that saves.
///
/// @param spent what was used for it
/// @param until when it is given no longer
public record KeptAnswer(StoredAnswer answer, Saving spent, Instant made, Instant until) {

    /// Bytes it takes in memory, roughly.
    int weight() {
        return answer.body().length() + 512;
    }

    Secret written() {
        JsonObject tree = Json.object()
                .put("answer", answer.written().reveal())
                .put("tokens", spent.tokens())
                .put("made", made.toString())
                .put("until", until.toString());
        spent.cost()
                .known()
                .ifPresent(
                        money -> tree.put("cost_pico_usd", money.picoDollars().toString()));
        return Secret.of(tree.toJson().toString());
    }

    static KeptAnswer read(Secret written) {
        Json json = Json.parse(written.reveal());
        Json cost = json.get("cost_pico_usd");
        return new KeptAnswer(
                StoredAnswer.read(Secret.of(json.get("answer").text())),
                new Saving(
                        json.get("tokens").asLong(),
                        cost.isText() ? Cost.of(new Money(new BigInteger(cost.text()))) : Cost.unknown()),
                Instant.parse(json.get("made").text()),
                Instant.parse(json.get("until").text()));
    }
}
