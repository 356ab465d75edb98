package io.sallyport.cli;

import io.sallyport.cli.Workbench.Place;
import io.sallyport.cli.Workbench.Schema;
import io.sallyport.cli.Workbench.SettingsReport;
import io.sallyport.database.MigrationStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sallyport doctor`: looks for what is wrong on this machine.
@Command(name = "doctor", description = "Look for what is wrong on this machine.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long LOW_DISK_BYTES = 1L << 30;
    private static final int FAILED = 1;

    private final Workbench workbench;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private final GatewayOptions gateway;

    @Option(names = "--production", description = "Also say what is missing before others rely on it, and what to do.")
    private boolean production;

    DoctorCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        Place place = gateway.place();
        lookAtJava();
        lookAtSettings(place);
        lookAtFolder(place.dataFolder());
        Optional<URI> running = gateway.running();
        if (running.isPresent()) {
            fine("gateway", "answers at " + running.get());
        } else {
            fine("gateway", "none runs on this data folder");
            lookAtSchema(place);
        }
        if (production) {
            workbench.lacks(place).forEach(lack -> wrong(lack.key(), lack.why() + ". " + lack.fix()));
        }
        TextTable table = new TextTable("", "WHAT", "FOUND");
        findings.forEach(found -> table.row(found.isFine() ? "ok" : "!!", found.what(), found.found()));
        gateway.out().println(table);
        return findings.stream().allMatch(Finding::isFine) ? 0 : FAILED;
    }

    private void lookAtJava() {
        fine("java", Runtime.version().toString());
    }

    private void lookAtSettings(Place place) {
        SettingsReport report = workbench.settings(place);
        List<String> problems = report.problems();
        if (problems.isEmpty()) {
            fine("settings", place.config().map(Path::toString).orElse("built-in"));
        }
        problems.forEach(problem -> wrong("settings", problem));
        report.notices().forEach(notice -> wrong("settings", notice));
    }

    private void lookAtFolder(Path folder) {
        if (!Files.exists(folder)) {
            fine("data folder", folder + " will be made at the first start");
            return;
        }
        if (!Files.isWritable(folder)) {
            wrong("data folder", folder + " cannot be written");
            return;
        }
        fine("data folder", folder.toString());
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < LOW_DISK_BYTES) {
                wrong("disk", "less than 1 GiB is free under " + folder);
            }
        } catch (IOException e) {
            wrong("disk", "the free space under " + folder + " cannot be read");
        }
    }

    private void lookAtSchema(Place place) {
        try (Schema schema = workbench.schema(place)) {
            List<MigrationStep> pending = schema.migrations().pending();
            fine(
                    "database",
                    pending.isEmpty() ? "up to date" : pending.size() + " steps will be taken at the next start");
        } catch (RuntimeException e) {
            wrong("database", String.valueOf(e.getMessage()));
        }
    }

    private void fine(String what, String found) {
        findings.add(new Finding(true, what, found));
    }

    private void wrong(String what, String found) {
        findings.add(new Finding(false, what, found));
    }

    private record Finding(boolean isFine, String what, String found) {}
}
