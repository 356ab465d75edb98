package io.sallyport.fleet.agent;

import io.sallyport.crypto.SigningKey;
import io.sallyport.fleet.Availability;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The agent of one machine: registers its model servers at a gateway and says every few seconds how they are.
///
/// Errors: AgentFailed with words for people where trying again cannot help; everything else is tried again.
/// Threads: [#run()] on one, the others on any.
public final class NodeAgent implements AutoCloseable {
    private static final int FINE = 200;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;
    private static final int BAD_REQUEST = 400;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /// Share of the interval by which heartbeats stray, so that machines that start together do not speak
    /// together.
    private static final double JITTER = 0.1;

    private final AgentSettings settings;
    private final PrintWriter out;
    private final Web web = new Web();
    private final Clock clock;
    private final Hardware hardware;
    private final ModelServers servers;
    private final String address;
    private final KeyFile keyFile;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean stopping;
    private volatile boolean registered;
    private volatile Availability told = Availability.AVAILABLE;
    private volatile JsonArray services = Json.array();
    private String said = "";

    /// @param out hears of every change in how things stand
    /// @param clock tells when the node signed something
    public NodeAgent(AgentSettings settings, PrintWriter out, Clock clock) {
        this(settings, out, clock, new Hardware());
    }

    NodeAgent(AgentSettings settings, PrintWriter out, Clock clock, Hardware hardware) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.hardware = hardware;
        this.address = settings.advertised().orElseGet(() -> addressTowards(settings.gateway()));
        this.servers = new ModelServers(web, settings, address);
        this.keyFile = new KeyFile(settings.folder(), settings.host());
    }

    /// What is to be said when the agent cannot go on.
    public static final class AgentFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AgentFailed(String message) {
            super(message, null, false, false);
        }
    }

    /// Keeps the gateway informed until [#drain()].
    public void run() {
        try {
            Badge badge = badge();
            Duration pause = Duration.ZERO;
            while (!waited(pause)) {
                pause = attempt(badge, pause);
            }
            sayGoodbye(badge);
        } catch (IOException e) {
            throw new AgentFailed("The key of this node cannot be kept in " + settings.folder() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return time until the next attempt
    private Duration attempt(Badge badge, Duration before) throws InterruptedException {
        try {
            if (registered) {
                beat(badge);
            } else {
                register(badge);
            }
            return settings.interval();
        } catch (IOException e) {
            say("No gateway can be reached at " + settings.gateway() + "; trying again.");
            Duration longer = before.isZero() ? settings.interval() : before.multipliedBy(2);
            return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private Badge badge() throws IOException, InterruptedException {
        if (settings.key().isPresent()) {
            return new Badge(settings.key(), Optional.empty(), clock);
        }
        Optional<KeyFile.Kept> kept = keyFile.read();
        if (kept.isPresent()) {
            return new Badge(Optional.of(kept.get().key()), kept.get().signing(), clock);
        }
        return settings.token().isPresent()
                ? enrolled(settings.token().get())
                : new Badge(Optional.empty(), Optional.empty(), clock);
    }

    private Badge enrolled(Secret token) throws IOException, InterruptedException {
        SigningKey.Pair pair = SigningKey.generate();
        Badge once = new Badge(Optional.of(token), Optional.empty(), clock);
        Web.Reply reply;
        try {
            reply = post(
                    "/v1/nodes/enrol",
                    once,
                    Json.object()
                            .put("host_id", settings.host())
                            .put("public_key", pair.publicText())
                            .toJson());
        } catch (IOException e) {
            throw new AgentFailed("No gateway can be reached at " + settings.gateway() + ".");
        }
        if (reply.status() != FINE) {
            throw new AgentFailed("The gateway does not take the enrolment token: " + reply.message());
        }
        Secret key = Secret.of(reply.body().get("node_key").text());
        keyFile.write(key, pair.key());
        say("Enrolled as " + settings.host() + ".");
        return new Badge(Optional.of(key), Optional.of(pair.key()), clock);
    }

    private void register(Badge badge) throws IOException, InterruptedException {
        services = servers.services();
        Web.Reply reply = post("/v1/nodes/register", badge, registration());
        switch (reply.status()) {
            case FINE -> {
                registered = true;
                boolean waits = reply.body().get("approval").textOr("").equals("pending");
                say("Registered as " + settings.host() + " with "
                        + reply.body().get("services").longOr(0) + " services"
                        + (waits ? "; an operator has to approve this node." : "."));
            }
            case UNAUTHENTICATED -> unknown("The gateway does not accept the node key: ", reply);
            case FORBIDDEN, BAD_REQUEST -> throw new AgentFailed("The gateway refuses this node: " + reply.message());
            default -> say("The gateway answers " + reply.status() + ": " + reply.message() + "; trying again.");
        }
    }

    private void beat(Badge badge) throws IOException, InterruptedException {
        JsonArray now = servers.services();
        Web.Reply reply = post("/v1/nodes/heartbeat", badge, heartbeat(now));
        services = now;
        switch (reply.status()) {
            case FINE -> say("The gateway hears this node.");
            case UNKNOWN -> {
                registered = false;
                register(badge);
            }
            case UNAUTHENTICATED -> unknown("The gateway does not accept the node key any more: ", reply);
            default -> say("The gateway answers " + reply.status() + ": " + reply.message());
        }
    }

    /// Clocks are set right again, so that is worth another attempt; nothing else is.
    private void unknown(String what, Web.Reply reply) {
        if (!reply.says("node_clock_off")) {
            throw new AgentFailed(what + reply.message());
        }
        say(reply.message() + " Trying again.");
    }

    private Web.Reply post(String path, Badge badge, Json said) throws IOException, InterruptedException {
        Bytes body = said.bytes();
        URI url = URI.create(settings.gateway().toString().replaceAll("/+$", "") + path);
        return web.post(url, badge.headers(path, body), body);
    }

    /// Everything about this machine.
    Json registration() {
        JsonObject labels = Json.object();
        settings.labels().forEach(labels::put);
        return Json.object()
                .put("host_id", settings.host())
                .put("display_name", settings.name())
                .put("address", address)
                .put("labels", labels)
                .put("resources", hardware.resources())
                .put("status", state())
                .put("services", services)
                .toJson();
    }

    private Json heartbeat(JsonArray now) {
        return Json.object()
                .put("host_id", settings.host())
                .put("status", state())
                .put("resources", hardware.resources())
                .put("services", now)
                .toJson();
    }

    private JsonObject state() {
        return Json.object().put("state", told.word());
    }

    /// The model servers that were found last.
    Json inventory() {
        return Json.object()
                .put("host_id", settings.host())
                .put("registered", registered)
                .put("services", services)
                .toJson();
    }

    /// Ends [#run()]: the gateway is told to send nothing new.
    public void drain() {
        lock.lock();
        try {
            told = Availability.DRAINING;
            stopping = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sayGoodbye(Badge badge) throws InterruptedException {
        try {
            if (registered) {
                post("/v1/nodes/heartbeat", badge, heartbeat(services));
            }
            say("Drained.");
        } catch (IOException _) {
            say("The gateway could not be told; it will notice that this node is silent.");
        }
    }

    /// @return whether it is time to stop
    private boolean waited(Duration pause) throws InterruptedException {
        long nanos = Math.round(
                pause.toNanos() * (1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1)));
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (!stopping && System.nanoTime() < end) {
                var _ = woken.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /// Says a thing once, until something else is to be said.
    private void say(String what) {
        if (!what.equals(said)) {
            said = what;
            out.println(what);
            out.flush();
        }
    }

    /// The address of this machine on the way to the gateway; nothing is sent.
    private static String addressTowards(URI gateway) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort() < 0 ? 443 : gateway.getPort()));
            return socket.getLocalAddress().getHostAddress().replaceFirst("%.*", "");
        } catch (IOException | RuntimeException _) {
            return "127.0.0.1";
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
