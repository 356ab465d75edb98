package io.sallyport.database;

import io.sallyport.lang.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The files of one embedded server: data, password, log, and the pid file that tells who serves them.
final class Cluster {
    static final String NAME = "sallyport";
    private static final int PASSWORD_BYTES = 32;
    private static final String PID_FILE = "postmaster.pid";
    private static final int PID_LINE = 0;
    private static final int STATUS_LINE = 7;
    private static final int LOG_LINES_SHOWN = 5;
    private static final long LOG_BYTES_KEPT = 10_000_000;
    private static final int SETUP_SECONDS = 120;
    private static final int STOP_SECONDS = 20;

    /// A small server for one gateway. The log stays terse because details quote rows, which nobody may log.
    private static final List<String> PARAMETERS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "io_method=sync",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            "log_error_verbosity=terse");

    private final Path folder;
    private final Path data;
    private final Path passwordFile;
    private final Path log;
    private final Programs programs;
    private final Launch launch;

    Cluster(Path folder, Programs programs, Launch launch) {
        this.folder = folder;
        this.data = folder.resolve("database");
        this.passwordFile = folder.resolve("database.password");
        this.log = folder.resolve("database.log");
        this.programs = programs;
        this.launch = launch;
    }

    /// Makes the data folder with role and database, unless it is there already.
    void create() throws IOException, InterruptedException {
        rotateLog();
        if (Files.isDirectory(data)) {
            return;
        }
        Path draft = folder.resolve("database.new");
        Folders.delete(draft);
        Files.createDirectories(
                draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path adminPassword = secretFile(folder.resolve("database.init"), randomPassword());
        handOver(draft);
        handOver(adminPassword);
        try {
            run(
                    List.of(
                            programs.program("initdb").toString(),
                            "--pgdata=" + draft,
                            "--username=postgres",
                            "--pwfile=" + adminPassword,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"),
                    "");
            Secret password = randomPassword();
            secretFile(passwordFile, password);
            // Our own role is no superuser; it may make databases, which restoring a backup needs.
            run(
                    List.of(programs.program("postgres").toString(), "--single", "-D", draft.toString(), "postgres"),
                    """
                    create role %1$s login createdb password '%2$s';
                    create database %1$s owner %1$s template template0;
                    """.formatted(NAME, password.reveal()));
        } finally {
            Files.deleteIfExists(adminPassword);
        }
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Stops a server that an earlier run of ours left behind. Another program that got the same number stays
    /// alone, but
    /// its number must not keep the server from starting.
    void stopStale() throws IOException, InterruptedException {
        Optional<ProcessHandle> holder = pid().flatMap(ProcessHandle::of);
        if (holder.isEmpty() || isStranger(holder.get())) {
            Files.deleteIfExists(data.resolve(PID_FILE));
            return;
        }
        ProcessHandle stale = holder.get();
        stop(Shutdown.FAST);
        if (ended(stale)) {
            return;
        }
        stop(Shutdown.IMMEDIATE);
        if (!ended(stale)) {
            throw new EmbeddedPostgresException("A PostgreSQL server of an earlier run (process " + stale.pid()
                    + ") does not stop. End it and start again.");
        }
    }

    /// Starts the server as a direct child of the calling thread, which must live as long as the child.
    Process start(int port, List<String> parameters) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(programs.program("postgres").toString(), "-D", data.toString()));
        Stream.of(List.of("port=" + port), PARAMETERS, parameters)
                .flatMap(List::stream)
                .forEach(parameter -> command.addAll(List.of("-c", parameter)));
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    void stop(Shutdown mode) throws IOException, InterruptedException {
        String word = mode.name().toLowerCase(Locale.ROOT);
        Process process = builder(List.of(
                        programs.program("pg_ctl").toString(), "stop", "-D", data.toString(), "-m", word, "-W", "-s"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /// Whether the server with this process number takes connections.
    boolean isReady(long pid) {
        List<String> lines = pidFile();
        return lines.size() > STATUS_LINE
                && lines.get(PID_LINE).trim().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).trim().equals("ready");
    }

    Secret password() throws IOException {
        if (!Files.exists(passwordFile)) {
            throw new EmbeddedPostgresException(
                    "The file " + passwordFile + " is gone; without it nobody can log in to the embedded server.");
        }
        return Secret.of(Files.readString(passwordFile).trim());
    }

    /// The last lines the server wrote.
    String logTail() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "the log cannot be read: " + e.getMessage();
        }
    }

    private void run(List<String> program, String input) throws IOException, InterruptedException {
        Path output = folder.resolve("database.setup.log");
        Process process = builder(program)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        boolean done = process.waitFor(SETUP_SECONDS, TimeUnit.SECONDS);
        if (!done || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new EmbeddedPostgresException("The embedded PostgreSQL cannot be set up: "
                    + Files.readString(output).strip());
        }
        Files.delete(output);
    }

    private ProcessBuilder builder(List<String> program) {
        ProcessBuilder builder = new ProcessBuilder(launch.command(program)).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    private void handOver(Path path) throws IOException {
        if (launch.owner() == Launch.OURSELVES) {
            return;
        }
        Folders.giveTo(launch.owner(), path);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private static Path secretFile(Path path, Secret secret) throws IOException {
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, secret.reveal() + "\n", StandardOpenOption.WRITE);
        return path;
    }

    private static Secret randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private void rotateLog() throws IOException {
        if (Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS) && Files.size(log) > LOG_BYTES_KEPT) {
            Files.move(log, folder.resolve("database.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Optional<Long> pid() {
        List<String> lines = pidFile();
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.get(PID_LINE).trim()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<String> pidFile() {
        try {
            Path file = data.resolve(PID_FILE);
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a process is known to be another program; one that hides its command line may be our server.
    private boolean isStranger(ProcessHandle handle) {
        return handle.info()
                .commandLine()
                .filter(line -> !line.contains(data.toString()))
                .isPresent();
    }

    private static boolean ended(ProcessHandle handle) throws InterruptedException {
        CompletableFuture<ProcessHandle> exit = handle.onExit();
        try {
            exit.get(STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !handle.isAlive();
        }
    }

    /// How the server is asked to end: fast ends sessions and writes a checkpoint, immediate recovers at the
    /// next start.
    enum Shutdown {
        FAST,
        IMMEDIATE
    }
}
