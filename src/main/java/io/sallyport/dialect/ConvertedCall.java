package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.util.Optional;

/// A call that is no chat on its way to a backend of another form than OpenAI's, and its answer on the way
/// back.
///
/// Errors: BadRequest with the path of what cannot be read or done.
/// Threads: one owner.
public final class ConvertedCall implements Rewording {
    private final Conversion conversion;
    private final Json asked;
    private final String model;
    private final Losses losses = new Losses();
    private final RawRequest request;

    /// @param model as the backend calls it
    public ConvertedCall(Conversion conversion, RawRequest raw, String model) {
        this.conversion = conversion;
        this.model = model;
        try {
            asked = Json.parse(raw.body());
            request = request(raw, conversion.write(asked, model, losses));
        } catch (JsonProblem e) {
            throw new RefusedException(new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()));
        }
        if (raw.facts().stream()) {
            losses.dropped("stream");
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
                raw.operation(), "POST", conversion.path(model), "", "application/json", body.bytes(), facts);
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

    Bytes answer(Bytes answered) {
        return conversion.answer(Json.parse(answered), asked, model, losses).bytes();
    }
}
