package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sallyport master-key`: the key that stored secrets are sealed with.
@Command(
        name = "master-key",
        description = "Seal stored secrets anew after the master key was changed.",
        mixinStandardHelpOptions = true)
final class MasterKeyCommand {
    private static final int LOST = 1;

    @Mixin
    private final GatewayOptions gateway;

    MasterKeyCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(
            name = "reseal",
            description = "Seal under the newest master key what was sealed under an older one, while calls go on;"
                    + " exit code 1 when something cannot be opened by any of the keys.",
            mixinStandardHelpOptions = true)
    int reseal() {
        Map<String, Integer> resealed = new TreeMap<>();
        Map<String, Integer> lost = new TreeMap<>();
        int done = gateway.print(client -> everything(client, resealed, lost), _ -> words(resealed, lost));
        return done == 0 && !lost.isEmpty() ? LOST : done;
    }

    /// @return the last answer
    private static Json everything(OperatorClient client, Map<String, Integer> resealed, Map<String, Integer> lost) {
        Json answer;
        do {
            answer = client.post("/admin/api/master-key/reseal");
            lost.clear();
            for (Json column : answer.get("columns").elements()) {
                String name =
                        column.get("table").text() + '.' + column.get("field").text();
                resealed.merge(name, (int) column.get("resealed").asLong(), Integer::sum);
                if (column.get("lost").asLong() > 0) {
                    lost.put(name, (int) column.get("lost").asLong());
                }
            }
        } while (answer.get("more").bool());
        return answer;
    }

    private static String words(Map<String, Integer> resealed, Map<String, Integer> lost) {
        if (resealed.isEmpty()) {
            return "Everything is sealed under the newest master key.";
        }
        TextTable table = new TextTable("WHAT", "SEALED ANEW", "CANNOT BE OPENED");
        resealed.forEach((name, count) ->
                table.row(name, Integer.toString(count), Integer.toString(lost.getOrDefault(name, 0))));
        return table.toString();
    }
}
