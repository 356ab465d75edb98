package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.time.Instant;
import java.util.Optional;

/// A call that is no chat on its way between two forms, by way of OpenAI's, and its answer on the way back.
///
/// Errors: BadRequest with the path of what cannot be read or done.
/// Threads: one owner.
public final class ConvertedCall implements Rewording {
    /// In one token, roughly.
    private static final long LETTERS = 4;

    private final Ways ways;
    private final Json said;
    private final Json asked;
    private final String model;
    private final Instant made;
    private final Losses losses = new Losses();
    private final RawRequest request;

    /// Whose forms are not OpenAI's.
    ///
    /// @param client empty where the client speaks that form
    /// @param vendor empty where the backend does
    public record Ways(Optional<ClientConversion> client, Optional<Conversion> vendor) {
        private String path(String asked, String model) {
            return vendor.map(form -> form.path(model))
                    .or(() -> client.map(ClientConversion::path))
                    .orElse(asked);
        }

        private Json write(Json asked, String model, Losses losses) {
            return vendor.map(form -> form.write(asked, model, losses))
                    .orElseGet(() -> JsonObject.from(asked).put("model", model).toJson());
        }
    }

    /// @param model as the backend calls it
    /// @param made when it is asked
    public ConvertedCall(Ways ways, RawRequest raw, String model, Instant made) {
        this.ways = ways;
        this.model = model;
        this.made = made;
        try {
            said = Json.parse(raw.body());
            asked = ways.client().map(form -> form.read(said, losses)).orElse(said);
            request = request(raw, ways.write(asked, model, losses));
        } catch (JsonProblem e) {
            throw new RefusedException(new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()));
        }
    }

    private RawRequest request(RawRequest raw, Json body) {
        RequestFacts facts = new RequestFacts(
                Optional.of(model),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                raw.facts().choices());
        return new RawRequest(
                raw.operation(), "POST", ways.path(raw.path(), model), "", "application/json", body.bytes(), facts);
    }

    @Override
    public RawRequest request() {
        return request;
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    @Override
    public ReplyReader reader(ReplyReader upstream, Thoughts thoughts) {
        return new ConvertedReader(upstream, this);
    }

    /// What the backend says, in OpenAI's form.
    Json answer(Bytes answered) {
        Json answer = Json.parse(answered);
        return ways.vendor()
                .map(form -> form.answer(answer, asked, model, losses))
                .orElse(answer);
    }

    /// The same as the client knows it, with what clients insist on and the backend does not know.
    Json shown(Json answer) {
        Json whole = whole(answer);
        return ways.client().map(form -> form.shown(whole, said)).orElse(whole);
    }

    private Json whole(Json answer) {
        return switch (request.operation()) {
            case IMAGE ->
                JsonObject.from(answer).put("created", made.getEpochSecond()).toJson();
            case EMBEDDING -> answer.get("usage").isObject() ? answer : roughlyCounted(answer);
            default -> answer;
        };
    }

    private Json roughlyCounted(Json answer) {
        losses.emulated("usage");
        long tokens = (asked.get("input").toString().length() + LETTERS - 1) / LETTERS;
        return JsonObject.from(answer)
                .put("usage", Json.object().put("prompt_tokens", tokens).put("total_tokens", tokens))
                .toJson();
    }
}
