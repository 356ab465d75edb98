package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.Part;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.RequestFacts;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A chat of one wire form on its way to a backend of another, and its answer on the way back.
///
/// Errors: BadRequest with the path of what cannot be read.
/// Threads: one owner.
public final class Translation implements Rewording {
    private static final long NANOS = 1_000_000_000L;

    private final ClientChat client;
    private final ProviderChat provider;
    private final ChatRequest chat;
    private final RawRequest asked;
    private final Instant made;
    private final Stamp stamp;
    private final Losses losses = new Losses();
    private final RawRequest request;

    public Translation(ClientChat client, ProviderChat provider, RawRequest asked, Terms terms) {
        this.client = client;
        this.provider = provider;
        this.asked = asked;
        this.made = terms.made();
        this.stamp = terms.stamp();
        try {
            ChatRequest read =
                    unstamped(client.read(Json.parse(asked.body()), losses)).with(terms.model());
            chat = asked.facts().stream() ? read.streamed() : read;
            request = request(provider.write(chat, terms.usualCap(), losses));
        } catch (JsonProblem e) {
            throw new RefusedException(new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()));
        }
    }

    /// What a translation is to keep to.
    ///
    /// @param model as the backend calls it
    /// @param usualCap most tokens of an answer for which nobody named a cap
    /// @param made when the answer is asked for
    /// @param stamp the backend's
    public record Terms(String model, long usualCap, Instant made, Stamp stamp) {}

    /// With thoughts signed as the backend signed them, where it did.
    private ChatRequest unstamped(ChatRequest read) {
        boolean isSigned = read.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part instanceof Part.Thought || CarriedSignature.isIn(part));
        return isSigned
                ? read.with(read.messages().stream()
                        .map(message -> new Message(
                                message.role(),
                                message.parts().stream().map(this::unstamped).toList()))
                        .toList())
                : read;
    }

    private Part unstamped(Part part) {
        return part instanceof Part.Thought thought
                ? thought.signed(stamp.taken(thought.signature()))
                : CarriedSignature.takenOut(part, stamp);
    }

    /// What the client is given in the place of a signature.
    String stamped(String signature) {
        return stamp.put(signature);
    }

    private RawRequest request(Json body) {
        RequestFacts facts = asked.facts();
        RequestFacts same = new RequestFacts(
                Optional.of(chat.model()), Optional.empty(), facts.stream(), false, facts.outputCap(), 1);
        return new RawRequest(
                provider.operation(),
                "POST",
                provider.path(chat),
                provider.query(chat),
                "application/json",
                body.bytes(),
                same);
    }

    @Override
    public RawRequest request() {
        return request;
    }

    /// What is told of losses at the end of a stream, where headers are long gone: a comment, which every
    /// client passes over. Empty when nothing was lost since the head.
    Bytes told() {
        String news = losses.news();
        return news.isEmpty() ? Bytes.EMPTY : Bytes.of(": sallyport-loss " + news + "\n\n");
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public Framing framing() {
        return provider.framing();
    }

    @Override
    public ReplyReader reader(ReplyReader upstream, Thoughts thoughts) {
        return new TranslatedReader(upstream, this, thoughts);
    }

    Bytes whole(Bytes answer, Optional<TokenUsage> usage, Thoughts thoughts) {
        ChatReply answered = named(provider.whole(Json.parse(answer), losses));
        return client.whole(chat, answered.each(reply -> shown(reply, thoughts)), usage, made);
    }

    private ChatReply shown(ChatReply answered, Thoughts thoughts) {
        ChatReply reply = answered.with(answered.parts().stream()
                .map(part -> CarriedSignature.stamped(part, stamp))
                .toList());
        return thoughts == Thoughts.SHOWN
                ? reply.with(reply.parts().stream()
                        .map(part -> part instanceof Part.Thought thought
                                ? thought.signed(stamp.put(thought.signature()))
                                : part)
                        .toList())
                : reply.withoutThoughts();
    }

    private ChatReply named(ChatReply reply) {
        return new ChatReply(
                reply.id().isEmpty() ? id() : reply.id(),
                reply.model().isEmpty() ? chat.model() : reply.model(),
                reply.parts(),
                reply.reason(),
                reply.stopText(),
                reply.odds(),
                reply.others());
    }

    /// Some vendors name neither their answers nor the model; clients want both.
    ReplyEvent named(ReplyEvent step) {
        return switch (step) {
            case ReplyEvent.Began(String id, String model) ->
                new ReplyEvent.Began(id.isEmpty() ? id() : id, model.isEmpty() ? chat.model() : model);
            case ReplyEvent.ToolBegan(int call, String id, String name) ->
                new ReplyEvent.ToolBegan(call, CarriedSignature.stamped(id, stamp), name);
            default -> step;
        };
    }

    private String id() {
        long moment = made.getEpochSecond() * NANOS + made.getNano();
        return "gen-" + HexFormat.of().toHexDigits(moment)
                + HexFormat.of().toHexDigits(asked.body().hashCode());
    }

    ProviderChat.Events incoming() {
        return provider.events(losses);
    }

    ClientChat.Events outgoing() {
        return client.events(chat, made);
    }
}
