package io.sallyport.journey;

import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.time.Clock;

/// A gateway before the simulated vendor, with an alias for every kind of call and every fault clients must
/// survive.
final class SimulatedGateway implements AutoCloseable {
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("simulated", simulated.baseUrl())
            .backend("claudes", "anthropic", simulated.baseUrl())
            .backend("geminis", "gemini", simulated.baseUrl())
            .alias("chat", "simulated/sim-1")
            .alias("embed", "simulated/sim-embed")
            .alias("image", "simulated/sim-image")
            .alias("voice", "simulated/sim-voice")
            .alias("transcribe", "simulated/sim-transcribe")
            .alias("moderate", "simulated/sim-moderate")
            .alias("rerank", "simulated/sim-1")
            .alias("flaky", "simulated/sim-fail-2-then-ok")
            .alias("flaky-too", "simulated/sim-fail-1-then-ok")
            .alias("busy", "simulated/sim-status-429-retry-7")
            .alias("very-busy", "simulated/sim-status-429-retry-9")
            .alias("picky", "simulated/sim-status-400")
            .alias("conflicting", "simulated/sim-status-409")
            .alias("cut", "simulated/sim-cut-0")
            .alias("breaking", "simulated/sim-cut-3")
            .alias("packed", "simulated/sim-gzip")
            .alias("claude", "claudes/sim-1")
            .alias("claude-flaky", "claudes/sim-fail-1-then-ok")
            .alias("claude-busy", "claudes/sim-status-429-retry-7")
            .alias("claude-breaking", "claudes/sim-cut-5")
            .alias("gemini", "geminis/sim-1")
            .alias("gemini-flaky", "geminis/sim-fail-1-then-ok")
            .alias("gemini-busy", "geminis/sim-status-429-retry-7")
            .alias("gemini-breaking", "geminis/sim-cut-5")
            .start();

    /// Where clients of Anthropic's form begin.
    URI root() {
        return gateway.url();
    }

    /// Where clients of OpenAI's form begin.
    String v1() {
        return gateway.url().resolve("/v1").toString();
    }

    @Override
    public void close() {
        gateway.close();
        simulated.close();
        loops.close();
    }
}
