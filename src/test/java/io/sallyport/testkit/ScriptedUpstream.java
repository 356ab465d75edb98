package io.sallyport.testkit;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A fake upstream that plays scripts byte by byte and remembers every byte it received.
///
/// Each request takes the next queued script, or the standing one when the queue is empty. Listings of models
/// have a script of their own and are no requests to it, because a gateway asks for them on its own; below
/// `/vendor` they are requests like any other.
/// Threads: thread-safe; one virtual thread per connection.
public final class ScriptedUpstream implements AutoCloseable {
    private static final Pattern LISTING = Pattern.compile("GET (?!/vendor/)[^ ?]*[/-]models[ ?]");
    private static final Script NO_MODELS = Script.json(200, "{\"object\":\"list\",\"data\":[]}");

    private final ServerSocket server;
    private final Queue<Script> queued = new ConcurrentLinkedQueue<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final List<WireReader> readers = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script models = NO_MODELS;
    private volatile Script standing = Script.json(500, "{\"error\":{\"message\":\"no script\"}}");

    private ScriptedUpstream(ServerSocket server) {
        this.server = server;
    }

    /// One request as it arrived.
    public record Received(String firstLine, List<Header> headers, Bytes body) {
        /// First value of a header.
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.isNamed(name))
                    .map(Header::value)
                    .findFirst();
        }

        public String text() {
            return body.text();
        }
    }

    /// Listens on a free loopback port.
    public static ScriptedUpstream start() {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            ScriptedUpstream upstream = new ScriptedUpstream(server);
            Thread.ofVirtual().name("scripted-upstream").start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sets the script for every request that finds no queued one.
    public ScriptedUpstream always(Script script) {
        standing = script;
        return this;
    }

    /// Sets the script for every question for its models; without one it has none.
    public ScriptedUpstream models(Script script) {
        models = script;
        return this;
    }

    /// Queues scripts, one per request.
    public ScriptedUpstream next(Script... scripts) {
        queued.addAll(List.of(scripts));
        return this;
    }

    /// Forgets scripts and requests, so that the next test starts with nothing.
    public void forget() {
        queued.clear();
        requests.clear();
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Requests that were read whole, in order of arrival.
    public List<Received> requests() {
        return List.copyOf(requests);
    }

    public int connections() {
        return connections.get();
    }

    /// Connections that nobody has closed yet.
    public int open() {
        return open.size();
    }

    /// Every byte received on any connection, connection by connection.
    public byte[] received() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        readers.forEach(reader -> all.writeBytes(reader.seen()));
        return all.toByteArray();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> converse(socket));
            }
        } catch (IOException closed) {
            open.forEach(ScriptedUpstream::drop);
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            WireReader reader = new WireReader(socket.getInputStream());
            readers.add(reader);
            boolean goesOn = true;
            while (goesOn) {
                Optional<WireReader.Head> head = reader.head();
                if (head.isEmpty()) {
                    return;
                }
                Bytes body = Bytes.of(reader.body(head.get()));
                goesOn = play(
                        script(new Received(head.get().firstLine(), head.get().headers(), body)), socket);
            }
        } catch (IOException gone) {
            drop(socket);
        } finally {
            open.remove(socket);
        }
    }

    private Script script(Received request) {
        if (LISTING.matcher(request.firstLine()).lookingAt()) {
            return models;
        }
        requests.add(request);
        Script next = queued.poll();
        return next == null ? standing : next;
    }

    /// Plays one script; answers whether the connection takes another request.
    private static boolean play(Script script, Socket socket) throws IOException {
        for (Script.Step step : script.steps()) {
            switch (step) {
                case Script.Send(Bytes bytes) -> socket.getOutputStream().write(bytes.array());
                case Script.Pause(Duration time) -> LockSupport.parkNanos(time.toNanos());
                case Script.Wait(var gate) -> await(gate);
                case Script.Signal(var gate) -> gate.countDown();
                case Script.Outlive(var gate) -> {
                    outlive(socket, gate);
                    return false;
                }
                case Script.Ending ending -> {
                    end(ending, socket);
                    return false;
                }
            }
        }
        return true;
    }

    private static void end(Script.Ending ending, Socket socket) throws IOException {
        switch (ending) {
            case CLOSE -> socket.close();
            case RESET -> reset(socket);
            case HALF_CLOSE -> {
                socket.shutdownOutput();
                readAway(socket);
            }
            case HANG -> readAway(socket);
        }
    }

    static void reset(Socket socket) throws IOException {
        // Linger zero makes the kernel send a reset instead of an orderly end.
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void readAway(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void outlive(Socket socket, CountDownLatch gate) throws IOException {
        try {
            readAway(socket);
        } finally {
            gate.countDown();
        }
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting", e);
        }
    }

    static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
