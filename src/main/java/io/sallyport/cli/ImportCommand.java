package io.sallyport.cli;

import io.sallyport.cli.Workbench.Place;
import io.sallyport.cli.importer.Finding;
import io.sallyport.cli.importer.Finding.Verdict;
import io.sallyport.cli.importer.ImportedFile;
import io.sallyport.cli.importer.SourceKind;
import io.sallyport.crypto.OwnerOnly;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport import`: carries the file of another gateway over, and says how exactly.
@Command(
        name = "import",
        description = "Write the file of another gateway as settings of this one, with a word about every key.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private final Workbench workbench;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "The file of the other gateway.")
    private Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "KIND",
            description = "gasket, flash, open-model-gateway, geniehive or litellm; else by its keys.")
    private @Nullable String from;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the settings (sallyport.yaml).")
    private Path out = Path.of("sallyport.yaml");

    ImportCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        YamlTree source = source();
        ImportedFile imported = ImportedFile.of(kind(source), source.json(), workbench.settingsSchema());
        Path secrets = out.resolveSibling(".env");
        refuseToOverwrite(out);
        if (!imported.secrets().isEmpty()) {
            refuseToOverwrite(secrets);
        }
        write(out, imported.yaml());
        if (!imported.secrets().isEmpty()) {
            write(secrets, imported.variables());
        }
        print(imported, secrets);
        return 0;
    }

    private YamlTree source() {
        try {
            YamlTree tree = YamlTree.readLiterally(String.valueOf(file.getFileName()), Files.readString(file));
            if (!tree.problems().isEmpty() || !tree.json().isObject()) {
                throw CommandFailed.failed(tree.problems().stream()
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n", file + " is no YAML with keys.\n", "")));
            }
            return tree;
        } catch (IOException e) {
            throw CommandFailed.badUsage(file + " cannot be read as text.");
        }
    }

    private SourceKind kind(YamlTree source) {
        Optional<SourceKind> kind = from == null ? SourceKind.of(source.json()) : SourceKind.named(from);
        return kind.orElseThrow(() -> CommandFailed.badUsage("Say whose file it is, by --from: "
                + Arrays.stream(SourceKind.values()).map(SourceKind::word).collect(Collectors.joining(", ")) + "."));
    }

    private static void refuseToOverwrite(Path path) {
        if (Files.exists(path)) {
            throw CommandFailed.badUsage(path + " is there already; --out names another file, in another folder.");
        }
    }

    /// Nobody else may read what is written.
    private static void write(Path path, String text) {
        try {
            Path made = Files.createFile(path, OwnerOnly.attributes());
            Files.writeString(made, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw CommandFailed.failed(path + " cannot be written.");
        }
    }

    private void print(ImportedFile imported, Path secrets) {
        PrintWriter to = Objects.requireNonNull(command).commandLine().getOut();
        to.println("A file of " + imported.kind().title() + ": " + imported.count(Verdict.EXACT) + " keys are exact, "
                + imported.count(Verdict.ADAPTED) + " adapted, " + imported.count(Verdict.LEFT) + " not carried over, "
                + imported.count(Verdict.ADDED) + " added.");
        list(to, "Exact:", imported, Verdict.EXACT);
        list(to, "Adapted:", imported, Verdict.ADAPTED);
        list(to, "Not carried over:", imported, Verdict.LEFT);
        list(to, "Added:", imported, Verdict.ADDED);
        to.println();
        to.println("Written to " + out + ".");
        if (!imported.secrets().isEmpty()) {
            to.println("Secrets that stood in the file are in " + secrets
                    + ", which the gateway reads beside its settings.");
        }
        List<String> problems =
                workbench.settings(new Place(Optional.of(out), Path.of(""))).problems();
        if (!problems.isEmpty()) {
            to.println();
            to.println("Before it can start:");
            problems.forEach(problem -> to.println("  " + problem));
        }
    }

    private static void list(PrintWriter to, String title, ImportedFile imported, Verdict verdict) {
        List<Finding> those = imported.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .toList();
        if (!those.isEmpty()) {
            to.println();
            to.println(title);
            those.forEach(finding -> to.println("  " + line(finding)));
        }
    }

    private static String line(Finding finding) {
        if (finding.path().isEmpty() || finding.note().isEmpty()) {
            return finding.path() + finding.note();
        }
        return finding.path() + ": " + finding.note();
    }
}
