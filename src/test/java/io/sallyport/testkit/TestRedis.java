package io.sallyport.testkit;

import io.sallyport.counters.RedisAddress;
import io.sallyport.lang.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/// A real Redis server on a port of its own, which can be frozen, killed and started again with nothing in it.
public final class TestRedis implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration A_MOMENT = Duration.ofMillis(5);

    private final Path program;
    private final List<String> arguments;
    private final int port;
    private Process process;

    private TestRedis(Path program, List<String> arguments) {
        this.program = program;
        this.arguments = arguments;
        this.port = Ports.free();
        this.process = launch();
    }

    public static TestRedis start() {
        return start(programs().getFirst());
    }

    public static TestRedis start(Path program) {
        return new TestRedis(program, List.of("--save", "", "--appendonly", "no"));
    }

    /// One that repeats what another holds, once it has caught up.
    public static TestRedis startReplicaOf(TestRedis master) {
        TestRedis replica = start(master.program);
        replica.command("REPLICAOF", "127.0.0.1", Integer.toString(master.port));
        replica.await("INFO", "replication", "master_link_status:up");
        return replica;
    }

    /// A Sentinel that knows a server as `main` and makes its replica the master when it is gone for half a
    /// second.
    public static TestRedis startSentinelOf(TestRedis master) {
        try {
            Path settings = Files.write(
                    Files.createTempFile("sentinel", ".conf"),
                    List.of(
                            "sentinel monitor main 127.0.0.1 " + master.port + " 1",
                            "sentinel down-after-milliseconds main 500"));
            return new TestRedis(master.program, List.of(settings.toString(), "--sentinel"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The server that comes with the tests, and the newer one of the machine where there is one.
    public static List<Path> programs() {
        try {
            Path bundled = ExecutableProvider.newJarResourceProvider().get().toPath();
            return Files.isExecutable(INSTALLED) ? List.of(bundled, INSTALLED) : List.of(bundled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public RedisAddress address() {
        return addressAt(port);
    }

    /// A Redis that is reached through another port, such as that of a faulty network.
    public static RedisAddress addressAt(int port) {
        return new RedisAddress(Secret.of("redis://127.0.0.1:" + port + "/0"));
    }

    /// Sends one command and gives its answer back line by line.
    public List<String> command(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append("$" + word.length() + "\r\n" + word + "\r\n");
            }
            socket.getOutputStream().write((text + "QUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>(reader.lines().toList());
            lines.removeLast();
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until a line of the answer is as expected.
    public void await(String command, String argument, String line) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!command(command, argument).contains(line)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(command + " " + argument + " never said " + line);
            }
            LockSupport.parkNanos(A_MOMENT.toNanos());
        }
    }

    /// All keys that start with the prefix.
    public List<String> keys(String prefix) {
        return command("KEYS", prefix + "*").stream()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }

    /// Stops it in the middle of whatever it does; its connections stay open.
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Starts it on the same port, empty.
    public void startAgain() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() {
        try {
            // A file of settings is only taken as the first argument.
            List<String> line = new ArrayList<>(List.of(program.toString()));
            line.addAll(arguments);
            line.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
            Process started = new ProcessBuilder(line)
                    .directory(Files.createDirectories(Path.of("target")).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            awaitAnswer(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer(Process started) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (started.isAlive() && System.nanoTime() < end) {
            try {
                if (command("PING").contains("+PONG")) {
                    return;
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(A_MOMENT.toNanos());
            }
        }
        throw new IllegalStateException("redis-server does not answer");
    }
}
