package io.sallyport.app.settings;

import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import io.sallyport.json.yaml.YamlReader.Outcome.Rejected;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when the settings files change, and hands on new settings when all of them are right.
///
/// Threads: the listener is called on the thread of the watch, or on the one that calls [#check()] or
/// [#reload()]; one at a time.
public final class SettingsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);

    private final SettingsReader reader;
    private final Source source;
    private final Consumer<Reload> listener;
    private final SettingsInForce inForce;
    private final SettingsFiles files;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;

    private Set<Path> further;
    private String known;
    private String seen;

    /// @param inForce told of every look, and read by whoever shows the settings
    /// @param listener told of every reload, also of those that are refused
    public SettingsWatch(SettingsReader reader, Source source, SettingsInForce inForce, Consumer<Reload> listener) {
        this.reader = reader;
        this.source = source;
        this.inForce = inForce;
        this.listener = listener;
        this.files = new SettingsFiles(source);
        this.further = inForce.read().files();
        this.known = files.fingerprint(further);
        this.seen = known;
        this.thread = Thread.ofPlatform().daemon().name("settings-watch").unstarted(this::watch);
    }

    /// Looks once a second from now on, and at once on SIGHUP.
    public void start() {
        HangUp.listen(wakeUps::release);
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /// Reads the files again if they changed and have been the same for two looks, so that no half-written file
    /// is read.
    public synchronized Reload check() {
        String now = files.fingerprint(further);
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(known) ? reload() : new Reload.Unchanged();
    }

    /// Reads the files again in any case.
    public synchronized Reload reload() {
        Reload reload = read();
        known = files.fingerprint(further);
        seen = known;
        log(reload);
        if (!(reload instanceof Reload.Unchanged)) {
            listener.accept(reload);
        }
        return reload;
    }

    private Reload read() {
        return switch (reader.read(source)) {
            case Rejected<Settings>(List<Problem> problems, Set<Path> read) -> {
                further = read;
                inForce.refuse(problems);
                yield new Reload.Refused(problems);
            }
            case Accepted<Settings> accepted -> {
                further = accepted.files();
                yield accept(accepted);
            }
        };
    }

    private Reload accept(Accepted<Settings> next) {
        Accepted<Settings> before = inForce.read();
        inForce.take(next);
        if (next.value().equals(before.value())) {
            return new Reload.Unchanged();
        }
        List<String> changed = SettingsChanges.between(before.effective(), next.effective());
        return new Reload.Applied(
                next.value(),
                changed.stream()
                        .filter(path -> !SettingsChanges.waitsForTheNextStart(path))
                        .toList(),
                changed.stream().filter(SettingsChanges::waitsForTheNextStart).toList());
    }

    private static void log(Reload reload) {
        switch (reload) {
            case Reload.Unchanged unchanged -> LOG.debug("settings unchanged");
            case Reload.Applied applied ->
                LOG.info("settings reloaded applied={} waiting_for_restart={}", applied.applied(), applied.waiting());
            case Reload.Refused refused ->
                LOG.warn("settings refused, the old ones stay problems={}", refused.problems());
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (wakeUps.tryAcquire(1, TimeUnit.SECONDS)) {
                    reload();
                } else {
                    check();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // The watch must outlive a bug in what the settings are handed to.
                LOG.error("settings reload failed", e);
            }
        }
    }
}
