package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Models;
import io.sallyport.guardrail.Outside;
import io.sallyport.guardrail.Verdict;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.net.AddressRules;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.transport.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A service that a test plays, and the way of guardrails to it.
final class AskedServices implements AutoCloseable {
    static final String NOW = "2026-11-22T10:00:00Z";

    private final ScriptedUpstream service = ScriptedUpstream.start();
    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds;

    private AskedServices(AddressRules rules) {
        this.outbounds = new Outbounds(loops, OutboundSettings.DEFAULT, rules);
    }

    static AskedServices anywhere() {
        return new AskedServices(AddressRules.ANYWHERE);
    }

    static AskedServices onlyPublic() {
        return new AskedServices(AddressRules.publicOr(List.of()));
    }

    ScriptedUpstream service() {
        return service;
    }

    /// A `config` that names the service.
    JsonObject config() {
        return Json.object().put("url", service.url() + "/check");
    }

    Verdict ask(GuardrailKind kind, JsonObject config, Content content) {
        return ask(kind, config, content, Duration.ofMinutes(1));
    }

    Verdict ask(GuardrailKind kind, JsonObject config, Content content, Duration patience) {
        return ask(kind, config, content, patience, question -> {
            throw new GuardrailFailed("no model is asked here");
        });
    }

    Verdict ask(GuardrailKind kind, JsonObject config, Content content, Duration patience, Models models) {
        Guardrail.Asking asking = (Guardrail.Asking) kind.reader().apply(config.toJson());
        return asking.ask(content, new Outside(outbounds, models, HandClock.at(NOW), patience));
    }

    /// A conversation in which a person says something last.
    static Content said(String text) {
        return new Content(
                Layer.INPUT,
                "m",
                List.of(
                        new Piece("messages[0].content", "You are kind."),
                        new Piece("messages[1].content", text),
                        new Piece("messages[2].content", "I see.")),
                Map.of(
                        "messages[0].role", "system",
                        "messages[1].role", "user",
                        "messages[2].role", "assistant"));
    }

    @Override
    public void close() {
        service.close();
        outbounds.close();
        loops.close();
    }
}
