package io.sallyport.database;

import java.util.ArrayList;
import java.util.List;

/// What a backup holds: its steps, tables in the order in which they can be filled, partitions and sequences.
///
/// Written as lines of tab-separated words, the first being the kind.
record BackupManifest(List<Step> steps, List<Table> tables, List<Partition> partitions, List<Sequence> sequences) {
    private static final String HEADER = "sallyport-backup\t1";

    /// One migration the data needs.
    record Step(int version, String checksum) {}

    /// One table with the columns in the order of its rows.
    record Table(String name, String columns) {}

    /// One partition; bound is the SQL that follows its parent's name.
    record Partition(String name, String parent, String bound) {}

    /// One sequence and the value it gave last.
    record Sequence(String name, long value) {}

    static BackupManifest parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new BackupException("This file is no backup of ours, or of a newer program.");
        }
        BackupManifest manifest =
                new BackupManifest(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        lines.stream().skip(1).map(line -> line.split("\t", -1)).forEach(manifest::add);
        return manifest;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        steps.forEach(step -> line(text, "step", String.valueOf(step.version()), step.checksum()));
        tables.forEach(table -> line(text, "table", table.name(), table.columns()));
        partitions.forEach(part -> line(text, "partition", part.name(), part.parent(), part.bound()));
        sequences.forEach(sequence -> line(text, "sequence", sequence.name(), String.valueOf(sequence.value())));
        return text.toString();
    }

    private void add(String[] words) {
        switch (words[0]) {
            case "step" -> steps.add(new Step(Integer.parseInt(words[1]), words[2]));
            case "table" -> tables.add(new Table(words[1], words[2]));
            case "partition" -> partitions.add(new Partition(words[1], words[2], words[3]));
            case "sequence" -> sequences.add(new Sequence(words[1], Long.parseLong(words[2])));
            default -> throw new BackupException("The backup names something unknown: " + words[0]);
        }
    }

    private static void line(StringBuilder text, String... words) {
        text.append(String.join("\t", words)).append('\n');
    }
}
